import { canonicalJson } from '../lib/canonical-json.ts'
import type { ChangeRow, OpHeader } from './op.ts'

/** SHA-256 of UTF-8 text as lower-case hex; given by the host, because core has no crypto. */
export interface Sha256 {
  (text: string): string
  /** The hash of text that arrives in pieces. */
  stream(): { update(text: string): void; digest(): string }
}

/** What `changesHash` covers of one row. A value that was erased is known by its hash only. */
export interface RowDigest {
  collection: string
  id: string
  path: string
  kind: string
  /** Absent when the row has no such value. */
  from?: string
  to?: string
}

/**
 * The salted hash of one value: SHA-256 over the salt's text followed by the value's RFC 8785 JSON. Salts all have 22
 * characters, so that the two cannot be confused.
 */
export const valueHash = (salt: string, canonicalValue: string, sha256: Sha256): string =>
  sha256(salt + canonicalValue)

export function rowDigest(row: Omit<ChangeRow, 'i'>, sha256: Sha256): RowDigest {
  const { collection, id, path, kind, erased } = row
  if (erased) return { collection, id, path, kind, ...erased }
  const text = (value: unknown) => (value === undefined ? undefined : canonicalJson(value))
  return textDigest({ ...row, from: text(row.from), to: text(row.to) }, sha256)
}

/** A change row whose values are RFC 8785 JSON already. */
export type TextRow = Omit<ChangeRow, 'i' | 'from' | 'to' | 'erased'> &
  Record<'from' | 'to', string | undefined>

export function textDigest(row: TextRow, sha256: Sha256): RowDigest {
  const { collection, id, path, kind, from, to, salt } = row
  return {
    collection,
    id,
    path,
    kind,
    ...(from === undefined ? {} : { from: valueHash(salt, from, sha256) }),
    ...(to === undefined ? {} : { to: valueHash(salt, to, sha256) }),
  }
}

/**
 * `changesHash`: SHA-256 over the RFC 8785 JSON of the array of all digests in the order of `i`. Built piece by piece,
 * so that an op of any size fits.
 */
export function createChangesHash(sha256: Sha256): { add(digest: RowDigest): void; digest(): string } {
  const hash = sha256.stream()
  let separator = '['
  return {
    add(digest) {
      hash.update(separator + canonicalJson(digest))
      separator = ','
    },
    digest() {
      hash.update(separator === '[' ? '[]' : ']')
      return hash.digest()
    },
  }
}

export function changesHash(rows: readonly Omit<ChangeRow, 'i'>[], sha256: Sha256): string {
  const hash = createChangesHash(sha256)
  for (const row of rows) hash.add(rowDigest(row, sha256))
  return hash.digest()
}

/** `prevHash` of a device's first op. */
export const NO_PREVIOUS_HASH = '0'.repeat(64)

/**
 * `hash`: SHA-256 over the RFC 8785 JSON of the header without `hash` and `sig`. Every other member counts, those of a
 * later version of the program too: what decides how an op is merged can be neither put in nor left out on its way.
 */
export function headerHash(header: Omit<OpHeader, 'hash' | 'sig'>, sha256: Sha256): string {
  const { hash: _hash, sig: _sig, ...signed } = header as Partial<OpHeader>
  return sha256(canonicalJson(signed))
}
