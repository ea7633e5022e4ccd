import { describe, expect, test } from 'vitest'
import { entities } from '#core/domain/registry.ts'
import { SEED_STATUSES } from '#core/domain/setup/seeds.ts'
import { validate } from '#core/lib/validate.ts'
import { compiledValidate } from '#main/store/compiled-validate.ts'
import { createBenchData } from '#test/bench/store/data.ts'

const data = createBenchData(20)
const documents = [
  ...data.customers.map((document) => ({ collection: 'customers' as const, document })),
  ...data.contacts.map((document) => ({ collection: 'contacts' as const, document })),
  ...data.sites.map((document) => ({ collection: 'sites' as const, document })),
]

/** Each member once missing, once of another type, and one member too many. */
function* spoilt(document: object): Generator<object> {
  for (const name of Object.keys(document)) {
    yield Object.fromEntries(Object.entries(document).filter(([key]) => key !== name))
    for (const value of [null, -1, 1e9, '', 'x'.repeat(100_000), [], {}, [null]])
      yield { ...document, [name]: value }
  }
  yield { ...document, surplus: true }
}

describe('compiledValidate', () => {
  test('answers as the interpreting way does, for whole and for spoilt documents', () => {
    let refused = 0
    for (const { collection, document } of documents) {
      const { schema } = entities[collection]
      expect(compiledValidate(schema, document)).toEqual({ ok: true, value: document })
      for (const candidate of spoilt(document)) {
        const interpreted = validate(schema, candidate)
        expect(compiledValidate(schema, candidate)).toEqual(interpreted)
        if (!interpreted.ok) refused++
      }
    }
    expect(refused).toBeGreaterThan(100)
  })

  test('names what does not fit', () => {
    const reply = compiledValidate(entities.catalog.schema, { id: 5, ...SEED_STATUSES[0] })
    expect(reply.ok ? [] : reply.error.map(({ path }) => path)).toContain('id')
  })
})
