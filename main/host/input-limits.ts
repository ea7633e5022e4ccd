/** How deep an input may nest: forms and selectors stay under ten levels. */
export const DEEPEST_INPUT = 64
/** Characters of text and 8 for every value; the loopback door counts real bytes with the same figure. */
export const LARGEST_INPUT = 32 * 1024 * 1024

export type InputProblem = 'too-deep' | 'too-large' | 'not-json' | 'forbidden-key'

/**
 * Looks over a value from outside before any schema does: its size, its depth (a cycle is endless depth), and that
 * it is plain JSON. Works without recursion, so that no input can exhaust the stack.
 */
export function findInputProblem(input: unknown): InputProblem | undefined {
  let size = 0
  const pending: { value: unknown; depth: number }[] = [{ value: input, depth: 1 }]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, depth } = next
    size += 8
    if (typeof value === 'string') size += value.length
    else if (typeof value === 'object' && value !== null) {
      if (depth > DEEPEST_INPUT) return 'too-deep'
      if (!isPlain(value)) return 'not-json'
      for (const [key, member] of Object.entries(value)) {
        // Assigning such a key would change an object's prototype instead of its content.
        if (key === '__proto__') return 'forbidden-key'
        size += Array.isArray(value) ? 0 : key.length
        pending.push({ value: member, depth: depth + 1 })
      }
    } else if (!isScalar(value)) return 'not-json'
    if (size > LARGEST_INPUT) return 'too-large'
  }
  return undefined
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  // A value that came through a structured clone or `vm` has the Object prototype of this realm or none.
  return prototype === Object.prototype || prototype === null
}

const isScalar = (value: unknown): boolean =>
  value === null || value === undefined || typeof value === 'boolean' || Number.isFinite(value)
