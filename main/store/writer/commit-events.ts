import type { HostEvent } from '#core/contract/host-events.ts'
import type { CollectionName, RecordKind } from '#core/domain/entity.ts'
import { withJsonMember } from '../json-member.ts'
import { storedRowJson, type KeptRow } from '../query/document-table.ts'

export type CommitEvent = Extract<HostEvent, { type: 'commit' }>

/** A document that a commit wrote. */
export interface EventRow {
  collection: CollectionName
  row: KeptRow
}

/** Documents in one commit event at most (architecture.md §1). */
const EVENT_SIZE = 200

/** The events that tell of a commit. The documents in them stay the text that was just written. */
export function eventsOf(commit: number, rows: readonly EventRow[], posted: boolean): CommitEvent[] {
  const collections: RecordKind[] = [...new Set(rows.map(({ collection }) => collection))]
  if (posted) collections.push('transactions')
  const events: CommitEvent[] = []
  // A commit that only posts has one event without rows.
  for (let start = 0; start < Math.max(1, rows.length); start += EVENT_SIZE) {
    const part = rows.slice(start, start + EVENT_SIZE)
    const head = { type: 'commit' as const, commit, collections, last: start + EVENT_SIZE >= rows.length }
    events.push(withJsonMember<CommitEvent, 'rows'>(head, 'rows', () => `[${part.map(rowJson).join(',')}]`))
  }
  return events
}

const rowJson = ({ collection, row }: EventRow): string =>
  `{"collection":"${collection}","row":${storedRowJson(row)}}`
