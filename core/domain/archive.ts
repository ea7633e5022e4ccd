import { err, ok, type Result } from '../lib/result.ts'
import type { CommandContext, DocumentWrite, Refusal } from './command.ts'
import type { DocumentOf } from './documents.ts'
import type { CollectionName } from './entity.ts'
import type { RefusalCode } from './refusal-codes.ts'
import { readMany, writeOf } from './typed-reader.ts'

/** Rows between two calls of `progress`, as the command context asks. */
export const BATCH = 500

/** Why a record of a bulk command was left as it was, and how many. */
export type Skipped = Partial<Record<RefusalCode, number>>

export interface BulkResult {
  changed: number
  /** Already as asked. */
  unchanged: number
  /** Number of records left alone by reason: a refusal code. */
  skipped: Skipped
}

/**
 * Walks the records of a bulk command in batches. `change` answers the new state, the same state when there is nothing
 * to do, or the code of the refusal. One record is refused as such; among several, refused ones are counted and left.
 */
export function changeMany<C extends CollectionName>(
  context: CommandContext,
  collection: C,
  ids: readonly string[],
  notFound: RefusalCode,
  change: (document: DocumentOf[C]) => Result<DocumentOf[C], Refusal>,
): Result<{ writes: DocumentWrite[]; result: BulkResult }, Refusal> {
  const unique = [...new Set(ids)]
  const writes: DocumentWrite[] = []
  const result: BulkResult = { changed: 0, unchanged: 0, skipped: {} }
  let firstRefusal: Refusal | undefined
  for (let start = 0; start < unique.length; start += BATCH) {
    const batch = unique.slice(start, start + BATCH)
    const documents = readMany(context.read, collection, batch)
    for (const id of batch) {
      const before = documents.get(id)
      const after = before ? change(before) : err({ code: notFound })
      if (!after.ok) {
        firstRefusal ??= after.error
        result.skipped[after.error.code] = (result.skipped[after.error.code] ?? 0) + 1
      } else if (after.value === before) {
        result.unchanged++
      } else {
        result.changed++
        writes.push(writeOf(collection, before, after.value))
      }
    }
    context.progress(Math.min(start + BATCH, unique.length), unique.length)
  }
  const nothingPossible = result.changed === 0 && result.unchanged === 0
  return firstRefusal && nothingPossible ? err(firstRefusal) : ok({ writes, result })
}

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
