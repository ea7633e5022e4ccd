import { beforeEach, describe, expect, it } from 'vitest'
import type { CustomersArchived, CustomerStatusSet } from '#core/domain/customer/bulk.ts'
import { seedId } from '#core/domain/seed-id.ts'
import type { ServicesRestored, ServicesSet } from '#core/domain/service/commands.ts'
import type { ServiceSaved } from '#core/domain/service/create.ts'
import { monthlyRevenue } from '#core/domain/service/monthly.ts'
import {
  chargeOf,
  customerOf,
  entryOf,
  invoiceOf,
  itemOf,
  officeOf,
  productOf,
  serviceOf,
  siteOf,
} from '#test/support/builders.ts'
import { createReadyWorld, resultOf, sha256, type CommandWorld } from '#test/support/command-world.ts'

let world: CommandWorld
const status = (key: string) => seedId(sha256, 'customerStatus', key)

beforeEach(() => {
  world = createReadyWorld()
  world.put('catalog', officeOf(), productOf())
  world.put('customers', customerOf({ statusId: status('active') }))
  world.put('sites', siteOf())
})

const place = { customerId: 'customer-1', siteId: 'site-1' }
const create = (input: object) => resultOf<ServiceSaved>(world.run('service.create', { ...place, ...input }))

function refusalOf(command: string, input: unknown) {
  const outcome = world.run(command, input)
  if (outcome.ok) throw new Error(`${command} was not refused`)
  return outcome.error
}

const fieldsOf = (input: object) =>
  (refusalOf('service.create', { ...place, ...input }).fields ?? []).map(
    ({ path, code }) => `${path} ${code}`,
  )

describe('a new service', () => {
  it('takes name, charges and contract from its product', () => {
    const { id } = create({ productId: 'product-1' })
    expect(world.get('services', id)).toMatchObject({
      name: 'Fibra 600',
      type: 'internet',
      status: 'active',
      activeFrom: '2026-03-10',
      currency: 'EUR',
      contract: { from: '2026-03-10', months: 12 },
      charges: [{ unitPrice: '32', from: '2026-03-10', quantity: '1', periodMonths: 1 }],
    })
    expect(world.get('services', id)?.charges[0]?.id).not.toBe('price-1')
  })

  it('is in its status since its first day when it is told late, not before it was told otherwise', () => {
    const since = (input: object) =>
      world.get('services', create({ productId: 'product-1', ...input }).id)?.statusSince
    expect(since({ activeFrom: '2026-01-09' })).toBe('2026-01-09')
    expect(since({ activeFrom: '2026-04-01' })).toBe('2026-03-10')
    expect(since({ activeFrom: '2026-01-09', status: 'pending' })).toBe('2026-03-10')
  })

  it('is refused where the customer’s status takes none, and says which status', () => {
    world.put('customers', customerOf({ statusId: status('inactive') }))
    expect(refusalOf('service.create', { ...place, productId: 'product-1' })).toEqual({
      code: 'service.statusForbids',
      details: { name: 'Panadería Núñez', es: 'Inactivo', en: 'Inactive' },
    })
  })

  it('stands on a site in use of the same customer', () => {
    world.put('sites', siteOf({ id: 'foreign', customerId: 'somebody' }))
    const mark = { at: '2026-01-01T00:00:00Z', by: 'p' }
    world.put('sites', siteOf({ id: 'gone', archived: mark }))
    for (const siteId of ['foreign', 'gone', 'nowhere'])
      expect(fieldsOf({ siteId, name: 'Fibra' })).toEqual(['siteId service.siteForeign'])
  })

  it('names every field that is wrong', () => {
    const charge = { kind: 'recurring', description: 'Cuota', unitPrice: '32' }
    expect(fieldsOf({ name: ' ', charges: [{ ...charge, id: 'c1', unitPrice: '3,2' }] })).toEqual([
      'name service.nameMissing',
      'charges/c1/unitPrice service.priceForm',
      'charges/c1/periodMonths service.periodRange',
    ])
    expect(
      fieldsOf({
        name: 'A',
        charges: [{ ...charge, id: 'c1', periodMonths: 1, from: '2026-02-30', to: '2026-01-01' }],
      }),
    ).toEqual(['charges/c1/from service.dateForm', 'charges/c1/to service.datesSwapped'])
    expect(
      fieldsOf({
        name: 'A',
        identifiers: [
          { id: 'a', kind: 'ip', value: '10.0.0.300' },
          { id: 'b', kind: 'mac', value: 'xyz' },
        ],
      }),
    ).toEqual(['identifiers/a/value service.ipForm', 'identifiers/b/value service.macForm'])
  })

  it('keeps identifiers in one form and warns when another service has one', () => {
    const identifiers = [
      { id: 'a', kind: 'ip', value: ' 2001:DB8::0:1 ' },
      { id: 'b', kind: 'mac', value: 'AA-BB-CC-DD-EE-FF' },
      { id: 'c', kind: 'phone', value: '600 123 123' },
    ]
    const first = create({ name: 'Una', identifiers })
    expect(first.warnings).toEqual([])
    expect(world.get('services', first.id)?.identifiers.map(({ value }) => value)).toEqual([
      '2001:db8::1',
      'aa:bb:cc:dd:ee:ff',
      '+34600123123',
    ])
    const second = create({ name: 'Otra', identifiers: [{ id: 'x', kind: 'mac', value: 'aabb.ccdd.eeff' }] })
    expect(second.warnings).toEqual([
      {
        path: 'identifiers/x/value',
        code: 'service.identifierTaken',
        severity: 'warning',
        params: { name: 'Una' },
      },
    ])
  })

  it('hands over equipment in stock, and refuses what is not', () => {
    world.put('inventory', itemOf())
    const { id } = create({ name: 'Fibra', inventoryIds: ['item-1'] })
    expect(world.get('inventory', 'item-1')).toMatchObject({
      state: 'assigned',
      serviceId: id,
      siteId: 'site-1',
    })
    expect(world.get('inventory', 'item-1')?.placeId).toBeUndefined()
    expect(refusalOf('service.create', { ...place, name: 'B', inventoryIds: ['item-1'] }).code).toBe(
      'inventory.notInStock',
    )
  })

  it('is priced in the currency of the customer', () => {
    world.put('catalog', productOf({ currency: 'GBP' }))
    expect(fieldsOf({ productId: 'product-1' })).toEqual(['currency service.currencyDiffers'])
  })
})

describe('the status of a service', () => {
  beforeEach(() => world.put('services', serviceOf({ inventoryIds: ['item-1'] })))
  const set = (to: string, more: object = {}) =>
    world.run('service.setStatus', { ids: ['service-1'], status: to, ...more })
  const now = () => world.get('services', 'service-1')

  it('goes to suspended and back, and ends for good', () => {
    resultOf(set('suspended', { reason: 'Impago', on: '2026-03-05' }))
    expect(now()).toMatchObject({ status: 'suspended', statusSince: '2026-03-05', statusReason: 'Impago' })
    resultOf(set('active'))
    expect(now()).toMatchObject({ status: 'active', statusSince: '2026-03-10', activeFrom: '2026-01-15' })
    expect(now()?.statusReason).toBeUndefined()
    expect(resultOf<ServicesSet>(set('ended')).heldItems).toBe(1)
    expect(now()).toMatchObject({ status: 'ended', endedOn: '2026-03-10' })
    for (const to of ['active', 'suspended'])
      expect(refusalOf('service.setStatus', { ids: ['service-1'], status: to }).code).toBe('service.isEnded')
    expect(resultOf<ServicesSet>(set('ended'))).toMatchObject({ unchanged: 1, heldItems: 0 })
  })

  it('never leaves people to work out what leaving a contract early costs: its end says so, and takes back its equipment (pain 33)', () => {
    const contract = { from: '2026-01-15', months: 12, exitFee: '120' }
    world.put('services', serviceOf({ contract, inventoryIds: ['item-1', 'item-2'] }))
    const held = { state: 'assigned', customerId: 'customer-1', serviceId: 'service-1' } as const
    world.put('inventory', itemOf(held), itemOf({ ...held, id: 'item-2', serial: 'B' }))
    world.put('inventory', itemOf({ ...held, id: 'other', serial: 'C', serviceId: 'service-9' }))
    const refused = (more: object) =>
      refusalOf('service.setStatus', { ids: ['service-1'], status: 'ended', ...more }).code
    expect(refused({ itemIds: ['other'] })).toBe('inventory.targetNotFound')
    expect(refused({ itemIds: ['item-1'], placeId: 'nowhere' })).toBe('inventory.placeNotFound')
    expect(now()?.status).toBe('active')
    const told = resultOf<ServicesSet>(
      world.preview('service.setStatus', { ids: ['service-1'], status: 'ended' }),
    )
    // 311 of 365 days are left.
    expect(told).toMatchObject({ heldItems: 2, exitFees: [{ currency: 'EUR', amount: 10_225 }] })
    const done = resultOf<ServicesSet>(set('ended', { itemIds: ['item-1'], waiveExitFee: true }))
    expect(done).toMatchObject({ changed: 1, heldItems: 1 })
    expect(now()).toMatchObject({ inventoryIds: ['item-2'], contract: { from: '2026-01-15', months: 12 } })
    expect(now()?.contract?.exitFee).toBeUndefined()
    expect(world.get('inventory', 'item-1')).toMatchObject({ state: 'inStock', placeId: 'office-madrid' })
    expect(world.get('inventory', 'item-1')?.serviceId).toBeUndefined()
    expect(world.get('inventory', 'item-2')?.serviceId).toBe('service-1')
  })

  it('does not resume while the customer’s status suspends services', () => {
    resultOf(set('suspended'))
    world.put('customers', customerOf({ statusId: status('suspended') }))
    expect(refusalOf('service.setStatus', { ids: ['service-1'], status: 'active' }).code).toBe(
      'service.customerSuspended',
    )
  })

  it('follows the customer’s status when that is asked for, and is counted when not', () => {
    world.put('services', serviceOf({ id: 'ended', status: 'ended' }))
    const change = (key: string, services?: boolean) =>
      resultOf<CustomerStatusSet>(
        world.run('customer.setStatus', {
          ids: ['customer-1'],
          statusId: status(key),
          ...(services !== undefined && { services }),
        }),
      )
    expect(change('suspended')).toMatchObject({ changed: 1, services: 0, servicesLeft: 1 })
    expect(now()?.status).toBe('active')
    expect(change('suspended', true)).toMatchObject({ unchanged: 1, services: 1, servicesLeft: 0 })
    expect(now()?.status).toBe('suspended')
    expect(change('active', true)).toMatchObject({ services: 1 })
    expect(now()?.status).toBe('active')
    expect(world.get('services', 'ended')?.status).toBe('ended')
  })
})

describe('archiving', () => {
  const archive = (command: string, id: string) => world.run(command, { ids: [id] })

  it('is refused with each thing that is open: services, unpaid invoices, uninvoiced entries', () => {
    const identifiers = [
      { id: 'a', kind: 'ip' as const, value: '10.0.0.7' },
      { id: 'b', kind: 'circuit' as const, value: 'CIR-12' },
    ]
    world.put('services', serviceOf({ identifiers }), serviceOf({ id: 'service-2', status: 'ended' }))
    world.put('invoices', invoiceOf())
    world.ledger.push(entryOf(), entryOf({ key: 'visit', amount: 4950 }))
    world.ledger.push(entryOf({ key: 'tax', kind: 'tax', amount: 672, invoiceId: 'invoice-1' }))
    world.ledger.push(entryOf({ key: 'paid', kind: 'payment', amount: -1000 }))
    world.ledger.push(entryOf({ key: 'paid/1', kind: 'allocation', amount: 1000, invoiceId: 'invoice-1' }))
    const refusal = refusalOf('customer.archive', { ids: ['customer-1'] })
    expect(refusal.code).toBe('customer.blocked')
    expect(refusal.details?.blockers).toEqual([
      {
        code: 'service.stillActive',
        collection: 'services',
        id: 'service-1',
        title: 'Fibra 600',
        // Several services of one product are told apart.
        detail: '10.0.0.7 · CIR-12',
      },
      {
        code: 'invoice.unpaid',
        collection: 'invoices',
        id: 'invoice-1',
        title: 'FMAD-7Q-000001',
        amount: 2872,
        currency: 'EUR',
        dueOn: '2026-03-16',
      },
      {
        code: 'ledger.uninvoiced',
        collection: 'transactions',
        id: 'customer-1',
        title: '',
        amount: 4950,
        currency: 'EUR',
        count: 1,
        entries: [{ key: 'visit', date: '2026-03-01', description: '', amount: 4950 }],
      },
    ])
  })

  it('says beforehand what an ended service still has to be billed', () => {
    const charges = [chargeOf({ from: '2026-02-01' })]
    const contract = { from: '2026-02-01', months: 12, exitFee: '120' }
    world.put('services', serviceOf({ activeFrom: '2026-02-01', charges, contract }))
    resultOf(world.run('service.setStatus', { ids: ['service-1'], status: 'ended' }))
    const told = () =>
      resultOf<CustomersArchived>(world.preview('customer.archive', { ids: ['customer-1'] })).leftToBill
    // February, nine of 31 days of March, and 328 of 365 days of the exit fee; no tax rate is set.
    expect(told()).toEqual({ currency: 'EUR', gross: 3200 + 929 + 10_784 })
    const customerIds = ['customer-1']
    resultOf(world.run('billing.issue', { customerIds, through: '2026-04-01' }))
    world.put('invoices', ...world.all('invoices').map((one) => ({ ...one, gross: 0 })))
    expect(told()).toBeUndefined()
  })

  it('goes through when services have ended, invoices are paid and everything is invoiced', () => {
    world.put('services', serviceOf({ status: 'ended' }), serviceOf({ id: 'never', status: 'pending' }))
    world.put('invoices', invoiceOf())
    world.ledger.push(entryOf())
    world.ledger.push(entryOf({ key: 'w', kind: 'writeOff', amount: -3872, invoiceId: 'invoice-1' }))
    expect(archive('customer.archive', 'customer-1').ok).toBe(true)
  })

  it('of a site waits for all its services, of a service for its end', () => {
    world.put('services', serviceOf({ status: 'pending' }))
    expect(refusalOf('site.archive', { ids: ['site-1'] })).toMatchObject({
      code: 'site.blocked',
      details: { blockers: [{ code: 'service.stillOpen', id: 'service-1' }] },
    })
    world.put('services', serviceOf({ status: 'suspended' }))
    expect(refusalOf('service.archive', { ids: ['service-1'] })).toMatchObject({
      code: 'service.blocked',
      details: { blockers: [{ code: 'service.stillActive', id: 'service-1' }] },
    })
    world.put('services', serviceOf({ status: 'ended' }))
    expect(archive('service.archive', 'service-1').ok).toBe(true)
    expect(archive('site.archive', 'site-1').ok).toBe(true)
    expect(refusalOf('service.restore', { ids: ['service-1'] }).code).toBe('site.isArchived')
  })

  it('of a service gives its address free; restoring says who has it now', () => {
    const identifiers = [{ id: 'a', kind: 'ip' as const, value: '10.0.0.9' }]
    world.put('services', serviceOf({ status: 'pending', identifiers }))
    expect(archive('service.archive', 'service-1').ok).toBe(true)
    const other = create({ name: 'Nueva', identifiers: [{ kind: 'ip', value: '10.0.0.9' }] })
    expect(other.warnings).toEqual([])
    const restored = resultOf<ServicesRestored>(world.run('service.restore', { ids: ['service-1'] }))
    expect(restored.taken).toMatchObject([
      {
        id: 'service-1',
        path: 'identifiers/a',
        value: '10.0.0.9',
        holder: { title: 'Nueva' },
        choice: 'without',
      },
    ])
    expect(world.get('services', 'service-1')?.identifiers).toEqual([])
  })
})

it('keeps the currency of a customer with entries', () => {
  const change = () => world.run('customer.update', { id: 'customer-1', changes: { currency: 'GBP' } })
  expect(change().ok).toBe(true)
  world.put('customers', customerOf({ statusId: status('active') }))
  world.ledger.push(entryOf())
  expect(refusalOf('customer.update', { id: 'customer-1', changes: { currency: 'GBP' } }).code).toBe(
    'customer.currencyInUse',
  )
})

it('moves the equipment along when a service changes its site', () => {
  world.put('sites', siteOf({ id: 'site-2', name: 'Almacén' }))
  world.put('inventory', itemOf())
  const { id } = create({ name: 'Fibra', inventoryIds: ['item-1'] })
  resultOf(world.run('service.update', { id, changes: { siteId: 'site-2' } }))
  expect(world.get('inventory', 'item-1')?.siteId).toBe('site-2')
})

describe('monthly revenue', () => {
  it('normalises periods, takes discounts off and leaves the rest out', () => {
    const charges = [
      chargeOf(),
      chargeOf({ id: 'c2', unitPrice: '90', periodMonths: 3 }),
      chargeOf({ id: 'c3', unitPrice: '-5' }),
      chargeOf({ id: 'c4', kind: 'oneOff', unitPrice: '60' }),
      chargeOf({ id: 'c5', kind: 'metered', unitPrice: '0.2' }),
    ]
    expect(monthlyRevenue(serviceOf({ charges }), '2026-03-10')).toEqual({ amount: 3200 + 3000 - 500 })
    const out = (billed: boolean) =>
      serviceOf({ charges, status: 'suspended', suspensions: [{ id: 's', from: '2026-03-01', billed }] })
    expect(monthlyRevenue(out(false), '2026-03-10').amount).toBe(0)
    expect(monthlyRevenue(out(true), '2026-03-10').amount).toBe(3200 + 3000 - 500)
    // Taken over as suspended: nobody said that charging stopped.
    expect(monthlyRevenue(serviceOf({ charges, status: 'suspended' }), '2026-03-10').amount).toBe(5700)
  })

  it('says on which day it will be another figure', () => {
    const charges = [
      chargeOf({ to: '2026-04-01' }),
      chargeOf({ id: 'c2', unitPrice: '35', from: '2026-04-01', pauses: [{ id: 'p', from: '2026-08-01' }] }),
    ]
    const service = serviceOf({ charges })
    expect(monthlyRevenue(service, '2026-03-10')).toEqual({ amount: 3200, until: '2026-04-01' })
    expect(monthlyRevenue(service, '2026-04-01')).toEqual({ amount: 3500, until: '2026-08-01' })
    expect(monthlyRevenue(service, '2026-08-01')).toEqual({ amount: 0 })
  })
})
