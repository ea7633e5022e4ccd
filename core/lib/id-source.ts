/** The only source of new identifiers. */
export interface IdSource {
  /** A UUIDv7 (RFC 9562 §5.7) in lower case: sorts by time of creation. */
  next(): string
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value)
