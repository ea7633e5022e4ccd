import type { StoredDocument } from '../domain/entity.ts'
import { canonicalJson } from '../lib/canonical-json.ts'
import type { RecordRef } from './merge/merge-op.ts'
import type { Sha256 } from './op-hash.ts'

/** Records are spread over this many buckets by the hash of their name. */
export const BUCKETS = 256
/** Words of 32 bits in a SHA-256. */
const WORDS = 8

export const bucketOf = ({ collection, id }: RecordRef, sha256: Sha256): number =>
  parseInt(sha256(`${collection}/${id}`).slice(0, 2), 16)

/** Digests that grow record by record, each record once, in any order; what they need does not grow. */
export interface Digests {
  add(record: RecordRef & { body: StoredDocument }): void
  /** One digest per bucket; empty for an empty bucket. */
  end(): string[]
}

/**
 * Of each bucket the exclusive or of one hash per record. Two sides with the same digests hold the same records; that
 * somebody might make others with the same digest on purpose does not matter, because nobody gains by it.
 */
export function createDigests(sha256: Sha256): Digests {
  const sums = new Uint32Array(BUCKETS * WORDS)
  const counts = new Uint32Array(BUCKETS)
  return {
    add({ collection, id, body }) {
      const bucket = bucketOf({ collection, id }, sha256)
      const hash = sha256(`${collection}/${id} ${canonicalJson(body)}`)
      for (let word = 0; word < WORDS; word++) {
        const place = bucket * WORDS + word
        sums[place] = (sums[place] ?? 0) ^ parseInt(hash.slice(word * 8, word * 8 + 8), 16)
      }
      counts[bucket] = (counts[bucket] ?? 0) + 1
    },
    end: () =>
      Array.from({ length: BUCKETS }, (_, bucket) =>
        counts[bucket] === 0
          ? ''
          : [...sums.subarray(bucket * WORDS, (bucket + 1) * WORDS)]
              .map((word) => word.toString(16).padStart(8, '0'))
              .join(''),
      ),
  }
}

export function digestsOf(records: Iterable<RecordRef & { body: StoredDocument }>, sha256: Sha256): string[] {
  const digests = createDigests(sha256)
  for (const record of records) digests.add(record)
  return digests.end()
}
