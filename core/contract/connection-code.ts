import Type, { type Static } from 'typebox'
import Value from 'typebox/value'

const content = Type.Object({
  /** Address of the server. */
  url: Type.String({ pattern: '^https?://', maxLength: 300 }),
  /** SHA-256 of the server's own authority, lower-case hex. */
  fingerprint: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
  code: Type.String({ minLength: 1, maxLength: 64 }),
})

/** All that a desktop needs to join, in one text to paste. */
export type Connection = Static<typeof content>

const PREFIX = 'enlace1.'

export const connectionCode = (connection: Connection): string =>
  PREFIX + encodeURIComponent(JSON.stringify(connection))

/** Undefined for a text that is no connection code. */
export function parseConnectionCode(text: string): Connection | undefined {
  const trimmed = text.trim()
  if (!trimmed.startsWith(PREFIX)) return undefined
  try {
    const parsed: unknown = JSON.parse(decodeURIComponent(trimmed.slice(PREFIX.length)))
    return Value.Check(content, parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}
