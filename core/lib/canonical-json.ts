/**
 * RFC 8785 (JSON Canonicalization Scheme): members sorted by UTF-16 code units, no white space. ECMAScript's own
 * number and string serialisation is what the RFC prescribes. `undefined` members are left out, as in JSON.
 *
 * @throws TypeError for values that JSON cannot hold (NaN, Infinity, functions, undefined at the root).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`JSON cannot hold ${value}`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value === 'object') return canonicalObject(value as Record<string, unknown>)
  throw new TypeError(`JSON cannot hold a ${typeof value}`)
}

/** A plain loop, because every change of every document passes here. */
function canonicalObject(value: Record<string, unknown>): string {
  let text = ''
  // Without a comparison of its own, `sort` goes by UTF-16 code units.
  for (const key of Object.keys(value).sort()) {
    const member = value[key]
    if (member !== undefined) text += `${text && ','}${JSON.stringify(key)}:${canonicalJson(member)}`
  }
  return `{${text}}`
}
