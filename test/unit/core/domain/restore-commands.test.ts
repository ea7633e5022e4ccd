import { beforeEach, describe, expect, it } from 'vitest'
import type { CustomersRestored } from '#core/domain/customer/bulk.ts'
import type { ItemsRestored } from '#core/domain/inventory/commands.ts'
import type { TakenChoices } from '#core/domain/restore/taken.ts'
import { contactOf, customerOf, itemOf, serviceOf, siteOf } from '#test/support/builders.ts'
import { createReadyWorld, refusalOf, resultOf, type CommandWorld } from '#test/support/command-world.ts'

const archived = { at: '2026-01-01T00:00:00.000Z', by: 'person-1' }
const office = () => world.all('catalog').find(({ kind }) => kind === 'office')?.id ?? ''
let world: CommandWorld

/** Archived with a contact and a pending service; everything of it is somebody else's by now. */
beforeEach(() => {
  world = createReadyWorld()
  const identifiers = [{ id: 'a', kind: 'ip' as const, value: '10.0.0.9' }]
  const emails = [{ id: 'e', address: 'Ana@example.com' }]
  world.put(
    'customers',
    customerOf({ id: 'old', number: 'X-1', taxId: 'B58378431', officeId: office(), archived }),
    customerOf({ id: 'new', number: 'X-1', taxId: 'B58378431', officeId: office(), name: 'Otra' }),
  )
  world.put('contacts', contactOf({ id: 'old-c', customerId: 'old', emails }))
  world.put(
    'contacts',
    contactOf({
      id: 'new-c',
      customerId: 'new',
      name: 'Eva',
      emails: [{ id: 'x', address: 'ana@EXAMPLE.com' }],
    }),
  )
  world.put('sites', siteOf({ id: 'old-s', customerId: 'old' }), siteOf({ id: 'new-s', customerId: 'new' }))
  world.put(
    'services',
    serviceOf({ id: 'old-v', customerId: 'old', siteId: 'old-s', status: 'pending', identifiers }),
    serviceOf({
      id: 'new-v',
      customerId: 'new',
      siteId: 'new-s',
      identifiers: [{ id: 'b', kind: 'ip', value: '10.0.0.9' }],
    }),
  )
})

const restore = (taken?: TakenChoices) =>
  resultOf<CustomersRestored>(world.run('customer.restore', { ids: ['old'], ...(taken && { taken }) }))

/** What the two sides hold afterwards. */
const held = () => ({
  numbers: [world.get('customers', 'old')?.number, world.get('customers', 'new')?.number],
  taxIds: [world.get('customers', 'old')?.taxId, world.get('customers', 'new')?.taxId],
  emails: [world.get('contacts', 'old-c')?.emails.length, world.get('contacts', 'new-c')?.emails.length],
  addresses: [
    world.get('services', 'old-v')?.identifiers.length,
    world.get('services', 'new-v')?.identifiers.length,
  ],
})

describe('restoring a customer whose values are taken', () => {
  it('tells each of them with who has it', () => {
    const { taken, takenCounts } = restore()
    expect(taken.map(({ kind, path, holder }) => [kind, path, holder.title])).toEqual([
      ['email', 'emails/e', 'Eva'],
      ['identifier', 'identifiers/a', 'Fibra 600'],
      ['number', 'number', 'Otra'],
      ['taxId', 'taxId', 'Otra'],
    ])
    expect(takenCounts).toEqual({ number: 1, taxId: 1, email: 1, identifier: 1 })
  })

  it('never leaves two customers with one number or two services with one address by itself', () => {
    restore()
    const { numbers, addresses } = held()
    expect(numbers).toEqual(['MAD-7Q-000001', 'X-1'])
    expect(addresses).toEqual([0, 1])
  })

  it('keeps the other’s where the person says so', () => {
    restore({ kinds: { taxId: 'keep', email: 'keep', identifier: 'keep' } })
    expect(held()).toMatchObject({ taxIds: ['B58378431', 'B58378431'], emails: [1, 1], addresses: [1, 1] })
  })

  it('takes back', () => {
    restore({ kinds: { number: 'take', taxId: 'take', email: 'take', identifier: 'take' } })
    expect(held()).toEqual({
      numbers: ['X-1', 'MAD-7Q-000001'],
      taxIds: ['B58378431', undefined],
      emails: [1, 0],
      addresses: [1, 0],
    })
  })

  it('restores without', () => {
    restore({ kinds: { taxId: 'without', email: 'without', identifier: 'without' } })
    expect(held()).toMatchObject({ taxIds: [undefined, 'B58378431'], emails: [0, 1], addresses: [0, 1] })
  })

  it('lets one value go another way than its kind', () => {
    restore({ kinds: { email: 'take' }, items: [{ id: 'old-c', path: 'emails/e', choice: 'without' }] })
    expect(held().emails).toEqual([0, 1])
  })

  it('asks about nothing that a customer who is archived too holds', () => {
    world.put('customers', { ...customerOf({ id: 'new', number: 'X-1', taxId: 'B58378431' }), archived })
    expect(restore().taken).toEqual([])
    expect(held().numbers[0]).toBe('X-1')
  })

  it('gives a number back once when a whole batch had it', () => {
    world.put('customers', { ...customerOf({ id: 'new', number: 'X-1', officeId: office() }), archived })
    resultOf(world.run('customer.restore', { ids: ['old', 'new'] }))
    expect(held().numbers).toEqual(['X-1', 'MAD-7Q-000001'])
  })
})

describe('restoring an item whose serial is taken', () => {
  it('leaves it archived, or archives the other when that is in stock', () => {
    world.put('inventory', itemOf({ id: 'old-i', archived }), itemOf({ id: 'new-i' }))
    expect(refusalOf(world.run('inventory.restore', { ids: ['old-i'] })).code).toBe('inventory.serialTaken')
    const { taken } = resultOf<ItemsRestored>(
      world.run('inventory.restore', { ids: ['old-i'], taken: { kinds: { serial: 'take' } } }),
    )
    expect(taken).toMatchObject([{ kind: 'serial', choice: 'take', holder: { id: 'new-i' } }])
    expect(world.get('inventory', 'old-i')?.archived).toBeUndefined()
    expect(world.get('inventory', 'new-i')?.archived).toBeDefined()
  })

  it('never takes one out of a customer’s hands', () => {
    const { placeId: _place, ...item } = itemOf({ id: 'new-i' })
    world.put('inventory', itemOf({ id: 'old-i', archived }), {
      ...item,
      state: 'assigned',
      customerId: 'new',
    })
    const outcome = world.run('inventory.restore', { ids: ['old-i'], taken: { kinds: { serial: 'take' } } })
    expect(refusalOf(outcome).code).toBe('inventory.serialTaken')
  })
})

describe('an archived record (pain 21)', () => {
  it('never keeps its email or tax id from anybody new, and is found to be restored', () => {
    const made = world.run('customer.create', { name: 'Tercera', type: 'business', taxId: 'B58378431' })
    expect(made.ok).toBe(true)
    world.put('customers', { ...customerOf({ id: 'new', number: 'X-1', taxId: 'B58378431' }), archived })
    const again = world.run('customer.create', { name: 'Cuarta', type: 'business', taxId: 'B65410011' })
    const fourth = resultOf<{ id: string }>(again).id
    expect(
      world.run('contact.create', {
        customerId: fourth,
        name: 'Ana',
        emails: [{ address: 'ana@example.com' }],
      }).ok,
    ).toBe(true)
    expect(restore({ kinds: { email: 'keep' } }).taken.map(({ kind }) => kind)).toContain('email')
  })
})
