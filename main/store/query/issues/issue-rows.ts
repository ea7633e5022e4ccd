import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { MOST_ISSUE_ROWS } from '#core/contract/methods/issues.ts'
import type { StoredDocument } from '#core/domain/entity.ts'
import { canSendAgain, choicesOf } from '#core/domain/issue/choices.ts'
import { placeOf, valueAt } from '#core/domain/issue/place.ts'
import type { Issue } from '#core/domain/issue/schema.ts'
import { entities, isCollectionName } from '#core/domain/registry.ts'
import { hlcMoment } from '#core/sync/hlc.ts'
import { nameOf } from '../../activity/activity-reader.ts'
import { tableOf } from '../document-table.ts'
import { namesOf } from '../inventory/item-rows.ts'
import { currentCommit, type Statements } from '../statements.ts'

type Row = MethodOutput<'issues', 'list'>['rows'][number]

/** Issues by id with the names of what they are about, in the same order. */
export function issueRows(statements: Statements, ids: readonly string[]): Row[] {
  // Values and refused rows may be large, and a list shows none.
  const found = statements
    .all(
      `SELECT r.customer_id AS customer, json_remove(d.body, '$.rows') AS body
       FROM json_each(?) AS j JOIN r_issue AS r ON r.id = j.value JOIN d_issues AS d ON d.id = r.id
       WHERE d.deleted = 0 ORDER BY j.key`,
      [JSON.stringify(ids)],
    )
    .map(({ customer, body }) => ({
      customerId: (customer as string | null) ?? undefined,
      // The store itself wrote the text from a document.
      issue: JSON.parse(body as string) as Issue,
    }))
  const titles = titlesOf(
    statements,
    found.map(({ issue }) => issue),
  )
  const customers = namesOf(
    statements,
    'customers',
    found.map(({ customerId }) => customerId),
  )
  return found.map(({ issue, customerId }): Row => {
    const customerName = customerId === undefined ? undefined : customers.get(customerId)
    const { by, settled } = issue
    return {
      id: issue.id,
      kind: issue.kind,
      entity: issue.entity,
      entityId: issue.entityId,
      path: issue.path,
      ...(issue.reason !== undefined && { reason: issue.reason }),
      kept: issue.kept,
      by: {
        ...(by.person !== undefined && { personId: by.person }),
        ...(by.office !== undefined && { officeId: by.office }),
        deviceId: by.device,
        time: hlcMoment(by.at),
      },
      raisedAt: issue.raisedAt,
      title: titles.get(`${issue.entity}/${issue.entityId}`) ?? titleFrom(issue),
      ...(customerId !== undefined && { customerId }),
      ...(customerName !== undefined && { customerName }),
      erased: issue.erased ?? false,
      choices: choicesOf(issue),
      ...(settled && { settled: { time: settled.at, by: settled.by, choice: settled.choice } }),
    }
  })
}

/** What the records are called, as far as they are there; deleted ones by what they were called last. */
function titlesOf(statements: Statements, issues: readonly Issue[]): Map<string, string> {
  const titles = new Map<string, string>()
  const wanted = new Map<string, Set<string>>()
  for (const { entity, entityId } of issues)
    wanted.set(entity, (wanted.get(entity) ?? new Set()).add(entityId))
  for (const [entity, ids] of wanted) {
    if (!isCollectionName(entity)) continue
    const rows = statements.all(
      `SELECT id, body FROM ${tableOf(entity)} WHERE id IN (SELECT value FROM json_each(?))`,
      [JSON.stringify([...ids])],
    )
    for (const { id, body } of rows) {
      const title = nameOf(entity, JSON.parse(body as string) as StoredDocument)
      if (title !== '') titles.set(`${entity}/${id as string}`, title)
    }
  }
  return titles
}

/** Of a record that is not there, what the issue itself tells. */
function titleFrom({ entity, path, mine, theirs, before }: Issue): string {
  if (path !== '' || !isCollectionName(entity)) return ''
  for (const body of [mine, theirs, before])
    if (typeof body === 'object' && body !== null) return nameOf(entity, body as StoredDocument)
  return ''
}

/** One issue with its values beside what the record says now. */
export function readIssue(
  statements: Statements,
  { id }: MethodInput<'issues', 'get'>,
): MethodOutput<'issues', 'get'> {
  const commit = currentCommit(statements)
  const body = statements.get(`SELECT body FROM d_issues WHERE id = ? AND deleted = 0`, [id])?.body
  const nothing = { commit, moreRows: 0, canSendAgain: false, recordExists: false }
  if (typeof body !== 'string') return nothing
  // The store itself wrote the text from a document.
  const issue = JSON.parse(body) as Issue
  const [row] = issueRows(statements, [id])
  const { rows, entity, entityId } = issue
  const shown = rows ? { ...issue, rows: rows.slice(0, MOST_ISSUE_ROWS) } : issue
  const title = row?.title || titleFromRows(issue)
  const record = isCollectionName(entity)
    ? statements.get(`SELECT body FROM ${tableOf(entity)} WHERE id = ? AND deleted = 0`, [entityId])?.body
    : undefined
  const document = typeof record === 'string' ? (JSON.parse(record) as StoredDocument) : undefined
  const place = isCollectionName(entity) ? placeOf(issue.path, entities[entity].fields) : undefined
  const current = document && place ? valueAt(document, place).value : undefined
  const theirsBy = authorOfTheirs(statements, issue)
  return {
    commit,
    issue: shown,
    ...(row && { row: { ...row, title } }),
    ...(theirsBy && { theirsBy }),
    moreRows: Math.max(0, (rows?.length ?? 0) - MOST_ISSUE_ROWS),
    canSendAgain: canSendAgain(issue),
    ...(current !== undefined && { current }),
    recordExists: document !== undefined,
  }
}

/** Clocks name the desktop and the moment; who sat there, the op tells that wrote it, where it has come here. */
function authorOfTheirs(
  statements: Statements,
  { entity, theirsBy }: Issue,
): MethodOutput<'issues', 'get'>['theirsBy'] {
  if (!theirsBy) return undefined
  const { at, device } = theirsBy
  const op = statements.get(
    `SELECT o.person, o.office FROM op_touched AS t JOIN ops AS o ON o.id = t.op
     WHERE t.collection = ? AND t.at = ? AND o.device = ?`,
    [entity, at, device],
  )
  const personId = theirsBy.person ?? op?.person
  const officeId = theirsBy.office ?? op?.office
  return {
    ...(typeof personId === 'string' && { personId }),
    ...(typeof officeId === 'string' && { officeId }),
    deviceId: device,
    time: hlcMoment(at),
  }
}

function titleFromRows({ entity, entityId, rows = [] }: Issue): string {
  const created = rows.find(({ id, path, kind }) => id === entityId && path === '' && kind === 'create')?.to
  return isCollectionName(entity) && typeof created === 'object' && created !== null
    ? nameOf(entity, created as StoredDocument)
    : ''
}
