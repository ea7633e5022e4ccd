import { beforeEach, describe, expect, it } from 'vitest'
import { MOVED_COLLECTIONS } from '#core/domain/customer/merge/children.ts'
import { sameContacts } from '#core/domain/customer/merge/contacts.ts'
import { compareAttributes, compareFields, mergedCustomer } from '#core/domain/customer/merge/fields.ts'
import type { CustomersMerged } from '#core/domain/customer/merge/merge.ts'
import { seedId } from '#core/domain/seed-id.ts'
import {
  contactOf,
  customerOf,
  entryOf,
  invoiceOf,
  itemOf,
  serviceOf,
  siteOf,
} from '#test/support/builders.ts'
import { createReadyWorld, resultOf, sha256, type CommandWorld } from '#test/support/command-world.ts'

const statusId = seedId(sha256, 'customerStatus', 'active')
const ana = customerOf({
  id: 'a',
  number: 'MAD-7Q-000001',
  name: 'Ana Núñez Gil',
  type: 'individual',
  statusId,
})
const twin = customerOf({
  id: 'b',
  number: 'MAD-7Q-000002',
  name: 'ANA NUNEZ GIL',
  type: 'individual',
  statusId,
})

let world: CommandWorld
beforeEach(() => {
  world = createReadyWorld()
  world.put('customers', ana, twin)
})

const merge = (input: object = {}) =>
  world.run('customer.merge', { survivorId: 'a', absorbedIds: ['b'], ...input })
const refusal = (outcome: ReturnType<typeof merge>) => (outcome.ok ? undefined : outcome.error)

describe('customer.merge', () => {
  it('never leaves a record behind with the absorbed one, and tells how many it took (pain 22)', () => {
    world.put('contacts', contactOf({ id: 'k', customerId: 'b' }))
    world.put('sites', siteOf({ id: 's', customerId: 'b' }), siteOf({ id: 's2', customerId: 'b' }))
    world.put('services', serviceOf({ id: 'v', customerId: 'b', siteId: 's' }))
    world.put('inventory', itemOf({ id: 'i', customerId: 'b', siteId: 's', state: 'assigned' }))
    const result = resultOf<CustomersMerged>(merge())
    expect(result).toMatchObject({
      changed: 1,
      survivorId: 'a',
      number: ana.number,
      moved: { contacts: 1, sites: 2, services: 1, inventory: 1 },
    })
    for (const [collection, id] of [
      ['contacts', 'k'],
      ['sites', 's'],
      ['sites', 's2'],
      ['services', 'v'],
      ['inventory', 'i'],
    ] as const)
      expect(world.get(collection, id)?.customerId, id).toBe('a')
    expect(world.get('services', 'v')?.siteId).toBe('s')
  })

  it('moves the records of every collection that can change its customer', () => {
    expect(MOVED_COLLECTIONS).toEqual(['contacts', 'sites', 'services', 'inventory'])
  })

  it('archives the absorbed one, which says whose it is, and keeps its number with the survivor', () => {
    resultOf(merge())
    expect(world.get('customers', 'b')).toMatchObject({ mergedInto: 'a', archived: { by: 'person-1' } })
    expect(world.get('customers', 'a')?.absorbed).toEqual([{ id: 'b', number: 'MAD-7Q-000002' }])
  })

  it('leaves the mark of one that was archived before as it was', () => {
    const archived = { at: '2026-01-02T00:00:00.000Z', by: 'somebody' }
    world.put('customers', { ...twin, archived })
    resultOf(merge())
    expect(world.get('customers', 'b')).toMatchObject({ mergedInto: 'a', archived })
  })

  it('leaves invoices and entries untouched and counts them for the survivor', () => {
    world.put('invoices', invoiceOf({ customerId: 'b' }))
    world.ledger.push(
      entryOf({ customerId: 'b' }),
      entryOf({ customerId: 'b', key: 'pay', kind: 'payment', amount: -1000 }),
    )
    const before = structuredClone([world.ledger, world.all('invoices')])
    expect(resultOf<CustomersMerged>(merge()).counted).toEqual({
      invoices: 1,
      entries: 2,
      balance: 2200,
      currency: 'EUR',
    })
    expect([world.ledger, world.all('invoices')]).toEqual(before)
    const { ledger } = world.context().read
    expect([ledger.balance('a'), ledger.balance('b')]).toEqual([2200, 0])
  })

  it('takes the values that were chosen, and fills what the survivor lacks', () => {
    world.put('customers', { ...twin, taxId: '12345678Z', billDay: 15, paymentType: 'prepaid' })
    resultOf(merge({ fields: { name: 'b', billDay: 'b' } }))
    expect(world.get('customers', 'a')).toMatchObject({
      name: 'ANA NUNEZ GIL',
      sortName: 'ana nunez gil',
      taxId: '12345678Z',
      billDay: 15,
      paymentType: 'postpaid',
      number: ana.number,
    })
  })

  it('unites tags, attributes and payment methods, and joins the notes', () => {
    const card = { id: 'p1', brand: 'Visa', lastFour: '1111', token: 't1', isDefault: true }
    const level = { id: 'x', name: 'Nivel', kind: 'text' as const, value: 'oro' }
    world.put(
      'customers',
      { ...ana, notes: 'Llama tarde', paymentMethods: [card], attributes: [level] },
      {
        ...twin,
        notes: 'Tiene perro',
        paymentMethods: [
          { ...card, id: 'p2' },
          { ...card, id: 'p3', token: 't2' },
        ],
        attributes: [
          { ...level, id: 'y', name: 'NIVEL', value: 'plata' },
          { ...level, id: 'z', name: 'Origen', value: 'Web' },
        ],
      },
    )
    resultOf(merge({ attributes: [{ key: 'nivel', from: 'b' }] }))
    const merged = world.get('customers', 'a')
    expect(merged?.notes).toBe('Llama tarde\n\nTiene perro')
    expect(merged?.paymentMethods.map(({ id, isDefault }) => [id, isDefault])).toEqual([
      ['p1', true],
      ['p3', false],
    ])
    expect(merged?.attributes.map(({ id, value }) => [id, value])).toEqual([
      ['x', 'plata'],
      ['z', 'Web'],
    ])
  })

  it('refuses to add up two currencies', () => {
    world.put('customers', { ...twin, currency: 'MXN' })
    expect(refusal(merge())).toBeUndefined()
    world.put('customers', ana, { ...twin, currency: 'MXN' })
    world.ledger.push(entryOf({ customerId: 'b', currency: 'MXN' }))
    expect(refusal(merge())).toMatchObject({
      code: 'customer.mergeCurrency',
      details: { name: twin.name, currency: 'MXN' },
    })
    expect(refusal(merge({ fields: { currency: 'b' } }))).toBeUndefined()
  })

  it('names what cannot be: nobody, somebody merged elsewhere, an archived survivor, a choice of a stranger', () => {
    const code = (input: object) => refusal(merge(input))?.code
    expect(code({ absorbedIds: ['a'] })).toBe('customer.mergeNobody')
    expect(code({ absorbedIds: ['nobody'] })).toBe('customer.notFound')
    expect(code({ fields: { name: 'c' } })).toBe('customer.mergeChoice')
    world.put('customers', { ...twin, mergedInto: 'c' })
    expect(code({})).toBe('customer.isMerged')
    world.put('customers', { ...ana, archived: { at: '2026-01-02T00:00:00.000Z', by: 'x' } }, twin)
    expect(code({})).toBe('customer.isArchived')
  })

  it('takes along what arrived for the absorbed one later, when asked again', () => {
    resultOf(merge())
    world.put('contacts', contactOf({ id: 'late', customerId: 'b' }))
    expect(resultOf<CustomersMerged>(merge()).moved).toEqual({ contacts: 1 })
    expect(world.get('contacts', 'late')?.customerId).toBe('a')
    expect(world.get('customers', 'a')?.absorbed).toHaveLength(1)
  })

  it('hands on the former numbers when the survivor itself is merged', () => {
    world.put('customers', customerOf({ id: 'c', number: 'MAD-7Q-000003', statusId }))
    resultOf(merge())
    resultOf(world.run('customer.merge', { survivorId: 'c', absorbedIds: ['a'] }))
    expect(world.get('customers', 'c')?.absorbed?.map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('cannot be restored past: the absorbed customer is the other one now', () => {
    resultOf(merge())
    expect(refusal(world.run('customer.restore', { ids: ['b'] }))).toMatchObject({
      code: 'customer.isMerged',
      details: { into: 'a' },
    })
  })
})

describe('contacts of customers that are merged', () => {
  const own = contactOf({ id: 'k1', customerId: 'a', typeIds: ['own'], siteIds: ['s1'] })
  const same = contactOf({
    id: 'k2',
    customerId: 'b',
    emails: [
      { id: 'e1', address: 'ANA@example.com' },
      { id: 'e2', address: 'ana@work.example' },
    ],
    typeIds: ['billing'],
    siteIds: ['s2'],
    authorisedToChange: true,
    suppressed: { reason: 'unsubscribed', at: '2026-02-01T00:00:00.000Z' },
  })

  it('are offered to be united when they share an address, a number or a name', () => {
    const [group] = sameContacts([same, own], ['a', 'b'])
    expect(group?.contacts.map(({ id }) => id)).toEqual(['k1', 'k2'])
    expect(group).toMatchObject({ by: ['email', 'phone', 'name'], isLikely: true })
    const relative = contactOf({ id: 'k3', customerId: 'b', name: 'Luis', emails: [] })
    expect(sameContacts([own, relative], ['a', 'b'])).toMatchObject([{ by: ['phone'], isLikely: false }])
    expect(sameContacts([own, { ...same, customerId: 'a' }], ['a', 'b'])).toEqual([])
  })

  it('become one that has everything, and the other is archived with it', () => {
    world.put('contacts', own, same)
    const result = resultOf<CustomersMerged>(merge({ contacts: [{ keepId: 'k1', otherIds: ['k2'] }] }))
    expect(result).toMatchObject({ united: 1, moved: { contacts: 1 } })
    expect(world.get('contacts', 'k1')).toMatchObject({
      customerId: 'a',
      emails: [{ address: 'ana@example.com' }, { address: 'ana@work.example' }],
      typeIds: ['own', 'billing'],
      siteIds: ['s1', 's2'],
      authorisedToChange: true,
      suppressed: { reason: 'unsubscribed' },
    })
    expect(world.get('contacts', 'k1')?.phones).toHaveLength(1)
    expect(world.get('contacts', 'k2')).toMatchObject({ customerId: 'a', archived: { by: 'person-1' } })
  })

  it('are left alone when one is not of these customers', () => {
    world.put('contacts', own, { ...same, customerId: 'stranger' })
    expect(refusal(merge({ contacts: [{ keepId: 'k1', otherIds: ['k2'] }] }))?.code).toBe(
      'customer.mergeContacts',
    )
  })
})

describe('a comparison', () => {
  it('has something to choose only where two customers differ', () => {
    const fields = compareFields([ana, { ...twin, taxId: '12345678Z', billDay: 3 }])
    const open = fields.filter(({ isSettled }) => !isSettled).map(({ key }) => key)
    expect(open).toEqual(['name', 'billDay'])
    const level = { id: 'x', name: 'Nivel', kind: 'text' as const, value: 'oro' }
    const attributes = compareAttributes([
      { ...ana, attributes: [level] },
      { ...twin, attributes: [{ ...level, id: 'y', name: 'nivel', value: 'plata' }] },
    ])
    expect(attributes).toMatchObject([{ key: 'nivel', isSettled: false }])
  })

  it('never makes the survivor somebody whom it was told from', () => {
    const merged = mergedCustomer({ ...ana, notSameAs: ['b', 'x'] }, [{ ...twin, notSameAs: ['a', 'y'] }], {
      fields: {},
      attributes: {},
    })
    expect(merged.notSameAs).toEqual(['x', 'y'])
  })
})

describe('customer.tellApart', () => {
  const apart = () => ['a', 'b', 'c'].map((id) => world.get('customers', id)?.notSameAs ?? [])
  beforeEach(() => world.put('customers', customerOf({ id: 'c', statusId })))

  it('is kept with both of every pair, and can be taken back', () => {
    resultOf(world.run('customer.tellApart', { ids: ['a', 'b', 'c'], distinct: true }))
    expect(apart()).toEqual([
      ['b', 'c'],
      ['a', 'c'],
      ['a', 'b'],
    ])
    resultOf(world.run('customer.tellApart', { ids: ['a', 'b'], distinct: false }))
    expect(apart()).toEqual([['c'], ['c'], ['a', 'b']])
  })

  it('tells one from the others without telling these apart', () => {
    resultOf(world.run('customer.tellApart', { ids: ['c'], others: ['a', 'b'], distinct: true }))
    expect(apart()).toEqual([['c'], ['c'], ['a', 'b']])
  })
})
