import { describe, expect, it } from 'vitest'
import catalogV1 from '#core/domain/catalog/versions/v1.json' with { type: 'json' }
import contactV1 from '#core/domain/contact/versions/v1.json' with { type: 'json' }
import customerV1 from '#core/domain/customer/versions/v1.json' with { type: 'json' }
import inventoryV1 from '#core/domain/inventory/versions/v1.json' with { type: 'json' }
import invoiceV1 from '#core/domain/invoice/versions/v1.json' with { type: 'json' }
import issueV1 from '#core/domain/issue/versions/v1.json' with { type: 'json' }
import { ledgerEntrySchema } from '#core/domain/ledger/schema.ts'
import ledgerV1 from '#core/domain/ledger/versions/v1.json' with { type: 'json' }
import serviceV1 from '#core/domain/service/versions/v1.json' with { type: 'json' }
import siteV1 from '#core/domain/site/versions/v1.json' with { type: 'json' }
import { CATALOG_KINDS, catalogDataSchemas } from '#core/domain/catalog/schema.ts'
import { collectionNames, entities } from '#core/domain/registry.ts'
import { growthProblems, type PlainSchema } from '#test/support/schema-growth.ts'

const frozen = {
  customers: customerV1,
  contacts: contactV1,
  sites: siteV1,
  services: serviceV1,
  inventory: inventoryV1,
  invoices: invoiceV1,
  catalog: catalogV1,
  issues: issueV1,
}

/** The schema as RxDB gets it: a plain JSON value. */
const plain = (schema: unknown): PlainSchema => JSON.parse(JSON.stringify(schema)) as PlainSchema

interface Place {
  path: string
  name: string
  schema: PlainSchema
}

/** Every schema inside a schema, with the field it describes. */
function places(schema: PlainSchema, path = ''): Place[] {
  const fields = Object.entries(schema.properties ?? {}).map(([name, inner]) => ({
    path: `${path}/${name}`,
    name,
    schema: inner,
  }))
  const items = schema.items ? [{ path: `${path}/*`, name: '*', schema: schema.items }] : []
  return [...fields, ...items].flatMap((place) => [place, ...places(place.schema, place.path)])
}

/** Names of RxDB's document methods and storage fields; a field of that name hides them. */
const FORBIDDEN = [
  'collection',
  'get',
  'remove',
  'deleted',
  'primary',
  'patch',
  'update',
  'toJSON',
  'revision',
]

const ANY_VALUE = new Set(['mine', 'theirs', 'before', 'from', 'to'])

describe.each(collectionNames)('schema of %s', (name) => {
  const entity = entities[name]
  const schema = plain(entity.schema)
  const all = places(schema)

  it('uses only what RxDB takes', () => {
    expect(schema.type).toBe('object')
    for (const place of [{ path: '', name: '', schema }, ...all]) {
      for (const keyword of ['anyOf', 'oneOf', 'allOf', 'not', '$ref', 'nullable', 'const']) {
        expect(Object.keys(place.schema), place.path).not.toContain(keyword)
      }
      // An issue quotes values of every shape.
      if (name === 'issues' && ANY_VALUE.has(place.name)) {
        expect(place.schema, place.path).toEqual({})
        continue
      }
      expect(typeof place.schema.type, `${place.path} has one type`).toBe('string')
      expect(place.schema.additionalProperties, `${place.path} stays open`).not.toBe(false)
      if (place.schema.enum) {
        expect(place.schema.type, place.path).toBe('string')
        const longest = Math.max(...place.schema.enum.map((word) => String(word).length))
        expect(place.schema.maxLength, place.path).toBeGreaterThanOrEqual(longest)
      }
      if (place.schema.type === 'string') expect(place.schema.maxLength, place.path).toBeTypeOf('number')
      if (place.schema.type === 'array') expect(place.schema.maxItems, place.path).toBeTypeOf('number')
    }
    for (const { name: field, path } of all.filter((place) => !place.path.slice(1).includes('/'))) {
      expect(FORBIDDEN, path).not.toContain(field)
      expect(field.startsWith('_'), path).toBe(false)
    }
  })

  it('indexes only top-level scalars that a row always can be sorted by', () => {
    for (const field of entity.indexes.flat()) {
      const indexed = schema.properties?.[field]
      expect(indexed, field).toBeDefined()
      expect(['string', 'number', 'integer', 'boolean'], field).toContain(indexed?.type)
      if (indexed?.type === 'boolean') expect(schema.required, field).toContain(field)
      if (indexed?.type === 'number' || indexed?.type === 'integer') {
        expect([indexed.minimum, indexed.maximum, indexed.multipleOf], field).not.toContain(undefined)
      }
    }
  })

  it('has an id, and lists whose elements have one', () => {
    expect(schema.required).toContain('id')
    for (const [field, rule] of Object.entries(entity.fields)) {
      const described = schema.properties?.[field]
      expect(described, `${field} has a merge rule, so it must exist`).toBeDefined()
      if (rule.merge === 'list') expect(described?.items?.required, field).toContain('id')
      if (rule.merge === 'set') expect(described?.items?.type, field).toBe('string')
    }
  })

  it('has only grown since its release', () => {
    expect(growthProblems(frozen[name].schema as PlainSchema, schema)).toEqual([])
  })
})

it('the schema of the ledger has only grown since its release', () => {
  expect(growthProblems(ledgerV1.schema as PlainSchema, plain(ledgerEntrySchema))).toEqual([])
})

describe('data of catalogue kinds', () => {
  it.each(CATALOG_KINDS)('%s has only grown since its release', (kind) => {
    const released = (catalogV1.data as Partial<Record<string, PlainSchema>>)[kind]
    if (released) expect(growthProblems(released, plain(catalogDataSchemas[kind]))).toEqual([])
  })

  it('no released kind is gone', () => {
    expect(CATALOG_KINDS).toEqual(expect.arrayContaining(Object.keys(catalogV1.data)))
  })
})

describe('growthProblems', () => {
  const released: PlainSchema = {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'string', maxLength: 10 },
      state: { type: 'string', enum: ['a', 'b'], maxLength: 1 },
      count: { type: 'integer', minimum: 1, maximum: 9 },
      tags: { type: 'array', maxItems: 3, items: { type: 'string', maxLength: 5 } },
    },
  }
  const changed = (change: (schema: PlainSchema) => void) => {
    const copy = plain(released)
    change(copy)
    return growthProblems(released, copy)
  }
  const fields = (schema: PlainSchema) => schema.properties ?? {}

  it('takes optional fields, wider lists and wider bounds', () => {
    expect(
      changed((schema) => {
        fields(schema).note = { type: 'string', maxLength: 9 }
        fields(schema).state = { type: 'string', enum: ['a', 'b', 'c'], maxLength: 5 }
        fields(schema).count = { type: 'integer', minimum: 0 }
      }),
    ).toEqual([])
  })

  it.each<[string, (schema: PlainSchema) => void]>([
    ['a removed field', (schema) => delete fields(schema).state],
    ['another type', (schema) => (fields(schema).count = { type: 'string' })],
    ['a shorter text', (schema) => (fields(schema).id = { type: 'string', maxLength: 9 })],
    ['a new bound', (schema) => (fields(schema).id = { type: 'string', maxLength: 10, minLength: 1 })],
    ['a lost word', (schema) => (fields(schema).state = { type: 'string', enum: ['a'], maxLength: 1 })],
    ['a new closed list', (schema) => (fields(schema).id = { type: 'string', maxLength: 10, enum: ['x'] })],
    ['a field made required', (schema) => (schema.required = ['id', 'count'])],
    ['a field made optional', (schema) => (schema.required = [])],
    ['a pattern', (schema) => (fields(schema).id = { type: 'string', maxLength: 10, pattern: '^a' })],
    ['closed objects', (schema) => (schema.additionalProperties = false)],
    [
      'narrower elements',
      (schema) =>
        (fields(schema).tags = { type: 'array', maxItems: 3, items: { type: 'string', maxLength: 4 } }),
    ],
  ])('names %s', (_what, change) => {
    expect(changed(change)).toHaveLength(1)
  })
})
