/** A JSON Schema as far as this project's schemas use it. */
export interface PlainSchema {
  type?: string
  properties?: Record<string, PlainSchema>
  items?: PlainSchema
  required?: string[]
  enum?: unknown[]
  [keyword: string]: unknown
}

/** Bounds that may only move outwards. */
const UPPER = ['maxLength', 'maxItems', 'maximum'] as const
const LOWER = ['minLength', 'minItems', 'minimum'] as const

/**
 * What has become narrower, or gone, since a schema was released: documents and ops of any age must stay valid, and
 * older versions must be able to read new documents (architecture.md §4). Empty when the schema has only grown.
 */
export function growthProblems(old: PlainSchema, now: PlainSchema, path = ''): string[] {
  const problems: string[] = []
  const say = (what: string) => problems.push(`${path || 'root'}: ${what}`)
  if (old.type !== now.type) say(`type ${old.type} became ${now.type}`)
  if (old.pattern !== now.pattern) say('pattern changed')
  for (const bound of UPPER) {
    if (now[bound] !== undefined && !(Number(old[bound] ?? Infinity) <= Number(now[bound])))
      say(`${bound} is lower`)
  }
  for (const bound of LOWER) {
    if (now[bound] !== undefined && !(Number(old[bound] ?? -Infinity) >= Number(now[bound])))
      say(`${bound} is higher`)
  }
  if (now.enum && !old.enum) say('became a closed list')
  for (const value of old.enum ?? [])
    if (now.enum && !now.enum.includes(value)) say(`lost "${String(value)}"`)
  if (now.additionalProperties === false && old.additionalProperties !== false) say('was closed')
  const [before, after] = [new Set(old.required), new Set(now.required)]
  for (const field of after) if (!before.has(field)) say(`${field} became required`)
  for (const field of before) if (!after.has(field)) say(`${field} became optional`)
  for (const [field, schema] of Object.entries(old.properties ?? {})) {
    const next = now.properties?.[field]
    if (next) problems.push(...growthProblems(schema, next, `${path}/${field}`))
    else say(`${field} was removed`)
  }
  if (old.items) {
    if (now.items) problems.push(...growthProblems(old.items, now.items, `${path}/*`))
    else say('items were removed')
  }
  return problems
}
