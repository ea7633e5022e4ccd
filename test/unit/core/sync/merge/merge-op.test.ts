import { describe, expect, it } from 'vitest'
import { ERASE_COMMAND } from '#core/sync/merge/merge-op.ts'
import { conflictOf, contactOf, customerOf, serviceOf, statusOf } from '#test/support/builders.ts'
import { createMergeWorld } from '#test/support/merge-world.ts'

const customer = customerOf({ id: 'c1' })
const other = customerOf({ id: 'c2' })

describe('an op on the server', () => {
  it('wins nothing by a clock that runs ahead', () => {
    const world = createMergeWorld()
    world.put('customers', customer)
    const edit = (device: string, billDay: number, hour: number, receivedAt: number) =>
      world.edit([{ collection: 'customers', before: customer, after: { ...customer, billDay } }], {
        device,
        hour,
        receivedAt,
      })
    edit('A', 5, 40, 9)
    edit('B', 6, 10, 10)
    expect(world.record('customers', 'c1')?.billDay).toBe(6)
    expect(world.issues()[0]?.by.at).toContain('2026-03-10T10')
  })

  it('follows a later clock with an earlier one when its author had seen the value', () => {
    const world = createMergeWorld()
    world.put('customers', customer)
    const set = (device: string, from: number, to: number, hour: number) =>
      world.edit(
        [
          {
            collection: 'customers',
            before: { ...customer, billDay: from },
            after: { ...customer, billDay: to },
          },
        ],
        { device, hour, receivedAt: 20 },
      )
    set('A', 1, 5, 10)
    set('B', 5, 6, 9)
    expect(world.record('customers', 'c1')?.billDay).toBe(6)
    // What B knew of counts for those after it.
    set('C', 1, 7, 9.5)
    expect(world.record('customers', 'c1')?.billDay).toBe(6)
  })

  it('that adds an element is of its own desktop, also where that one’s clock is behind the record’s', () => {
    const world = createMergeWorld()
    const made = (last: string) => ({
      ...customer,
      paymentMethods: [{ id: 'pm-1', brand: 'SEPA', lastFour: last, isDefault: true }],
    })
    world.edit([{ collection: 'customers', before: undefined, after: customer }], {
      ...{ device: 'A', hour: 10, receivedAt: 10 },
    })
    const add = (device: string, last: string, hour: number) =>
      world.edit([{ collection: 'customers', before: customer, after: made(last) }], {
        ...{ device, hour, receivedAt: 20 },
      })
    add('D', '9595', 9)
    add('A', '9890', 11)
    expect(world.issues()).toMatchObject([{ by: { device: 'A' }, theirsBy: { device: 'D' }, kept: 'theirs' }])
  })

  it('of the desktop that wrote the value last is no conflict, whatever it found in its file', () => {
    const world = createMergeWorld()
    world.put('customers', customer)
    const set = (device: string, before: object, after: object) =>
      world.edit(
        [{ collection: 'customers', before: { ...customer, ...before }, after: { ...customer, ...after } }],
        { device, hour: 10, receivedAt: 20 },
      )
    set('A', {}, { billDay: 5 })
    // 31 was never written by anybody: the file was damaged.
    expect(set('A', { billDay: 31 }, { billDay: 7 }).outcome.result).toBe('applied')
    expect(world.record('customers', 'c1')?.billDay).toBe(7)
    // What somebody else wrote last is theirs, also when A wrote there before.
    set('B', { billDay: 7 }, { billDay: 8 })
    set('A', { billDay: 7 }, { billDay: 9 })
    expect(world.issues()).toHaveLength(1)
    expect(world.issues()[0]).toMatchObject({ by: { device: 'A' }, theirsBy: { device: 'B' } })
  })

  it('that was written anew for another desktop is no later word of the one that wrote it anew', () => {
    const world = createMergeWorld()
    world.put('customers', customer)
    const set = (from: number, to: number, hour: number, former?: string) =>
      world.edit(
        [
          {
            collection: 'customers',
            before: { ...customer, billDay: from },
            after: { ...customer, billDay: to },
          },
        ],
        { device: 'A', hour, receivedAt: 20, ...(former !== undefined && { former }) },
      )
    set(1, 5, 9)
    // A saw 6 of B, which a restored server lost, and made 7 of it; only then does it bring the 6 again.
    set(6, 7, 11)
    set(5, 6, 10, 'B')
    expect(world.record('customers', 'c1')?.billDay).toBe(7)
    expect(world.issues()).toMatchObject([{ path: 'billDay', mine: 6, theirs: 7, kept: 'theirs' }])
    // Nor is what A writes afterwards a later word of its own, where B's stands.
    set(7, 8, 12, 'B')
    set(3, 9, 13)
    expect(world.record('customers', 'c1')?.billDay).toBe(9)
    expect(world.issues()).toHaveLength(2)
  })

  it('names the other desktop as the other side of a text that both put together', () => {
    const world = createMergeWorld()
    world.put('customers', customer)
    const set = (device: string, from: string | undefined, notes: string) =>
      world.edit(
        [
          {
            collection: 'customers',
            before: { ...customer, ...(from !== undefined && { notes: from }) },
            after: { ...customer, notes },
          },
        ],
        { device, hour: device === 'A' ? 9 : 10, receivedAt: 20 },
      )
    set('A', undefined, 'llave en portal')
    set('B', undefined, 'llave en garaje')
    set('B', 'llave en garaje', 'llave en tienda')
    const others = world.issues().map(({ by, theirsBy }) => [by.device, theirsBy?.device])
    expect(others.length).toBeGreaterThan(0)
    for (const [by, theirs] of others) expect(theirs).not.toBe(by)
  })

  it('brings no damage along in a group of which it changes another member', () => {
    const world = createMergeWorld()
    const service = serviceOf({ id: 's1' })
    world.put('services', service)
    const [charge] = service.charges
    if (!charge) throw new Error('no charge')
    const set = (before: object, after: object) =>
      world.edit(
        [
          {
            collection: 'services',
            before: { ...service, charges: [{ ...charge, ...before }] },
            after: { ...service, charges: [{ ...charge, ...after }] },
          },
        ],
        { device: 'A', hour: 10, receivedAt: 20 },
      )
    set({}, { unitPrice: '20' })
    const { outcome } = set({ unitPrice: '99999' }, { unitPrice: '99999', quantity: '3' })
    expect(outcome.result).toBe('merged')
    expect(world.record('services', 's1')?.charges).toMatchObject([
      { unitPrice: '20', quantity: charge.quantity },
    ])
  })

  it('keeps out what breaks a rule of the merged record, and takes the rest', () => {
    const world = createMergeWorld()
    world.put('customers', customer)
    const { outcome } = world.edit(
      [{ collection: 'customers', before: customer, after: { ...customer, billDay: 99, language: 'en' } }],
      { device: 'A', hour: 9 },
    )
    expect(world.record('customers', 'c1')).toEqual({ ...customer, language: 'en' })
    expect(outcome.result).toBe('merged')
    expect(world.issues()).toMatchObject([
      { kind: 'rule', path: 'billDay', mine: 99, before: 1, reason: 'schema' },
    ])
  })

  it('keeps out what only the merge of two good changes breaks', () => {
    const methods = (id: string) => ({ paymentMethods: [{ id, brand: 'Visa', isDefault: true }] })
    const world = createMergeWorld()
    world.put('customers', customer)
    for (const [device, id] of [
      ['A', 'm1'],
      ['B', 'm2'],
    ] as const)
      world.edit([{ collection: 'customers', before: customer, after: { ...customer, ...methods(id) } }], {
        device,
        hour: 9,
      })
    expect(world.record('customers', 'c1')?.paymentMethods).toEqual(methods('m1').paymentMethods)
    expect(world.issues()).toMatchObject([{ kind: 'rule', reason: 'customer.paymentDefaultTwice' }])
  })

  it('still changes a record that no longer fits a rule made later', () => {
    const world = createMergeWorld()
    const old = { ...customer, billDay: 99 }
    world.put('customers', old)
    world.edit([{ collection: 'customers', before: old, after: { ...old, language: 'en' } }], {
      device: 'A',
      hour: 9,
    })
    expect(world.record('customers', 'c1')?.language).toBe('en')
  })

  it('of a whole command is taken or rejected entire', () => {
    const world = createMergeWorld()
    world.put('customers', customer)
    world.put('customers', other)
    const mark = (by: string) => ({ archived: { at: '2026-03-10T09:00:00.000Z', by } })
    const archive = (device: string, of: (typeof customer)[]) =>
      world.edit(
        of.map((before) => ({ collection: 'customers', before, after: { ...before, ...mark(device) } })),
        { device, hour: 9, command: 'customer.archive' },
      )
    archive('A', [customer])
    const { outcome } = archive('B', [customer, other])
    expect(outcome).toMatchObject({ result: 'rejected', reason: 'whole' })
    expect(world.record('customers', 'c2')?.archived).toBeUndefined()
    expect(world.issues()[0]?.rows).toHaveLength(2)
  })

  it('joins the rejection of the record that it changes', () => {
    const world = createMergeWorld()
    const broken = { ...customer, billDay: 99 }
    const made = world.edit([{ collection: 'customers', before: undefined, after: broken }], {
      device: 'A',
      hour: 9,
    })
    const changed = world.edit(
      [{ collection: 'customers', before: broken, after: { ...broken, language: 'en' } }],
      { device: 'A', hour: 10 },
    )
    expect(world.record('customers', 'c1')).toBeUndefined()
    expect(changed.outcome.issues).toEqual(made.outcome.issues)
    expect(world.issues()).toMatchObject([
      { kind: 'rejected', rows: [{ kind: 'create' }, { path: 'language', to: 'en' }] },
    ])
    world.edit([{ collection: 'customers', before: undefined, after: customer }], { device: 'A', hour: 11 })
    expect(world.record('customers', 'c1')).toEqual(customer)
  })

  it('keeps a change of a record that is gone in one issue', () => {
    const world = createMergeWorld()
    world.put('customers', customer)
    world.edit([{ collection: 'customers', before: customer, after: undefined }], { device: 'A', hour: 9 })
    world.edit(
      [{ collection: 'customers', before: customer, after: { ...customer, billDay: 7, language: 'en' } }],
      { device: 'B', hour: 10 },
    )
    expect(world.record('customers', 'c1')).toBeUndefined()
    expect(world.issues()).toMatchObject([{ kind: 'gone', path: '', rows: [{ to: 7 }, { to: 'en' }] }])
  })

  it('does not delete what somebody changed meanwhile', () => {
    const world = createMergeWorld()
    world.put('customers', customer)
    world.edit([{ collection: 'customers', before: customer, after: { ...customer, billDay: 7 } }], {
      device: 'B',
      hour: 9,
    })
    world.edit([{ collection: 'customers', before: customer, after: undefined }], { device: 'A', hour: 10 })
    expect(world.record('customers', 'c1')?.billDay).toBe(7)
    expect(world.issues()).toMatchObject([{ kind: 'conflict', path: '', kept: 'theirs' }])
  })

  it('makes nothing of seeded records that two desktops made for themselves', () => {
    const world = createMergeWorld()
    const seed = (createdAt: string) => ({ ...statusOf('active'), createdAt })
    world.edit([{ collection: 'catalog', before: undefined, after: seed('2026-01-01T00:00:00.000Z') }], {
      device: 'A',
      hour: 9,
    })
    world.edit([{ collection: 'catalog', before: undefined, after: seed('2026-02-02T00:00:00.000Z') }], {
      device: 'B',
      hour: 10,
    })
    expect(world.issues()).toEqual([])
    expect(world.record('catalog', 'status-active')?.createdAt).toBe('2026-01-01T00:00:00.000Z')
  })

  it('passes on fields of a newer version', () => {
    const world = createMergeWorld()
    const newer = { ...customer, nickname: 'La esquina' }
    world.put('customers', newer)
    world.edit([{ collection: 'customers', before: newer, after: { ...newer, billDay: 7 } }], {
      device: 'A',
      hour: 9,
    })
    expect(world.record('customers', 'c1')).toEqual({ ...newer, billDay: 7 })
  })

  it('of a collection that nobody knows is rejected and kept', () => {
    const world = createMergeWorld()
    const { outcome } = world.edit([{ collection: 'spaceships', before: undefined, after: { id: 's1' } }], {
      device: 'A',
      hour: 9,
    })
    expect(outcome).toMatchObject({ result: 'rejected', reason: 'unknownCollection' })
    expect(world.issues()[0]?.rows).toHaveLength(1)
  })

  it('raises the same issue wherever it is merged', () => {
    const raise = () => {
      const world = createMergeWorld()
      return world.edit([{ collection: 'customers', before: customer, after: { ...customer, billDay: 2 } }], {
        device: 'A',
        hour: 9,
      }).outcome.issues
    }
    expect(raise()).toEqual(raise())
  })

  it('that erases leaves nothing of the record, and later changes do nothing', () => {
    const world = createMergeWorld()
    const contact = contactOf({ customerId: 'c1' })
    world.put('customers', customer)
    world.put('contacts', contact)
    const merged = world.edit(
      [
        { collection: 'customers', before: customer, after: undefined },
        { collection: 'contacts', before: { ...contact, name: 'other' }, after: undefined },
      ],
      { device: 'A', hour: 9, command: ERASE_COMMAND },
    )
    expect(merged.erased).toHaveLength(2)
    world.edit([{ collection: 'customers', before: customer, after: { ...customer, billDay: 7 } }], {
      device: 'B',
      hour: 10,
    })
    expect(world.records.get('customers/c1')).toEqual({ clocks: {}, erased: true })
    expect(world.issues()).toEqual([])
  })
})

describe('an op that settles an issue', () => {
  it('adds nothing when somebody settled it before, and raises none about it', () => {
    const world = createMergeWorld()
    const issue = conflictOf()
    world.put('issues', issue)
    const settle = (device: string, hour: number) =>
      world.edit(
        [
          {
            collection: 'issues',
            before: issue,
            after: { ...issue, settled: { at: '2026-03-10T10:00:00.000Z', by: device, choice: 'mine' } },
          },
        ],
        { device, hour },
      )
    settle('A', 10)
    expect(settle('B', 9).outcome).toEqual({ result: 'applied', issues: [] })
    expect(world.issues()).toMatchObject([{ id: issue.id, settled: { by: 'A' } }])
  })
})
