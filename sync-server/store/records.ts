import type { Issue } from '#core/sync/issue.ts'
import type { RecordRef } from '#core/sync/merge/merge-op.ts'
import { recordItem } from '#core/sync/feed-items.ts'
import { type StoredRecord } from '#core/sync/server/sync-store.ts'
import { placeholders, statementParts, type Sql, type SqlRow, type SqlValue } from './sql.ts'

const COLUMNS = 8

export const recordOf = ({ collection, id, record, seq }: SqlRow): StoredRecord => ({
  collection: String(collection),
  id: String(id),
  record: JSON.parse(String(record)) as StoredRecord['record'],
  seq: Number(seq),
})

/** The records that are there, of those asked for. */
export async function readRecords(
  sql: Sql,
  org: string,
  refs: readonly RecordRef[],
): Promise<StoredRecord[]> {
  const found: StoredRecord[] = []
  for (const part of statementParts(refs, 2)) {
    const rows = await sql.all(
      `SELECT collection, id, record, seq FROM documents
       WHERE org = ? AND (collection, id) IN (VALUES ${placeholders(part.length, 2)})`,
      [org, ...part.flatMap(({ collection, id }) => [collection, id])],
    )
    found.push(...rows.map(recordOf))
  }
  return found
}

/** Records read at a time, in some five milliseconds. */
const PART = 250

/** Lets other requests have their turn: the driver of SQLite works in the server's only thread. */
const turn = (): Promise<void> => new Promise((done) => void setImmediate(done))

/** Every record of an organisation, part by part. */
export async function* allRecords(sql: Sql, org: string): AsyncGenerator<StoredRecord[]> {
  let place: SqlValue[] = ['', '']
  for (;;) {
    const rows = await sql.all(
      `SELECT collection, id, record, seq FROM documents WHERE org = ? AND (collection, id) > (?, ?)
       ORDER BY collection, id LIMIT ?`,
      [org, ...place, PART],
    )
    const last = rows.at(-1)
    if (!last) return
    yield rows.map(recordOf)
    if (rows.length < PART) return
    place = [last.collection ?? '', last.id ?? '']
    await turn()
  }
}

export async function writeRecords(sql: Sql, org: string, records: readonly StoredRecord[]): Promise<void> {
  for (const part of statementParts(records, COLUMNS))
    await sql.run(
      `INSERT INTO documents (org, collection, id, seq, item, record, entity, entity_id)
       VALUES ${placeholders(part.length, COLUMNS)}
       ON CONFLICT (org, collection, id) DO UPDATE SET seq = excluded.seq, record = excluded.record,
         entity = excluded.entity, entity_id = excluded.entity_id`,
      part.flatMap((stored) => valuesOf(org, stored)),
    )
}

function valuesOf(org: string, { collection, id, record, seq }: StoredRecord): SqlValue[] {
  // Only the merger writes issues.
  const issue = collection === 'issues' ? (record.body as Issue | undefined) : undefined
  return [
    org,
    collection,
    id,
    seq,
    recordItem({ collection, id }),
    JSON.stringify(record),
    issue?.entity ?? null,
    issue?.entityId ?? null,
  ]
}
