import type { MethodInput } from '#core/contract/host-contract.ts'
import type { CustomerFilter } from '#core/domain/customer/filter.ts'
import { CUSTOMER_FACTS, CUSTOMER_FIGURES, CUSTOMER_SORTS } from '#core/domain/customer/list-columns.ts'
import type { SeededRandom } from '#core/lib/seeded-random.ts'
import { ATTRIBUTES, CURRENCIES, OFFICES, PRODUCTS, STATUSES, TAGS } from './random-customers.ts'

type Condition = (random: SeededRandom) => CustomerFilter

const some = <T>(random: SeededRandom, list: readonly T[]): T[] => list.filter(() => random.chance(0.5))

const rule = (random: SeededRandom, ids: readonly string[]) => ({
  ...(random.chance(0.5) && { any: some(random, [...ids, 'nobody-has-it']) }),
  ...(random.chance(0.3) && { all: some(random, ids) }),
  ...(random.chance(0.3) && { none: some(random, ids) }),
})

const CONDITIONS: readonly Condition[] = [
  (random) => ({ text: random.pick(['nunez', 'ÑU', 'ana gar', 'b1', '7q-0000', 'ltd zoë', '  ', 'xyz']) }),
  (random) => ({ anywhere: random.pick(['ana', 'madrid', 'oro', '600 123', 'mayor', 'xyz']) }),
  (random) => ({ types: some(random, ['individual', 'business'] as const) }),
  (random) => ({ statusIds: some(random, [...STATUSES, 'nobody-has-it']) }),
  (random) => ({ officeIds: some(random, OFFICES) }),
  (random) => ({ currencies: some(random, [...CURRENCIES, 'USD']) }),
  (random) => ({ tags: rule(random, TAGS) }),
  (random) => ({ products: rule(random, PRODUCTS) }),
  (random) => ({ cities: some(random, ['ES/madrid', 'ES/avila', 'CL/nunoa', 'XX/nowhere']) }),
  (random) => ({ states: some(random, ['ES/madrid', 'CL/santiago']) }),
  (random) => ({ countries: some(random, ['ES', 'GB', 'FR']) }),
  (random) => {
    const [a, b] = [random.int(-300, 300), random.int(-1, 3)]
    const figure = random.pick(CUSTOMER_FIGURES)
    const range = { ...(random.chance(0.6) && { min: b }), ...(random.chance(0.4) && { max: a }) }
    return { figures: { [figure]: range } }
  },
  (random) => {
    const { values, name, ...attribute } = random.pick(ATTRIBUTES)
    const key = 'definitionId' in attribute ? { definitionId: attribute.definitionId } : { name }
    const ends = random.pick([
      ['1', '500'],
      ['2025-01-01', '2026-12-31'],
      ['1', '2026-12-31'],
      ['a', 'z'],
    ] as const)
    return {
      attributes: [
        {
          ...key,
          ...(random.chance(0.3) && { has: random.chance(0.5) }),
          ...(random.chance(0.4) && { equals: some(random, [...values, '5.00']) }),
          ...(random.chance(0.3) && { min: ends[0] }),
          ...(random.chance(0.3) && { max: ends[1] }),
        },
      ],
    }
  },
  (random) => ({ has: some(random, CUSTOMER_FACTS).slice(0, 2) }),
  (random) => ({ lacks: some(random, CUSTOMER_FACTS).slice(0, 2) }),
  (random) => ({
    oldestDue: {
      ...(random.chance(0.5) && { from: '2026-01-20' }),
      ...(random.chance(0.5) && { to: '2026-02-28' }),
    },
  }),
  () => ({ createdAt: { from: '2026-01-01T00:00:00.000Z', before: '2026-01-02T12:30:00.123Z' } }),
  (random) => ({ changedAt: { before: new Date(random.int(1, 60)).toISOString() } }),
  (random) => ({ archived: random.pick(['without', 'with', 'only']) }),
]

/** Up to four conditions of the customer list at random. */
export const randomFilter = (random: SeededRandom): CustomerFilter =>
  Object.assign(
    {},
    ...Array.from({ length: random.int(0, 4) }, () => random.pick(CONDITIONS)(random)),
  ) as CustomerFilter

export const randomSort = (random: SeededRandom): MethodInput<'customers', 'list'>['sort'] => ({
  field: random.pick(CUSTOMER_SORTS),
  direction: random.pick(['asc', 'desc']),
})
