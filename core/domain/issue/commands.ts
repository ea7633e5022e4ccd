import { Type } from 'typebox'
import { jsonEqual } from '../../lib/json-value.ts'
import { err, ok, type Result } from '../../lib/result.ts'
import { applyChanges } from '../apply-changes.ts'
import { changeMany, type BulkResult } from '../archive.ts'
import { parseChangePath } from '../change-path.ts'
import { defineCommand, type CommandContext, type Refusal } from '../command.ts'
import type { StoredDocument } from '../entity.ts'
import { closed, manyIds } from '../input-kit.ts'
import { entities, isCollectionName } from '../registry.ts'
import { id, oneOf, text } from '../schema-kit.ts'
import { readMany, readOne, writeOf } from '../typed-reader.ts'
import { canSendAgain, choicesOf } from './choices.ts'
import { placeOf, valueAt, withValueAt } from './place.ts'
import type { Issue, IssueChoice, KeptRow } from './schema.ts'
import { createWorkingCopy } from './working-copy.ts'

type WorkingCopy = ReturnType<typeof createWorkingCopy>

const settledBy = (context: CommandContext, choice: IssueChoice): NonNullable<Issue['settled']> => ({
  at: new Date(context.now).toISOString(),
  by: context.actor.personId,
  choice,
})

/**
 * Decides issues: the chosen value is written as any other change, and the issue says who decided what. An issue that was
 * settled before stays as it is.
 */
export const settleIssues = defineCommand({
  name: 'issue.settle',
  input: closed({ ids: manyIds(), choice: oneOf(['mine', 'theirs', 'before', 'current']) }),
  undo: 'inverse',
  bulk: true,
  run({ ids, choice }, context) {
    const copy = createWorkingCopy(context)
    const ordered = inOrder(ids, choice, context)
    const outcome = changeMany(
      context,
      'issues',
      ordered,
      'issue.notFound',
      (issue): Result<Issue, Refusal> => {
        if (issue.settled) return ok(issue)
        const done = decide(issue, choice, copy)
        return done.ok ? ok({ ...issue, settled: settledBy(context, choice) }) : done
      },
    )
    if (!outcome.ok) return outcome
    const { writes, result } = outcome.value
    return ok({ writes: [...copy.writes(), ...writes], result: result satisfies BulkResult })
  },
})

/**
 * Several may be about one value: somebody changed it more than once while nobody heard of it. In whatever order they were
 * chosen, the last of what arrived or was there is what stands then, and of what was before both the first.
 */
function inOrder(ids: readonly string[], choice: IssueChoice, { read }: CommandContext): readonly string[] {
  if (ids.length < 2) return ids
  const found = readMany(read, 'issues', [...new Set(ids)])
  const placeOfIssue = (id: string): string => {
    const { raisedAt = '', by } = found.get(id) ?? {}
    return `${raisedAt} ${by?.at ?? ''}`
  }
  const ascending = ids
    .map((id) => ({ id, place: placeOfIssue(id) }))
    .sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0))
    .map(({ id }) => id)
  return choice === 'before' ? ascending.reverse() : ascending
}

function decide(issue: Issue, choice: IssueChoice, copy: WorkingCopy): Result<null, Refusal> {
  const { entity, entityId } = issue
  if (!choicesOf(issue).includes(choice)) return err({ code: 'issue.choiceUnknown' })
  if (choice === 'current' || !isCollectionName(entity)) return ok(null)
  if (issue.kind === 'gone') return applyRows(issue.rows ?? [], copy)
  const document = copy.now(entity, entityId)
  const place = placeOf(issue.path, entities[entity].fields)
  if (!document || !place) return err({ code: 'issue.recordGone' })
  if (document.archived) return err({ code: 'issue.recordArchived' })
  const there = valueAt(document, place)
  if (there.isGone) return err({ code: 'issue.recordGone' })
  const wanted = choice === 'mine' ? issue.mine : choice === 'theirs' ? issue.theirs : issue.before
  if (jsonEqual(there.value, wanted)) return ok(null)
  return copy.put(entity, entityId, withValueAt(document, place, wanted))
}

export interface IssueSentAgain {
  id: string
  /** Records that were written. */
  records: number
}

/** Does anew what the server refused, with the documents as a person mended them; the issue is settled by it. */
export const resendIssue = defineCommand({
  name: 'issue.resend',
  input: closed({
    id: id(),
    /** New records in full, in place of those that were refused. */
    documents: Type.Optional(
      Type.Array(
        closed({
          collection: text(40),
          id: text(200),
          document: Type.Object({}, { additionalProperties: true }),
        }),
        { maxItems: 1000 },
      ),
    ),
  }),
  undo: 'inverse',
  run({ id: issueId, documents = [] }, context) {
    const issue = readOne(context.read, 'issues', issueId)
    if (!issue) return err({ code: 'issue.notFound' })
    if (issue.settled) return err({ code: 'issue.alreadySettled' })
    if (!canSendAgain(issue)) return err({ code: 'issue.enterAgain' })
    const mended = new Map(
      documents.map((one) => [`${one.collection}/${one.id}`, { ...one.document, id: one.id }]),
    )
    const rows = (issue.rows ?? []).map((row): KeptRow => {
      const to = row.kind === 'create' && row.path === '' && mended.get(`${row.collection}/${row.id}`)
      return to ? { ...row, to } : row
    })
    const copy = createWorkingCopy(context)
    const applied = applyRows(rows, copy)
    if (!applied.ok) return applied
    const writes = copy.writes()
    const settled = writeOf('issues', issue, { ...issue, settled: settledBy(context, 'other') })
    const result: IssueSentAgain = { id: issueId, records: writes.length }
    return ok({ writes: [...writes, settled], result })
  },
})

/** Changes that stand apart from what else people do: they have commands of their own. */
const BY_COMMAND: ReadonlySet<string> = new Set(['archived', 'mergedInto'])

/** Rows that were set aside, on the records as they are now; all of one record at once. */
function applyRows(rows: readonly KeptRow[], copy: WorkingCopy): Result<null, Refusal> {
  const byRecord = new Map<string, KeptRow[]>()
  for (const row of rows) {
    const key = `${row.collection}/${row.id}`
    byRecord.set(key, [...(byRecord.get(key) ?? []), row])
  }
  for (const changes of byRecord.values()) {
    const [first] = changes
    if (!first || !isCollectionName(first.collection)) return err({ code: 'issue.enterAgain' })
    const { collection, id: recordId } = first
    const before = copy.now(collection, recordId)
    const isNew = first.kind === 'create' && first.path === ''
    if (isNew && before) return err({ code: 'issue.recordThere' })
    if (!isNew && !before) return err({ code: 'issue.recordGone' })
    if (changes.some((row) => isByCommand(row))) return err({ code: 'issue.enterAgain' })
    const after: StoredDocument | undefined = applyChanges(before, changes)
    const done = after ? copy.put(collection, recordId, after) : err<Refusal>({ code: 'issue.enterAgain' })
    if (!done.ok) return done
  }
  return ok(null)
}

const isByCommand = ({ path, kind }: KeptRow): boolean =>
  (path === '' && kind === 'delete') || BY_COMMAND.has(parseChangePath(path)?.field ?? '')

export const issueCommands = [settleIssues, resendIssue]
