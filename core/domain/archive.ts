import { err, ok, type Result } from '../lib/result.ts'
import { EXAMPLES, type BulkResult, type RefusedGroup } from './bulk-result.ts'
import type { CommandContext, DocumentWrite, Refusal } from './command.ts'
import type { DocumentOf } from './documents.ts'
import type { CollectionName } from './entity.ts'
import type { RefusalCode } from './refusal-codes.ts'
import { readMany, writeOf } from './typed-reader.ts'

export type { BulkResult } from './bulk-result.ts'

/** Rows between two calls of `progress`, as the command context asks. */
export const BATCH = 500

/**
 * Walks the records of a bulk command in batches. `change` answers the new state, the same state when there is nothing
 * to do, or the refusal. One record is refused as such; among several, refused ones are told by reason and left. A
 * preview is never refused: it tells what would be. With `stop` not one record changes unless all can.
 */
export function changeMany<C extends CollectionName>(
  context: CommandContext,
  collection: C,
  ids: readonly string[],
  notFound: RefusalCode,
  change: (document: DocumentOf[C]) => Result<DocumentOf[C], Refusal>,
  whenRefused: 'skip' | 'stop' = 'skip',
): Result<{ writes: DocumentWrite[]; result: BulkResult }, Refusal> {
  const unique = [...new Set(ids)]
  const writes: DocumentWrite[] = []
  const result: BulkResult = { changed: 0, unchanged: 0, refused: [], examples: [] }
  const groups = new Map<string, RefusedGroup>()
  let firstRefusal: Refusal | undefined
  for (let start = 0; start < unique.length; start += BATCH) {
    const batch = unique.slice(start, start + BATCH)
    const documents = readMany(context.read, collection, batch)
    for (const id of batch) {
      const before = documents.get(id)
      const after = before ? change(before) : err({ code: notFound })
      if (!after.ok) {
        firstRefusal ??= after.error
        addRefused(groups, after.error, { id, title: titleOf(before) })
      } else if (after.value === before) {
        result.unchanged++
      } else {
        result.changed++
        if (result.examples.length < EXAMPLES) result.examples.push({ id, title: titleOf(after.value) })
        writes.push(writeOf(collection, before, after.value))
      }
    }
    context.progress(Math.min(start + BATCH, unique.length), unique.length)
  }
  result.refused = [...groups.values()].sort((a, b) => b.count - a.count)
  if (context.isPreview || !firstRefusal) return ok({ writes, result })
  if (result.changed === 0 && result.unchanged === 0) return err(firstRefusal)
  if (whenRefused === 'stop')
    return err({ code: 'bulk.someRefused', details: { refused: result.refused, count: countOf(result) } })
  return ok({ writes, result })
}

const countOf = ({ refused }: BulkResult): number => refused.reduce((sum, { count }) => sum + count, 0)

function addRefused(
  groups: Map<string, RefusedGroup>,
  { code, details }: Refusal,
  record: { id: string; title: string },
): void {
  const group = groups.get(code) ?? { code, count: 0, examples: [] }
  groups.set(code, group)
  group.count++
  if (group.examples.length < EXAMPLES) group.examples.push({ ...record, ...(details && { details }) })
}

/** What people call the record; what has neither name nor number is told by its id alone. */
const titleOf = (document: { name?: unknown } | object | undefined): string =>
  document && 'name' in document && typeof document.name === 'string' ? document.name : ''

type Archivable = { archived?: { at: string; by: string; batch?: string } }

/** The mark of one archiving command; all its records share the batch, so that they can be restored together. */
export const archivedMark = (context: CommandContext): NonNullable<Archivable['archived']> => ({
  at: new Date(context.now).toISOString(),
  by: context.actor.personId,
  batch: context.newId(),
})

/** The record in use again. */
export function withoutArchived<T extends Archivable>(document: T): T {
  const inUse = { ...document }
  delete inUse.archived
  return inUse
}
