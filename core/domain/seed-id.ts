/**
 * The fixed id of a seeded record: a UUIDv8 (RFC 9562 §5.8) from the SHA-256 of `kind:key`. Desktops that were set up
 * apart therefore hold the same statuses and contact types when they join.
 *
 * @param sha256 lower-case hex of the SHA-256 of UTF-8 text.
 */
export function seedId(sha256: (text: string) => string, kind: string, key: string): string {
  const hex = sha256(`${kind}:${key}`)
  const variant = '89ab'[parseInt(hex.charAt(16), 16) % 4] ?? '8'
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
