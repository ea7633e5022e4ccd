import type { RecordKind } from '../domain/entity.ts'

/** architecture.md §4, "Op". The format cannot change once real data exists; `format` numbers it. */
export interface OpHeader {
  format: 1
  id: string
  device: string
  /** 1, 2, 3 … per device, without gaps. */
  n: number
  person: string
  office: string
  /** Hybrid logical clock, sortable text (hlc.ts). */
  at: string
  command: string
  /** Version of the schemas that the change rows follow. */
  schema: number
  requestedBy?: string
  /** The op this one takes back (undo) or puts back again (redo, when that op itself undoes one). */
  undoes?: string
  batch?: string
  /** The desktop that wrote it first, where another one wrote it anew: the server has something else in its place. */
  former?: string
  /** SHA-256 over the change rows as architecture.md §4 prescribes, lower-case hex. */
  changesHash: string
  /** `hash` of the device's previous op; 64 zeros for n = 1. */
  prevHash: string
  /** SHA-256 of the header without `hash` and `sig`, as RFC 8785 JSON, lower-case hex. */
  hash: string
  /** Ed25519 of `hash` (UTF-8 of the hex text), base64url. */
  sig: string
}

export type ChangeKind = 'create' | 'set' | 'add' | 'remove' | 'delete'

/**
 * One changed value. `path` addresses list elements by id (`phones/<id>/typed`); it is empty for a whole document.
 * `from` and `to` are absent when there is no value, which is not the same as null.
 */
export interface ChangeRow {
  /** Position in the op, from 0. */
  i: number
  collection: RecordKind
  /** Of a document; the key of a ledger entry. */
  id: string
  path: string
  kind: ChangeKind
  from?: unknown
  to?: unknown
  /** 16 random bytes, base64url; lets a value be erased or hidden while the chain still verifies. */
  salt: string
  /** The hashes of values that were erased; then neither values nor salt are left. */
  erased?: { from?: string; to?: string }
}
