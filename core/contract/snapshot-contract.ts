import Type, { type Static } from 'typebox'
import { id } from '#core/domain/schema-kit.ts'
import { counter, hash } from './sync-kit.ts'

/** Bytes of a part of a snapshot at the most, as it lies in the file. */
const MOST_PART_BYTES = 32 * 1024 * 1024

const partBytes = () => Type.Integer({ minimum: 1, maximum: MOST_PART_BYTES })

/** A desktop's file as the server has it ready: what a device with some scope holds once it has pulled all records. */
export const snapshot = Type.Object({
  id: id(),
  /** What the file is made like: one of another program is of no use (main/store/snapshot). */
  format: hash(),
  epoch: id(),
  /** The place in the feed up to which it has all records. */
  seq: counter(),
  /** Records in it. */
  records: counter(),
  /** The file from its first byte to its last: what each part has of it, what that is when packed, and the SHA-256 of that. */
  parts: Type.Array(Type.Object({ bytes: partBytes(), packed: partBytes(), sha256: hash() }), {
    minItems: 1,
    maxItems: 100_000,
  }),
})
export type Snapshot = Static<typeof snapshot>
