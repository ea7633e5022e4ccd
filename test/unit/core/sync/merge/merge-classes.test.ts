import { describe, expect, it } from 'vitest'
import type { StoredDocument } from '#core/domain/entity.ts'
import { contactOf, customerOf, entryOf, invoiceOf, serviceOf, siteOf } from '#test/support/builders.ts'
import { createMergeWorld } from '#test/support/merge-world.ts'

type Fields = Record<string, unknown>

/** What `start` becomes when A and then B change it, neither knowing of the other; B's clock is later unless told. */
function meet(collection: string, start: StoredDocument, a: Fields, b: Fields, hours = { a: 9, b: 10 }) {
  const world = createMergeWorld()
  world.put(collection, start)
  const edit = (device: string, fields: Fields, hour: number) =>
    world.edit([{ collection, before: start, after: { ...start, ...fields } }], {
      device,
      hour,
      receivedAt: 12,
    })
  edit('A', a, hours.a)
  const second = edit('B', b, hours.b)
  return { record: world.record(collection, start.id), issues: world.issues(), outcome: second.outcome }
}

const customer = customerOf({ taxId: 'B1', notes: 'uno\ndos\ntres', tags: ['t1'] })
const contact = contactOf()
const service = serviceOf()
const site = siteOf()
const [charge] = service.charges
const away = { latitude: 40.5, longitude: -3.5, plusCode: '8CGRGG22+222' }

describe('fields of different classes, changed on two desktops', () => {
  it('merge by themselves when they are different fields', () => {
    const { record, issues, outcome } = meet('customers', customer, { billDay: 5 }, { language: 'en' })
    expect(record).toMatchObject({ billDay: 5, language: 'en' })
    expect(issues).toEqual([])
    expect(outcome).toEqual({ result: 'applied', issues: [] })
  })

  it('raise nothing when both made the same change', () => {
    expect(meet('customers', customer, { billDay: 5 }, { billDay: 5 }).issues).toEqual([])
  })

  it.each([
    [
      'plain, later clock second',
      'customers',
      customer,
      { billDay: 5 },
      { billDay: 6 },
      { a: 9, b: 10 },
      { billDay: 6 },
      'mine',
    ],
    [
      'plain, later clock first',
      'customers',
      customer,
      { billDay: 5 },
      { billDay: 6 },
      { a: 10, b: 9 },
      { billDay: 5 },
      'theirs',
    ],
    [
      'plain, a tie goes by the device',
      'customers',
      customer,
      { billDay: 5 },
      { billDay: 6 },
      { a: 9, b: 9 },
      { billDay: 6 },
      'mine',
    ],
    [
      'guarded, whatever the clock',
      'customers',
      customer,
      { taxId: 'B2' },
      { taxId: 'B3' },
      { a: 9, b: 10 },
      { taxId: 'B2' },
      'theirs',
    ],
    [
      'a group as one value',
      'sites',
      site,
      { city: 'Ávila' },
      { postcode: '05001' },
      { a: 9, b: 10 },
      { city: 'Madrid', postcode: '05001' },
      'mine',
    ],
    [
      'a guarded group',
      'services',
      service,
      { status: 'suspended', statusSince: '2026-03-01' },
      { status: 'ended', statusSince: '2026-03-02' },
      { a: 9, b: 10 },
      { status: 'suspended', statusSince: '2026-03-01' },
      'theirs',
    ],
  ] as const)('%s', (_name, collection, start, a, b, hours, expected, kept) => {
    const { record, issues } = meet(collection, start as unknown as StoredDocument, a, b, hours)
    expect(record).toMatchObject(expected)
    expect(issues).toHaveLength(1)
    expect(issues[0]).toMatchObject({
      kind: 'conflict',
      kept,
      by: { device: 'B' },
      theirsBy: { device: 'A' },
    })
  })

  it('show mine, theirs and before of a conflict', () => {
    const { issues } = meet('customers', customer, { taxId: 'B2' }, { taxId: 'B3' })
    expect(issues[0]).toMatchObject({ path: 'taxId', mine: 'B3', theirs: 'B2', before: 'B1' })
    const address = meet('sites', site, { city: 'Ávila' }, { postcode: '05001' }).issues[0]
    expect(address?.path).toBe('group:address')
    expect(address?.mine).toMatchObject({ city: 'Madrid', postcode: '05001', addressLine1: 'Calle Mayor, 1' })
    expect(address?.theirs).toMatchObject({ city: 'Ávila', postcode: '28013' })
  })

  it('never tear a position from its Plus Code', () => {
    const { record } = meet('sites', site, away, { placeId: 'somewhere' }, { a: 9, b: 10 })
    expect(record).toMatchObject({ latitude: site.latitude, plusCode: site.plusCode, placeId: 'somewhere' })
  })

  it('unite tags, and keep a tag that was taken away before somebody added it', () => {
    expect(meet('customers', customer, { tags: ['t1', 't2'] }, { tags: ['t1', 't3'] }).record?.tags).toEqual([
      't1',
      't2',
      't3',
    ])
    const world = createMergeWorld()
    world.put('customers', { ...customer, tags: [] })
    const tag = (device: string, hour: number, before: string[], after: string[]) =>
      world.edit(
        [
          {
            collection: 'customers',
            before: { ...customer, tags: before },
            after: { ...customer, tags: after },
          },
        ],
        { device, hour, receivedAt: 20 },
      )
    tag('A', 8, [], ['t1'])
    tag('B', 11, [], ['t1'])
    tag('A', 10, ['t1'], [])
    expect(world.record('customers', customer.id)?.tags).toEqual(['t1'])
    tag('A', 12, ['t1'], [])
    expect(world.record('customers', customer.id)?.tags).toEqual([])
    expect(world.issues()).toEqual([])
  })

  it('merge lists by element, and elements by field', () => {
    const [phone] = contact.phones
    const more = { id: 'phone-2', typed: '601' }
    const { record, issues } = meet(
      'contacts',
      contact,
      { phones: [{ ...phone, label: 'home' }] },
      { phones: [{ ...phone, typed: '602', e164: '+34602' }, more] },
    )
    expect(record?.phones).toEqual([{ ...phone, label: 'home', typed: '602', e164: '+34602' }, more])
    expect(issues).toEqual([])
  })

  it('guard the price of a charge as one value', () => {
    const { record, issues } = meet(
      'services',
      service,
      { charges: [{ ...charge, unitPrice: '40' }] },
      { charges: [{ ...charge, quantity: '2' }] },
    )
    expect(record?.charges).toEqual([{ ...charge, unitPrice: '40' }])
    expect(issues[0]).toMatchObject({
      path: 'charges/charge-1/group:price',
      kept: 'theirs',
      mine: { unitPrice: '32', quantity: '2' },
    })
  })

  it('merge readings of one meter by reading', () => {
    const read = (id: string) => ({
      charges: [{ ...charge, readings: [{ id, date: '2026-03-01', value: '7' }] }],
    })
    const { record, issues } = meet('services', service, read('r1'), read('r2'))
    const charges = record?.charges as { readings: { id: string }[] }[]
    expect(charges[0]?.readings.map(({ id }) => id)).toEqual(['r1', 'r2'])
    expect(issues).toEqual([])
  })

  it('merge notes by line, and keep both where they overlap', () => {
    const apart = meet('customers', customer, { notes: 'UNO\ndos\ntres' }, { notes: 'uno\ndos\nTRES' })
    expect(apart.record?.notes).toBe('UNO\ndos\nTRES')
    expect(apart.issues).toEqual([])
    const same = meet('customers', customer, { notes: 'uno\nA\ntres' }, { notes: 'uno\nB\ntres' })
    expect(same.record?.notes).toBe('uno\nA\nB\ntres')
    expect(same.issues[0]).toMatchObject({ kind: 'conflict', kept: 'both' })
  })

  it('tell of a change to an element that somebody deleted', () => {
    const [phone] = contact.phones
    const { record, issues } = meet(
      'contacts',
      contact,
      { phones: [] },
      { phones: [{ ...phone, typed: '602', e164: '+34602' }] },
    )
    expect(record?.phones).toEqual([])
    expect(issues[0]).toMatchObject({ kind: 'gone', mine: { typed: '602', e164: '+34602' } })
  })

  it('keep an element that somebody changed and another one deletes', () => {
    const [phone] = contact.phones
    const { record, issues } = meet(
      'contacts',
      contact,
      { phones: [{ ...phone, label: 'home' }] },
      { phones: [] },
    )
    expect(record?.phones).toEqual([{ ...phone, label: 'home' }])
    expect(issues[0]).toMatchObject({ kind: 'conflict', kept: 'theirs', theirs: { label: 'home' } })
  })
})

describe('records that are only ever inserted', () => {
  const entry = entryOf() as unknown as StoredDocument
  const other = { ...entry, amount: 1 }

  it('are the same when they are the same', () => {
    const world = createMergeWorld()
    const post = (device: string) =>
      world.edit(
        [{ collection: 'transactions', before: undefined, after: { ...entry, id: entryOf().key } }],
        { device, hour: 9 },
      )
    post('A')
    expect(post('B').outcome).toEqual({ result: 'applied', issues: [] })
  })

  it('are never overwritten: other content under the same key is an issue with both', () => {
    const world = createMergeWorld()
    const key = entryOf().key
    const row = (to: StoredDocument) => ({
      i: 0,
      collection: 'transactions',
      id: key,
      path: '',
      kind: 'create' as const,
      to,
      salt: '',
    })
    world.take([row(entry)], { device: 'A', hour: 9 })
    world.take([row(other)], { device: 'B', hour: 10 })
    expect(world.record('transactions', key)).toEqual(entry)
    expect(world.issues()).toMatchObject([{ kind: 'conflict', mine: other, theirs: entry, kept: 'theirs' }])
  })

  it('refuse a change of an issued invoice', () => {
    const invoice = invoiceOf()
    const { record, issues } = meet('invoices', invoice, {}, { gross: 1 })
    expect(record).toEqual(invoice)
    expect(issues).toMatchObject([{ path: 'gross', kept: 'theirs', mine: 1 }])
  })
})
