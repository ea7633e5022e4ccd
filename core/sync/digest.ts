import type { StoredDocument } from '../domain/entity.ts'
import { canonicalJson } from '../lib/canonical-json.ts'
import type { RecordRef } from './merge/merge-op.ts'
import type { Sha256 } from './op-hash.ts'

/** Records are spread over this many buckets by the hash of their name. */
export const BUCKETS = 256

export const bucketOf = ({ collection, id }: RecordRef, sha256: Sha256): number =>
  parseInt(sha256(`${collection}/${id}`).slice(0, 2), 16)

/**
 * One hash per bucket over all records in it, whatever their order; empty for an empty bucket. Two sides with the same
 * digests hold the same records.
 */
export function digestsOf(records: Iterable<RecordRef & { body: StoredDocument }>, sha256: Sha256): string[] {
  const buckets = Array.from({ length: BUCKETS }, (): string[] => [])
  for (const { collection, id, body } of records) {
    const line = `${collection}/${id} ${sha256(canonicalJson(body))}`
    buckets[bucketOf({ collection, id }, sha256)]?.push(line)
  }
  return buckets.map((lines) => (lines.length === 0 ? '' : sha256(lines.sort().join('\n'))))
}
