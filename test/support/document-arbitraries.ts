import fc from 'fast-check'
import type { EntityDefinition, StoredDocument } from '#core/domain/entity.ts'
import { canonicalJson } from '#core/lib/canonical-json.ts'
import { listElements } from '#core/lib/json-value.ts'

/** Any JSON value, with the names and texts that break careless code. */
const anyValue: fc.Arbitrary<unknown> = fc
  .json({ maxDepth: 2 })
  // JSON has no negative zero.
  .map((text) => JSON.parse(JSON.stringify(JSON.parse(text))) as unknown)
const anyName = fc.oneof(
  fc.constantFrom('a/b', '~', '~1', '/', '', '__proto__', 'constructor', 'toString', 'ñ', '🛰'),
  fc.string({ maxLength: 4 }),
)
const elementId = fc.oneof(
  fc.constantFrom('e1', 'e2', 'e/3', '~0', 'e~1/4', '__proto__'),
  fc.string({ minLength: 1, maxLength: 3 }),
)

const member = (name: fc.Arbitrary<string>) =>
  fc
    .array(fc.tuple(name, anyValue), { maxLength: 4 })
    .map((members) => Object.fromEntries(members) as Record<string, unknown>)

const element = fc.tuple(elementId, member(anyName)).map(([id, rest]) => ({ ...rest, id }))

/** Values of a field: mostly of the shape that its rule is made for, sometimes any other or none. */
function valueOf(merge: string | undefined): fc.Arbitrary<unknown> {
  const stray = fc.option(anyValue, { nil: undefined })
  if (merge === 'set')
    return fc.oneof({ weight: 6, arbitrary: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd')) }, stray)
  if (merge === 'list')
    return fc.oneof(
      { weight: 6, arbitrary: fc.uniqueArray(element, { maxLength: 5, selector: ({ id }) => id }) },
      stray,
    )
  return stray
}

/** Documents of an entity as the ops see them: its fields by their merge class, and fields of a newer version. */
export function documentsOf(entity: EntityDefinition): fc.Arbitrary<StoredDocument> {
  const names = new Set([...Object.keys(entity.schema.properties), ...Object.keys(entity.fields)])
  names.delete('id')
  const fields = Object.fromEntries([...names].map((name) => [name, valueOf(entity.fields[name]?.merge)]))
  return fc.tuple(fc.record(fields), member(anyName)).map(([known, unknown]) => {
    const members = Object.entries({ ...unknown, ...known }).filter(([, value]) => value !== undefined)
    return { ...(Object.fromEntries(members) as Record<string, unknown>), id: 'd1' }
  })
}

/** The same document with its sets and lists in one order, sets without repeats: the rest is no content. */
export function inOneOrder({ fields }: EntityDefinition, document: StoredDocument): StoredDocument {
  const members = Object.entries(document).map(([name, value]) => {
    const merge = Object.hasOwn(fields, name) ? fields[name]?.merge : undefined
    return [name, merge === 'set' ? sortedSet(value) : merge === 'list' ? sortedList(value) : value] as const
  })
  return { ...(Object.fromEntries(members) as Record<string, unknown>), id: document.id }
}

function sortedSet(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  const items = new Map(value.map((item: unknown) => [canonicalJson(item), item]))
  return [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}

const sortedList = (value: unknown): unknown =>
  listElements(value)?.toSorted((a, b) => (a.id < b.id ? -1 : 1)) ?? value
