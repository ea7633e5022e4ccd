import { describe, expect, it } from 'vitest'
import { matchKeysOf } from '#core/domain/matching/document-keys.ts'
import { groupDuplicates, type Lookalike, type SharedKey } from '#core/domain/matching/groups.ts'
import { matchesOf, type MatchReader } from '#core/domain/matching/match-customer.ts'
import { addressKeys, type MatchKey } from '#core/domain/matching/keys.ts'
import { customerOf } from '#test/support/builders.ts'

const people = (members: Readonly<Record<number, Partial<Lookalike>>>) => (n: number) => {
  const known = members[n]
  return known && { name: undefined, taxId: undefined, archived: false, notSameAs: [], id: `c${n}`, ...known }
}
const groups = (shared: SharedKey[], members: Readonly<Record<number, Partial<Lookalike>>>) =>
  groupDuplicates(shared, people(members)).map(({ customers, by }) => [customers.sort(), by.join()])

describe('groups of duplicates', () => {
  it('are led by what decides most', () => {
    const found = groupDuplicates(
      [
        { sign: 'phone', customers: [1, 2] },
        { sign: 'taxId', customers: [3, 4] },
        { sign: 'email', customers: [5, 6] },
      ],
      people({ 1: {}, 2: {}, 3: { taxId: 'x' }, 4: { taxId: 'x' }, 5: { name: 'ana' }, 6: { name: 'ana' } }),
    )
    expect(found.map(({ customers }) => customers)).toEqual([
      [3, 4],
      [5, 6],
      [1, 2],
    ])
    expect(found.map(({ by }) => by)).toEqual([['taxId'], ['email', 'name'], ['phone']])
    expect(found[0]?.strength).toBeCloseTo(0.95)
    expect(found[1]?.strength).toBeCloseTo(0.8)
  })

  it('join a third one that shares something else', () => {
    const shared: SharedKey[] = [
      { sign: 'email', customers: [1, 2] },
      { sign: 'phone', customers: [2, 3] },
    ]
    expect(groups(shared, { 1: {}, 2: {}, 3: {} })).toEqual([[[1, 2, 3], 'email,phone']])
  })

  it('take name and address together, and neither alone', () => {
    const shared: SharedKey[] = [{ sign: 'address', customers: [1, 2, 3] }]
    expect(groups(shared, { 1: { name: 'ana' }, 2: { name: 'ana' }, 3: { name: 'luis' } })).toEqual([
      [[1, 2], 'nameAddress'],
    ])
  })

  it('keep customers of different tax identifiers apart, also through a third one', () => {
    const shared: SharedKey[] = [{ sign: 'phone', customers: [1, 2, 3] }]
    expect(groups(shared, { 1: { taxId: 'x' }, 2: { taxId: 'y' }, 3: {} })).toEqual([[[1, 3], 'phone']])
  })

  it('never show again who was told apart', () => {
    const shared: SharedKey[] = [
      { sign: 'taxId', customers: [1, 2] },
      { sign: 'phone', customers: [1, 2, 3] },
    ]
    const members = { 1: { notSameAs: ['c2'] }, 2: { notSameAs: ['c1'] }, 3: {} }
    expect(groups(shared, members)).toEqual([[[1, 3], 'phone']])
    expect(groupDuplicates(shared, people(members), 'toldApart').map(({ customers }) => customers)).toEqual([
      [1, 2],
    ])
  })

  it('need somebody who is in use', () => {
    const shared: SharedKey[] = [{ sign: 'taxId', customers: [1, 2] }]
    expect(groups(shared, { 1: { archived: true }, 2: { archived: true } })).toEqual([])
    expect(groups(shared, { 1: { archived: true }, 2: {} })).toHaveLength(1)
  })

  it('stay small enough to be compared', () => {
    const customers = Array.from({ length: 20 }, (_, i) => i)
    const members = Object.fromEntries(customers.map((n) => [n, {}]))
    for (const [found] of groups([{ sign: 'phone', customers }], members))
      expect(found?.length).toBeLessThan(11)
  })
})

describe('the keys of a merged customer', () => {
  it('are those of the survivor, with the former number', () => {
    const gone = customerOf({ number: 'MAD-1', mergedInto: 'x' })
    expect(matchKeysOf('customers', { ...gone })).toEqual([])
    const survivor = customerOf({ number: 'MAD-2', absorbed: [{ id: 'g', number: 'MAD-1' }] })
    expect(matchKeysOf('customers', { ...survivor })).toContainEqual({ kind: 'number', key: 'mad1' })
  })
})

describe('whoever looks like somebody being typed', () => {
  const reader = (held: Readonly<Record<string, MatchKey[]>>): MatchReader => ({
    customersWith: (keys, limit) =>
      Object.entries(held)
        .filter(([, own]) =>
          keys.every(({ kind, key }) => own.some((one) => one.kind === kind && one.key === key)),
        )
        .map(([id]) => id)
        .slice(0, limit),
    taxIdOf: () => undefined,
  })
  const home = { addressLine1: 'Calle Mayor 3', postcode: '28013' }
  const [mayor] = addressKeys(home)
  if (!mayor) throw new Error('the address has a key')

  it('comes with everything that speaks for it, the strongest first', () => {
    const found = matchesOf(
      { name: 'Ana Gil', emails: ['ana@example.com'], phones: [{ typed: '600123123' }], addresses: [home] },
      reader({
        both: [{ kind: 'name', key: 'ana gil' }, mayor],
        mail: [
          { kind: 'email', key: 'ana@example.com' },
          { kind: 'phone', key: '600123123' },
        ],
        name: [{ kind: 'name', key: 'ana gil' }],
        house: [mayor],
      }),
    )
    expect(found).toEqual([
      { customerId: 'mail', by: ['email', 'phone'] },
      { customerId: 'both', by: ['nameAddress'] },
      { customerId: 'name', by: ['name'] },
      { customerId: 'house', by: ['address'] },
    ])
  })

  it('is nobody when too many share the name', () => {
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`c${i}`, [{ kind: 'name', key: 'ana gil' } as const]]),
    )
    expect(matchesOf({ name: 'Ana Gil' }, reader(many))).toEqual([])
  })
})
