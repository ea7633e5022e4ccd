/*
 * Documents are JSON in the file and JSON on their way to a window. Replies and events that carry them keep that text:
 * threads hand it on as it is, a transport that sends JSON sends it, and only who looks inside parses it.
 */

interface JsonMember {
  head: object
  name: string
  json: () => string
}

const members = new WeakMap<object, JsonMember>()

/** `head` with one more member, whose JSON is made and parsed when somebody asks for it. */
export function withJsonMember<T extends object, N extends keyof T & string>(
  head: Omit<T, N>,
  name: N,
  json: () => string,
): T {
  let value: T[N] | undefined
  const whole = Object.defineProperty({ ...head }, name, {
    enumerable: true,
    // The caller's own JSON of this member.
    get: () => (value ??= JSON.parse(json()) as T[N]),
  })
  members.set(whole, { head, name, json })
  // Now it has all members.
  return whole as T
}

/** `JSON.stringify`, for free where the text is known. */
export function toJson(value: object): string {
  const known = members.get(value)
  if (!known) return JSON.stringify(value)
  const head = JSON.stringify(known.head).slice(1, -1)
  return `{${head}${head && ','}${JSON.stringify(known.name)}:${known.json()}}`
}

/** A value as one thread sends it to another: with its text where there is one. */
export type Packed<T> = { whole: T } | { head: object; name: string; json: string }

export function pack<T extends object>(value: T): Packed<T> {
  const known = members.get(value)
  return known ? { head: known.head, name: known.name, json: known.json() } : { whole: value }
}

export function unpack<T extends object>(packed: Packed<T>): T {
  if ('whole' in packed) return packed.whole
  const { head, name, json } = packed
  // `pack` took a T apart.
  return withJsonMember<T, never>(head as T, name as never, () => json)
}
