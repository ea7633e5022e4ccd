import { describe, expect, it } from 'vitest'
import type { BulkResult } from '#core/domain/bulk-result.ts'
import { choicesOf } from '#core/domain/issue/choices.ts'
import type { KeptRow } from '#core/domain/issue/schema.ts'
import { conflictOf, contactOf, customerOf, serviceOf } from '#test/support/builders.ts'
import { createReadyWorld, refusalOf, resultOf } from '#test/support/command-world.ts'

const settle = (choice: string, ...ids: string[]) => ({ ids: ids.length > 0 ? ids : ['issue-1'], choice })

function worldWith(...issues: ReturnType<typeof conflictOf>[]) {
  const world = createReadyWorld()
  world.put('customers', customerOf({ taxId: '87654321X' }))
  world.put('services', serviceOf())
  world.put('issues', ...issues)
  return world
}

const charge = () => serviceOf().charges[0] ?? expect.fail('the service has a charge')

describe('issue.settle', () => {
  it.each([
    ['mine', '12345678Z'],
    ['theirs', '87654321X'],
    ['before', '11111111H'],
    ['current', '87654321X'],
  ])('writes %s and says who decided', (choice, taxId) => {
    const world = worldWith(conflictOf())
    resultOf(world.run('issue.settle', settle(choice)))
    expect(world.get('customers', 'customer-1')?.taxId).toBe(taxId)
    expect(world.get('issues', 'issue-1')?.settled).toEqual({
      at: '2026-03-10T10:00:00.000Z',
      by: 'person-1',
      choice,
    })
  })

  it('puts a merge group of a list element back as one value, and takes away what it lacked', () => {
    const { id, unitPrice: _price, ...rest } = charge()
    const world = worldWith(
      conflictOf({
        entity: 'services',
        entityId: 'service-1',
        path: `charges/${id}/group:price`,
        mine: { unitPrice: '19.90', quantity: '2', periodMonths: 1 },
        theirs: { unitPrice: charge().unitPrice, quantity: '1', periodMonths: 1, taxRateId: 'iva' },
      }),
    )
    resultOf(world.run('issue.settle', settle('mine')))
    const settled = world.get('services', 'service-1')?.charges[0]
    expect(settled).toMatchObject({ id, unitPrice: '19.90', quantity: '2', from: rest.from })
    expect(settled).not.toHaveProperty('taxRateId')
  })

  it('brings a list element back and takes one away', () => {
    const added = { ...charge(), id: 'charge-2', description: 'Alta' }
    const at = { entity: 'services', entityId: 'service-1', path: 'charges/charge-2', before: undefined }
    const world = worldWith(conflictOf({ ...at, mine: added, theirs: undefined }))
    resultOf(world.run('issue.settle', settle('mine')))
    expect(world.get('services', 'service-1')?.charges.map(({ id }) => id)).toEqual([charge().id, 'charge-2'])
    world.put('issues', conflictOf({ ...at, id: 'issue-2', mine: undefined, theirs: added }))
    resultOf(world.run('issue.settle', settle('mine', 'issue-2')))
    expect(world.get('services', 'service-1')?.charges).toHaveLength(1)
  })

  it('keeps both of two decisions about one record', () => {
    const world = worldWith(conflictOf(), conflictOf({ id: 'issue-2', path: 'notes', mine: 'Llamar antes' }))
    const { writes } = resultOf<BulkResult>(world.run('issue.settle', settle('mine', 'issue-1', 'issue-2')))
      ? { writes: world.get('customers', 'customer-1') }
      : { writes: undefined }
    expect(writes).toMatchObject({ taxId: '12345678Z', notes: 'Llamar antes' })
  })

  it.each([
    ['mine', 'nuevo'],
    ['theirs', 'allí, después'],
    ['before', 'antes'],
  ])(
    'of several about one value keeps the %s that counts, in whatever order they were chosen',
    (choice, notes) => {
      const about = { path: 'notes', raisedAt: '2026-03-10T09:00:00.000Z' }
      const by = { device: 'device-b', person: 'person-2', office: 'office-1' }
      const issues = [
        conflictOf({
          ...{ ...about, id: 'issue-1', mine: 'viejo', theirs: 'allí', before: 'antes' },
          by: { ...by, at: '2026-03-09T08:00:00.000Z-00000-device-b' },
        }),
        conflictOf({
          ...{ ...about, id: 'issue-2', mine: 'nuevo', theirs: 'allí, después', before: 'viejo' },
          by: { ...by, at: '2026-03-09T08:00:00.000Z-00001-device-b' },
        }),
      ]
      for (const ids of [
        ['issue-1', 'issue-2'],
        ['issue-2', 'issue-1'],
      ]) {
        const world = worldWith(...issues)
        expect(resultOf<BulkResult>(world.run('issue.settle', settle(choice, ...ids))).changed).toBe(2)
        expect(world.get('customers', 'customer-1')?.notes).toBe(notes)
      }
    },
  )

  it('settles what it can of many and says why not of the others', () => {
    const world = worldWith(
      conflictOf(),
      conflictOf({ id: 'issue-2', entityId: 'nobody' }),
      conflictOf({ id: 'issue-3', kind: 'claim', path: 'number/MAD-1' }),
    )
    const result = resultOf<BulkResult>(
      world.run('issue.settle', settle('mine', 'issue-1', 'issue-2', 'issue-3')),
    )
    expect(result).toMatchObject({
      changed: 1,
      refused: expect.arrayContaining([
        expect.objectContaining({ code: 'issue.recordGone', count: 1 }),
        expect.objectContaining({ code: 'issue.choiceUnknown', count: 1 }),
      ]) as unknown,
    })
    expect(world.get('issues', 'issue-2')?.settled).toBeUndefined()
  })

  it('refuses a value that breaks a rule by now, and names the field', () => {
    const world = worldWith(conflictOf({ path: 'name', mine: '', kind: 'rule' }))
    const refusal = refusalOf(world.run('issue.settle', settle('mine')))
    expect(refusal.code).toBe('issue.breaksRule')
    expect(refusal.fields?.[0]?.path).toBe('name')
    expect(world.get('issues', 'issue-1')?.settled).toBeUndefined()
  })

  it('leaves a settled one as it was settled', () => {
    const world = worldWith(conflictOf())
    resultOf(world.run('issue.settle', settle('theirs')))
    expect(resultOf<BulkResult>(world.run('issue.settle', settle('mine'))).unchanged).toBe(1)
    expect(world.get('customers', 'customer-1')?.taxId).toBe('87654321X')
  })
})

describe('choicesOf', () => {
  it.each([
    ['archiving', conflictOf({ path: 'group:archived' })],
    ['a whole record', conflictOf({ path: '' })],
    ['a double number', conflictOf({ kind: 'claim' })],
    ['a ledger entry', conflictOf({ entity: 'transactions', path: '' })],
    ['a field of an invoice', conflictOf({ entity: 'invoices', path: 'number' })],
    ['erased values', conflictOf({ erased: true })],
  ])('offers nothing but to leave %s', (_what, issue) => {
    expect(choicesOf(issue)).toEqual(['current'])
  })
})

describe('issue.resend', () => {
  const created = (contact = contactOf({ id: 'contact-9' })): KeptRow => ({
    collection: 'contacts',
    id: contact.id,
    path: '',
    kind: 'create',
    to: contact,
  })
  const rejected = (...rows: KeptRow[]) =>
    conflictOf({
      ...{ kind: 'rejected', entity: 'contacts', entityId: 'contact-9', path: '', reason: 'schema' },
      rows,
    })

  it('does what was refused anew, with the record as it was mended', () => {
    const world = worldWith(rejected(created(contactOf({ id: 'contact-9', name: '' }))))
    expect(refusalOf(world.run('issue.resend', { id: 'issue-1' })).code).toBe('issue.breaksRule')
    resultOf(
      world.run('issue.resend', {
        id: 'issue-1',
        documents: [
          { collection: 'contacts', id: 'contact-9', document: contactOf({ id: 'x', name: 'Eva' }) },
        ],
      }),
    )
    expect(world.get('contacts', 'contact-9')).toMatchObject({ id: 'contact-9', name: 'Eva' })
    expect(world.get('issues', 'issue-1')?.settled?.choice).toBe('other')
    expect(refusalOf(world.run('issue.resend', { id: 'issue-1' })).code).toBe('issue.alreadySettled')
  })

  it('lays refused fields over the record as it is now', () => {
    const row = { collection: 'customers', id: 'customer-1', path: 'notes', kind: 'set' } as const
    const world = worldWith(rejected({ ...row, to: 'Puerta azul' }))
    resultOf(world.run('issue.resend', { id: 'issue-1' }))
    expect(world.get('customers', 'customer-1')).toMatchObject({ notes: 'Puerta azul', taxId: '87654321X' })
  })

  it.each([
    ['issue.recordThere', { ...created(contactOf({ id: 'contact-9' })) }],
    ['issue.recordGone', { collection: 'sites', id: 'nowhere', path: 'name', kind: 'set', to: 'x' } as const],
    [
      'issue.enterAgain',
      { collection: 'customers', id: 'customer-1', path: 'archived', kind: 'set', to: { at: '', by: '' } },
    ] as const,
    [
      'issue.enterAgain',
      { collection: 'transactions', id: 'key', path: '', kind: 'create', to: {} },
    ] as const,
  ])('refuses as %s', (code, row) => {
    const world = worldWith(rejected(row))
    world.put('contacts', contactOf({ id: 'contact-9' }))
    expect(refusalOf(world.run('issue.resend', { id: 'issue-1' })).code).toBe(code)
  })
})
