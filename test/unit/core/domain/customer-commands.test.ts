import { beforeEach, describe, expect, it } from 'vitest'
import { commands } from '#core/domain/commands.ts'
import type { CustomerCreated } from '#core/domain/customer/create.ts'
import { createArchiveCustomers, type CustomersRestored } from '#core/domain/customer/bulk.ts'
import type { CustomerSaved } from '#core/domain/customer/update.ts'
import type { BulkResult } from '#core/domain/bulk-result.ts'
import { seedId } from '#core/domain/seed-id.ts'
import { contactOf, customerOf } from '#test/support/builders.ts'
import { createReadyWorld, resultOf, sha256, type CommandWorld } from '#test/support/command-world.ts'

const status = (key: string) => seedId(sha256, 'customerStatus', key)
const contactType = (key: string) => seedId(sha256, 'contactType', key)

let world: CommandWorld
beforeEach(() => {
  world = createReadyWorld()
})

const create = (input: object) =>
  resultOf<CustomerCreated>(
    world.run('customer.create', { name: 'Ana Núñez Gil', type: 'individual', ...input }),
  )

const codes = (name: string, input: unknown) => {
  const outcome = world.run(name, input)
  if (outcome.ok) return { code: 'ok', fields: [] }
  return {
    code: outcome.error.code,
    fields: (outcome.error.fields ?? []).map((issue) => `${issue.path} ${issue.code}`),
  }
}

describe('customer.create', () => {
  it('makes an individual and a contact of the same name in one step', () => {
    const { id, number, contactId } = create({
      name: '  Ana Núñez Gil ',
      contact: {
        emails: [{ id: 'e1', address: ' Ana@EXAMPLE.com ' }],
        phones: [{ id: 'p1', typed: '600 123 123' }],
      },
    })
    expect(number).toBe('MAD-7Q-000001')
    expect(world.get('customers', id)).toMatchObject({
      name: 'Ana Núñez Gil',
      sortName: 'ana nun{ez gil',
      statusId: status('active'),
      paymentType: 'postpaid',
      billDay: 1,
      currency: 'EUR',
      language: 'es',
      officeId: 'office-madrid',
      createdAt: '2026-03-10T10:00:00.000Z',
    })
    expect(world.get('contacts', contactId ?? '')).toMatchObject({
      customerId: id,
      name: 'Ana Núñez Gil',
      typeIds: [contactType('own')],
      authorisedToChange: true,
      emails: [{ id: 'e1', address: 'Ana@example.com' }],
      phones: [{ id: 'p1', typed: '600 123 123', e164: '+34600123123' }],
    })
  })

  it('counts numbers per office prefix', () => {
    const other = resultOf<{ id: string }>(
      world.run('catalog.save', {
        kind: 'office',
        data: { name: 'Londres', prefix: 'LON', country: 'GB', timeZone: 'Europe/London', currency: 'GBP' },
      }),
    )
    expect(create({}).number).toBe('MAD-7Q-000001')
    expect(create({ officeId: other.id }).number).toBe('LON-7Q-000001')
    expect(create({}).number).toBe('MAD-7Q-000002')
    const british = world.all('customers').find((customer) => customer.officeId === other.id)
    expect(british).toMatchObject({ currency: 'GBP', language: 'en' })
  })

  it('makes no contact for a business without one', () => {
    expect(create({ type: 'business', name: 'Talleres Gil S.L.' }).contactId).toBeUndefined()
    expect(world.all('contacts')).toEqual([])
  })

  it('names every field that is wrong, of the contact too, and writes nothing', () => {
    const refused = codes('customer.create', {
      name: ' ',
      type: 'individual',
      billDay: 32,
      currency: 'XXZ',
      statusId: 'gone',
      tags: ['gone'],
      contact: { emails: [{ id: 'e1', address: 'ana@' }] },
    })
    expect(refused).toEqual({
      code: 'customer.invalid',
      fields: expect.arrayContaining([
        'name customer.nameMissing',
        'billDay customer.billDayRange',
        'currency customer.currencyUnknown',
        'statusId customer.statusUnknown',
        'tags customer.tagUnknown',
        'contact/emails/e1/address contact.emailDomain',
      ]) as string[],
    })
    expect(world.all('customers')).toEqual([])
    // A refused customer uses up no number.
    expect(create({}).number).toBe('MAD-7Q-000001')
  })

  it('wants a name for the contact of a business', () => {
    const input = { name: 'Talleres Gil', type: 'business', contact: { emails: [] } }
    expect(codes('customer.create', input).fields).toContain('contact/name contact.nameMissing')
  })

  it('warns of a tax identifier that somebody has, and stores it compact', () => {
    create({ taxId: '12345678Z' })
    const second = create({ taxId: '12.345.678-z' })
    expect(second.warnings).toContainEqual({
      path: 'taxId',
      code: 'customer.taxIdTaken',
      severity: 'warning',
      params: { number: 'MAD-7Q-000001', name: 'Ana Núñez Gil' },
    })
    expect(world.get('customers', second.id)?.taxId).toBe('12345678Z')
  })

  it('refuses a full card number in a payment method', () => {
    const card = { id: 'm1', brand: 'Visa', token: '4242 4242 4242 4242', isDefault: true }
    expect(
      codes('customer.create', { name: 'A', type: 'individual', paymentMethods: [card] }).fields,
    ).toContain('paymentMethods/m1/token customer.paymentCardNumber')
  })

  it('refuses an office that is not there', () => {
    expect(codes('customer.create', { name: 'A', type: 'individual', officeId: 'gone' }).code).toBe(
      'customer.officeNotFound',
    )
  })
})

describe('customer.update', () => {
  it('changes only what was given and keeps fields of a newer version', () => {
    const { id } = create({ taxId: '12345678Z', notes: 'antigua' })
    const before = { ...world.get('customers', id)!, loyaltyPoints: 7 }
    world.put('customers', before)
    resultOf(world.run('customer.update', { id, changes: { billDay: 15, notes: null } }))
    const expected: Record<string, unknown> = { ...before, billDay: 15 }
    delete expected.notes
    expect(world.get('customers', id)).toEqual(expected)
  })

  it('writes nothing when nothing changed', () => {
    const { id } = create({})
    const outcome = world.run('customer.update', { id, changes: { name: 'Ana Núñez Gil', billDay: 1 } })
    expect(outcome.ok && outcome.value.writes).toEqual([])
  })

  it('renames the own contact of an individual while it carries the old name', () => {
    const { id, contactId = '' } = create({})
    expect(
      resultOf<CustomerSaved>(world.run('customer.update', { id, changes: { name: 'Ana Ñíguez' } }))
        .contactId,
    ).toBe(contactId)
    expect(world.get('contacts', contactId)).toMatchObject({ name: 'Ana Ñíguez', sortName: 'ana n{iguez' })
    resultOf(world.run('contact.update', { id: contactId, changes: { name: 'Anita' } }))
    resultOf(world.run('customer.update', { id, changes: { name: 'Ana Otra' } }))
    expect(world.get('contacts', contactId)?.name).toBe('Anita')
  })

  it('is held up only by errors in what it touches', () => {
    const { id } = create({})
    world.put('customers', { ...world.get('customers', id)!, statusId: 'vanished', billDay: 3 })
    const saved = resultOf<CustomerSaved>(world.run('customer.update', { id, changes: { billDay: 4 } }))
    expect(saved.warnings).toContainEqual({
      path: 'statusId',
      code: 'customer.statusUnknown',
      severity: 'warning',
    })
    expect(codes('customer.update', { id, changes: { statusId: 'nowhere' } }).fields).toContain(
      'statusId customer.statusUnknown',
    )
  })

  it('gives elements without an id, or with a used one, an id of their own', () => {
    const { id } = create({})
    const attributes = [
      { id: 'a', name: 'Uno', kind: 'text', value: '1' },
      { id: 'a', name: 'Dos', kind: 'text', value: '2' },
      { name: 'Tres', kind: 'text', value: '3' },
    ]
    resultOf(world.run('customer.update', { id, changes: { attributes } }))
    const ids = world.get('customers', id)?.attributes.map((attribute) => attribute.id) ?? []
    expect(ids[0]).toBe('a')
    expect(new Set(ids).size).toBe(3)
  })

  it('refuses what is not there or archived', () => {
    world.put('customers', customerOf({ id: 'old', archived: { at: '2026-01-01T00:00:00Z', by: 'p' } }))
    expect(codes('customer.update', { id: 'none', changes: {} }).code).toBe('customer.notFound')
    expect(codes('customer.update', { id: 'old', changes: { billDay: 2 } }).code).toBe('customer.isArchived')
  })
})

describe('bulk commands', () => {
  const many = (count: number) => {
    const made = Array.from({ length: count }, (_, i) =>
      customerOf({ id: `c${i}`, number: `MAD-7Q-${i}`, statusId: status('active') }),
    )
    world.put('customers', ...made)
    return made.map((customer) => customer.id)
  }

  it('sets the status of thousands, with progress, and skips what cannot be changed', () => {
    const ids = many(1200)
    world.put('customers', customerOf({ id: 'c7', archived: { at: '2026-01-01T00:00:00Z', by: 'p' } }))
    world.put('customers', customerOf({ id: 'c8', statusId: status('suspended') }))
    const result = resultOf<BulkResult>(
      world.run('customer.setStatus', { ids: [...ids, 'none', 'c1'], statusId: status('suspended') }),
    )
    expect(result).toEqual({
      changed: 1198,
      unchanged: 1,
      refused: [
        {
          code: 'customer.isArchived',
          count: 1,
          examples: [{ id: 'c7', title: 'Panadería Núñez', details: { name: 'Panadería Núñez' } }],
        },
        { code: 'customer.notFound', count: 1, examples: [{ id: 'none', title: '' }] },
      ],
      examples: ['c0', 'c1', 'c2', 'c3', 'c4'].map((id) => ({ id, title: 'Panadería Núñez' })),
      services: 0,
      servicesLeft: 0,
    })
    expect(world.get('customers', 'c1199')?.statusId).toBe(status('suspended'))
    expect(world.progress).toEqual([
      [500, 1201],
      [1000, 1201],
      [1201, 1201],
    ])
  })

  it('refuses when not one can be changed', () => {
    expect(codes('customer.setStatus', { ids: ['none'], statusId: status('active') }).code).toBe(
      'customer.notFound',
    )
    expect(codes('customer.setStatus', { ids: many(1), statusId: 'none' }).code).toBe(
      'customer.statusNotFound',
    )
  })

  it('adds and removes tags without touching the others', () => {
    const [first = ''] = many(2)
    const tag = (name: string) =>
      resultOf<{ id: string }>(world.run('catalog.save', { kind: 'tag', data: { name, colour: 'blue' } })).id
    const [vip, fibre] = [tag('VIP'), tag('Fibra')]
    world.put('customers', customerOf({ id: first, tags: ['kept', vip] }))
    const ids = ['c0', 'c1']
    resultOf(world.run('customer.tag', { ids, add: [fibre], remove: [vip] }))
    expect(world.get('customers', 'c0')?.tags).toEqual(['kept', fibre])
    expect(world.get('customers', 'c1')?.tags).toEqual([fibre])
    expect(resultOf<BulkResult>(world.run('customer.tag', { ids, add: [fibre] })).unchanged).toBe(2)
    expect(codes('customer.tag', { ids, add: ['none'] }).code).toBe('customer.tagNotFound')
  })

  it('archives and restores with one mark for the whole command', () => {
    const ids = many(3)
    world.put('contacts', contactOf({ customerId: 'c0' }))
    resultOf(world.run('customer.archive', { ids }))
    const marks = world.all('customers').map((customer) => customer.archived)
    expect(marks[0]).toMatchObject({ at: '2026-03-10T10:00:00.000Z', by: 'person-1' })
    expect(new Set(marks.map((mark) => mark?.batch)).size).toBe(1)
    // What lies under an archived customer counts as archived by reference and is left as it is.
    expect(world.get('contacts', 'contact-1')?.archived).toBeUndefined()
    resultOf(world.run('customer.restore', { ids }))
    expect(world.all('customers').every((customer) => !('archived' in customer))).toBe(true)
  })

  it('names what holds a customer back', () => {
    const [first = ''] = many(1)
    const blocker = {
      code: 'service.stillActive' as const,
      collection: 'services' as const,
      id: 's1',
      title: 'Fibra 600',
    }
    const outcome = world.runDefinition(createArchiveCustomers([() => [blocker]]), { ids: [first] })
    expect(outcome).toEqual({
      ok: false,
      error: { code: 'customer.blocked', details: { name: 'Panadería Núñez', blockers: [blocker] } },
    })
  })

  it('says on restoring which tax identifier somebody else has now', () => {
    world.put(
      'customers',
      customerOf({ id: 'old', taxId: 'B58378431', archived: { at: '2026-01-01T00:00:00Z', by: 'p' } }),
    )
    world.put('customers', customerOf({ id: 'new', taxId: 'B58378431', number: 'MAD-7Q-9', name: 'Otra' }))
    const restored = resultOf<CustomersRestored>(world.run('customer.restore', { ids: ['old'] }))
    expect(restored.taken).toEqual([
      {
        kind: 'taxId',
        collection: 'customers',
        id: 'old',
        title: 'Panadería Núñez',
        path: 'taxId',
        value: 'B58378431',
        holder: { collection: 'customers', id: 'new', title: 'Otra', customerId: 'new' },
        options: ['keep', 'take', 'without'],
        choice: 'keep',
      },
    ])
  })
})

it('hides the internal commands from windows and no others', () => {
  const internal = Object.values(commands).filter((command) => command.internal)
  expect(internal.map((command) => command.name).sort()).toEqual([
    'billing.begin',
    'billing.finish',
    'customer.eraseAgain',
    'demo.load',
    'import.run',
    'payment.ignoreMovements',
    'payment.postStatement',
    'setup.initialise',
    'setup.joinOffice',
  ])
})
