import fc from 'fast-check'
import { fillWithDefaultSettings, getQueryPlan, normalizeMangoQuery } from 'rxdb/plugins/core'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { describe, expect, it } from 'vitest'
import { countDocuments, queryDocuments } from '#main/store/query/query-documents.ts'
import { fieldsOf } from '#main/store/query/fields.ts'
import type { DocumentTable } from '#main/store/query/document-table.ts'
import type { Selector } from '#main/store/query/match/matcher.ts'
import { createStatements } from '#main/store/query/statements.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'

/**
 * The SQL compiler and the matcher against RxDB's own memory storage: the same documents, the same queries, the same
 * ids in the same order. The schema has no index of its own, so that RxDB's matcher alone decides.
 */
interface Thing {
  id: string
  [field: string]: unknown
}

const schema = fillWithDefaultSettings<Thing>({
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 20 },
    name: { type: 'string' },
    size: { type: 'number' },
    whole: { type: 'integer' },
    flag: { type: 'boolean' },
    part: {
      type: 'object',
      properties: {
        text: { type: 'string' },
        deep: { type: 'object', properties: { n: { type: 'number' } } },
      },
    },
    list: { type: 'array', items: { type: 'object' } },
    plain: { type: 'array' },
    open: { type: 'object', additionalProperties: true },
  },
})

const fields = fieldsOf(schema, {
  body: 'body',
  columns: {
    id: { sql: 'id', type: 'string' },
    _deleted: { sql: 'deleted', type: 'boolean' },
    name: { sql: 'f_name', type: 'string' },
  },
})

const table: DocumentTable<Thing> = {
  name: 'things',
  fields,
  idField: 'id',
  columns: 'body',
  toRow: (row) => JSON.parse(row.body as string) as Thing,
  documentOf: (row) => row,
}

const DDL = `CREATE TABLE things (id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, body TEXT NOT NULL,
  f_name AS (json_extract(body,'$.name')) VIRTUAL);
  CREATE INDEX things_name ON things (f_name, id) WHERE deleted = 0`

const words = ['', 'a', 'b', 'ab', 'B', 'á', 'ñ', 'z', 'a\u0000b', '😀', '10', 'a b', '\u212a', 'K.']
const text = fc.constantFrom(...words)
const number = fc.constantFrom(-1, -0.5, 0, 0.1, 1, 2, 3, 10, 1e17, -1e17, 2 ** 53, 2 ** 60)
const whole = fc.constantFrom(-5, 0, 1, 2, 3, 7, 100)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 })
const json = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(text, number), { maxLength: 3 }),
)
const element = fc.record(
  { k: fc.oneof(text, number), v: json, l: fc.array(json, { maxLength: 2 }) },
  { requiredKeys: [] },
)

const thing: fc.Arbitrary<Omit<Thing, 'id'>> = fc
  .record({
    name: maybe(text),
    size: maybe(number),
    whole: maybe(whole),
    flag: maybe(fc.boolean()),
    part: maybe(fc.record({ text: maybe(text), deep: maybe(fc.record({ n: maybe(number) })) })),
    list: maybe(fc.array(element, { maxLength: 3 })),
    plain: maybe(fc.array(json, { maxLength: 3 })),
    open: maybe(fc.record({ x: json, y: maybe(element), z: maybe(fc.oneof(text, number, fc.boolean())) })),
  })
  // JSON drops what is undefined, as the store does.
  .map((value) => JSON.parse(JSON.stringify(value)) as Omit<Thing, 'id'>)

const path = fc.constantFrom(
  ...['name', 'size', 'whole', 'flag', 'part', 'part.text', 'part.deep', 'part.deep.n', 'list', 'list.k'],
  ...[
    'list.v',
    'list.l',
    'list.0',
    'list.0.k',
    'list.1.v',
    'plain',
    'plain.0',
    'open',
    'open.x',
    'open.y.l',
    'gone',
  ],
)
// Half-width forms lie above surrogates in UTF-16 and below them in UTF-8, by which SQLite orders.
const operand = fc.oneof({ weight: 6, arbitrary: json }, element, fc.constant('\uff5e'))

const operators = fc.oneof(
  fc.tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), operand),
  fc.tuple(fc.constantFrom('$in', '$nin'), fc.array(operand, { maxLength: 3 })),
  fc.tuple(fc.constant('$exists'), fc.boolean()),
  fc.tuple(fc.constant('$size'), fc.nat(3)),
  fc.tuple(
    fc.constant('$type'),
    fc.constantFrom('string', 'number', 'bool', 'array', 'object', 'null', 'int'),
  ),
  fc.tuple(fc.constant('$mod'), fc.tuple(fc.constantFrom(2, 3), fc.nat(2))),
  fc.tuple(
    fc.constant('$regex'),
    fc.constantFrom('^a', 'B', '.', '^$', 'á|ñ', '', 'á', '^ab', 'a b', '\\.', '1\\d'),
  ),
)

const oneOperator = fc.oneof(
  { weight: 12, arbitrary: operators.map(([operator, value]): Selector => ({ [operator]: value })) },
  fc.constantFrom('a', '^B', 'ñ', 'k').map((value): Selector => ({ $regex: value, $options: 'i' })),
)

const { condition } = fc.letrec<{ condition: Selector; elemMatch: Selector }>((tie) => ({
  condition: fc.oneof(
    { weight: 5, arbitrary: oneOperator },
    {
      weight: 1,
      arbitrary: fc.tuple(operators, operators).map(([a, b]): Selector => ({ [a[0]]: a[1], [b[0]]: b[1] })),
    },
    { weight: 1, arbitrary: tie('condition').map((inner) => ({ $not: inner })) },
    { weight: 1, arbitrary: tie('elemMatch').map((inner) => ({ $elemMatch: inner })) },
  ),
  // RxDB's own clean-up of queries spoils the operands of a `$not` that stands directly inside `$elemMatch`.
  elemMatch: fc.oneof(
    oneOperator,
    fc
      .tuple(fc.constantFrom('k', 'v', 'l', 'v.0'), tie('condition'))
      .map(([key, inner]) => ({ [key]: inner })),
    fc.constant({}),
  ),
}))

// The primary key has an index in RxDB too, which reads operands of other types in its own way.
const byId = fc
  .tuple(fc.constantFrom('$eq', '$ne', '$gt', '$lte', '$in'), fc.constantFrom('t00', 't07', 't42', 't5'))
  .map(([operator, value]): Selector => ({ id: { [operator]: operator === '$in' ? [value, 't14'] : value } }))
const leaf = fc.oneof(
  { weight: 20, arbitrary: fc.tuple(path, condition).map(([key, inner]): Selector => ({ [key]: inner })) },
  { weight: 1, arbitrary: byId },
)
const { selector } = fc.letrec<{ selector: Selector }>((tie) => ({
  selector: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    leaf,
    fc.tuple(leaf, leaf).map(([a, b]): Selector => ({ ...a, ...b })),
    fc
      .tuple(
        fc.constantFrom('$and', '$or', '$nor'),
        fc.array(tie('selector'), { minLength: 1, maxLength: 3 }),
      )
      .map(([operator, parts]): Selector => ({ [operator]: parts })),
  ),
}))

const sort = fc.array(
  fc.tuple(
    fc.constantFrom('name', 'size', 'whole', 'flag', 'part.text', 'part.deep.n', 'open.z', 'id'),
    fc.constantFrom('asc' as const, 'desc' as const),
  ),
  { maxLength: 3 },
)

const query = fc.record({ selector, sort, skip: fc.nat(4), limit: fc.integer({ min: 1, max: 12 }) })

type Query = typeof query extends fc.Arbitrary<infer Q> ? Q : never

async function compare(things: Omit<Thing, 'id'>[], queries: Query[]) {
  const documents = things.map((value, i) => ({
    ...value,
    id: `t${String((i * 7) % 100).padStart(2, '0')}`,
    _deleted: i % 6 === 5,
    _rev: '1-x',
    _meta: { lwt: 1000 + i },
    _attachments: {},
  }))
  const storage = await getRxStorageMemory().createStorageInstance<Thing>({
    databaseInstanceToken: `token${Math.random()}`,
    databaseName: `db${Math.random()}`,
    collectionName: 'things',
    schema,
    options: {},
    multiInstance: false,
    devMode: false,
  })
  await storage.bulkWrite(
    documents.map((document) => ({ document })),
    'test',
  )
  const db = openSqlite(':memory:')
  db.exec(DDL)
  const insert = db.prepare('INSERT INTO things (id, deleted, body) VALUES (?, ?, ?)')
  for (const document of documents)
    insert.run(document.id, document._deleted ? 1 : 0, JSON.stringify(document))
  const statements = createStatements(db)
  try {
    for (const one of queries) {
      const mango = normalizeMangoQuery<Thing>(schema, {
        selector: { ...one.selector, _deleted: { $eq: false } },
        sort: one.sort.map(([field, direction]) => ({ [field]: direction })),
        skip: one.skip,
        limit: one.limit,
      })
      const prepared = { query: mango, queryPlan: getQueryPlan(schema, mango) }
      const expected = (await storage.query(prepared)).documents.map((document) => document.id)
      const ours = queryDocuments(statements, table, {
        selector: mango.selector,
        sort: mango.sort.map((part) => {
          const [field = '', direction] = Object.entries(part)[0] ?? []
          return { field, direction: direction === 'desc' ? 'desc' : 'asc' }
        }),
        skip: one.skip,
        limit: one.limit,
      }).map((document) => document.id)
      expect(ours, JSON.stringify(one)).toEqual(expected)
      expect(countDocuments(statements, table, mango.selector as Selector)).toBe(
        (await storage.count(prepared)).count,
      )
    }
  } finally {
    db.close()
    await storage.close()
  }
}

const seed = Number(process.env.SEED ?? 20261125)

describe('selectors and sorts', () => {
  it(`give what RxDB's memory storage gives (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(thing, { minLength: 5, maxLength: 20 }),
        fc.array(query, { minLength: 10, maxLength: 20 }),
        compare,
      ),
      { seed, numRuns: Number(process.env.RUNS ?? 150) },
    )
  })
})
