import { describe, expect, it } from 'vitest'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { customerAsOf } from '#main/store/activity/as-of.ts'
import { listActivity } from '#main/store/activity/activity-reader.ts'
import { growSchema } from '#main/store/schema.ts'
import { createReadyStore, type WriterStore } from '#test/support/writer-store.ts'

/** Two customers, one with a contact that is renamed, one archived. */
function fill() {
  const store = createReadyStore()
  const make = (name: string) =>
    store.run<{ id: string }>('customer.create', { name, type: 'individual' }).result.id
  const ana = make('Ana Gil')
  const eva = make('Eva Mora')
  store.run('customer.update', { id: ana, changes: { notes: 'uno' } })
  store.run('customer.update', { id: ana, changes: { notes: 'dos' } })
  store.run('customer.tag', { ids: [ana, eva], add: [] })
  store.run('customer.archive', { ids: [eva] })
  return { store, ana, eva }
}

type Filter = Omit<MethodInput<'activity', 'list'>, 'limit'>
const commandsOf = (store: WriterStore, filter: Filter, limit = 50) =>
  listActivity(store.db, { ...filter, limit }).entries.map(({ command }) => command)

describe('the log', () => {
  it('filters by person, office, kind of record, action and moment, alone and together', () => {
    const { store, ana } = fill()
    const { personId = '', officeId = '' } = store.writer.device() ?? {}
    expect(commandsOf(store, { personId })).toEqual(commandsOf(store, {}))
    expect(commandsOf(store, { personId: 'nobody' })).toEqual([])
    expect(commandsOf(store, { officeId, command: 'customer.archive' })).toEqual(['customer.archive'])
    expect(commandsOf(store, { collection: 'contacts' })).toEqual(['customer.create', 'customer.create'])
    expect(commandsOf(store, { collection: 'contacts', command: 'customer.archive' })).toEqual([])
    expect(commandsOf(store, { customerId: ana, command: 'customer.update' })).toHaveLength(2)
    const [, second] = listActivity(store.db, { limit: 2 }).entries
    const time = second?.time ?? ''
    expect(commandsOf(store, { from: time })).toHaveLength(2)
    expect(commandsOf(store, { to: time })).not.toContain('customer.archive')
  })

  it('counts records, not changes, of what changed more than an entry shows', () => {
    const store = createReadyStore()
    const ids = Array.from(
      { length: 60 },
      (_, i) =>
        store.run<{ id: string }>('customer.create', { name: `Customer ${i}`, type: 'business' }).result.id,
    )
    store.run('customer.archive', { ids })
    const [latest] = listActivity(store.db, { limit: 1 }).entries
    expect(latest?.changes).toHaveLength(50)
    expect(latest?.recordCounts).toEqual([{ collection: 'customers', count: 60 }])
    const [one] = listActivity(store.db, { customerId: ids[0] ?? '', limit: 1 }).entries
    expect(one).not.toHaveProperty('recordCounts')
  })

  it('finds what was done by any text of the records', () => {
    const { store } = fill()
    expect(commandsOf(store, { text: 'mora' })).toEqual(['customer.archive', 'customer.create'])
    expect(commandsOf(store, { text: 'nobody at all' })).toEqual([])
  })

  it('shows of an entry with very many changes those that were looked for', () => {
    const store = createReadyStore()
    const ids = Array.from({ length: 60 }, (_, i) => {
      const input = { name: i === 58 ? 'Zita Last' : `Customer ${i}`, type: 'business' }
      return store.run<{ id: string }>('customer.create', input).result.id
    })
    store.run('customer.archive', { ids })
    const [plain] = listActivity(store.db, { limit: 1 }).entries
    expect(plain?.changes.map(({ title }) => title)).not.toContain('Zita Last')
    const [found] = listActivity(store.db, { text: 'zita', limit: 1 }).entries
    expect(found?.changes[0]).toMatchObject({ id: ids[58], title: 'Zita Last' })
    expect(found?.changes).toHaveLength(50)
  })

  it('tells an undo from doing again, however often it goes back and forth', () => {
    const store = createReadyStore()
    store.run('customer.create', { name: 'Ana', type: 'business' })
    store.writer.undo()
    store.writer.redo()
    store.writer.undo()
    const roles = listActivity(store.db, { limit: 4 }).entries.map(({ role }) => role)
    expect(roles).toEqual(['undo', 'redo', 'undo', 'do'])
  })

  it('pages through every filter without losing or repeating an entry', () => {
    const { store, ana } = fill()
    const { personId = '' } = store.writer.device() ?? {}
    for (const filter of [{}, { personId }, { collection: 'customers' }, { customerId: ana }] as Filter[]) {
      const whole = listActivity(store.db, { ...filter, limit: 50 }).entries.map(({ opId }) => opId)
      const paged: string[] = []
      let before: string | undefined
      do {
        const page = listActivity(store.db, { ...filter, limit: 1, ...(before !== undefined && { before }) })
        paged.push(...page.entries.map(({ opId }) => opId))
        before = page.next
      } while (before !== undefined)
      expect(paged).toEqual(whole)
    }
  })

  it('reads every page from an index, however long the log is', () => {
    const { store } = fill()
    const plan = (sql: string, ...values: string[]) =>
      store.db
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...values)
        .map(({ detail }) => String(detail))
        .join('\n')
    const page = 'at < ? AND at >= ? ORDER BY at DESC LIMIT 50'
    for (const [index, where] of [
      ['ops_of_person', 'ops INDEXED BY ops_of_person WHERE person = ?'],
      ['ops_of_office', 'ops INDEXED BY ops_of_office WHERE office = ?'],
      ['ops_of_command', 'ops INDEXED BY ops_of_command WHERE command = ?'],
    ] as const) {
      const text = plan(`SELECT id, at FROM ${where} AND ${page}`, 'x', 'z', '')
      expect(text).toMatch(new RegExp(`USING (COVERING )?INDEX ${index} `))
      expect(text).not.toContain('TEMP B-TREE')
    }
    const kinds = plan(`SELECT op, at FROM op_touched WHERE collection = ? AND ${page}`, 'x', 'z', '')
    expect(kinds).toContain('SEARCH op_touched USING PRIMARY KEY')
    expect(kinds).not.toContain('TEMP B-TREE')
  })

  it('of a file from before is found by kind of record too', () => {
    const { store } = fill()
    const before = commandsOf(store, { collection: 'contacts' })
    store.db.exec('DROP TABLE op_touched')
    growSchema(store.db)
    expect(commandsOf(store, { collection: 'contacts' })).toEqual(before)
  })

  it('never shows the old value twice, and never leaves a bulk edit out (pain 35)', () => {
    const { store, ana, eva } = fill()
    store.run('customer.restore', { ids: [eva] })
    const status = store.documents('catalog').filter(({ kind }) => kind === 'customerStatus')[3]
    store.run('customer.setStatus', { ids: [ana, eva], statusId: status?.id })
    const [entry] = listActivity(store.db, { limit: 1 }).entries
    // The status may bring other fields along.
    const changes = entry?.changes.filter(({ path }) => path === 'statusId') ?? []
    expect(changes.map(({ id, path }) => [id, path]).sort()).toEqual(
      [
        [ana, 'statusId'],
        [eva, 'statusId'],
      ].sort(),
    )
    expect(changes.every(({ from, to }) => from !== to && to === status?.id)).toBe(true)
  })

  it('can never be edited through the contract (pain 35)', async () => {
    const { hostMethods } = await import('#core/contract/host-contract.ts')
    const methods = hostMethods.filter((method) => method.startsWith('activity.'))
    expect(methods.sort()).toEqual(['activity.asOf', 'activity.list', 'activity.verify'])
  })
})

describe('putting a value back', () => {
  const rowOf = (store: WriterStore, customerId: string, to: string) => {
    for (const { opId, changes } of listActivity(store.db, { customerId, limit: 50 }).entries)
      for (const change of changes) if (change.to === to) return { opId, i: change.i }
    throw new Error(`no change to ${to}`)
  }

  it('changes that field alone, and can itself be undone', () => {
    const { store, ana } = fill()
    const { opId, i } = rowOf(store, ana, 'dos')
    const done = store.writer.putBack(opId, i)
    expect(done.ok).toBe(true)
    expect(store.get('customers', ana)?.notes).toBe('uno')
    expect(store.writer.undo()).toMatchObject({ ok: true, value: { command: 'value.putBack' } })
    expect(store.get('customers', ana)?.notes).toBe('dos')
  })

  it('never silently undoes what somebody changed since: it says who and when (pain 25)', () => {
    const { store, ana } = fill()
    const { opId, i } = rowOf(store, ana, 'uno')
    const reply = store.writer.putBack(opId, i)
    expect(reply).toMatchObject({
      ok: false,
      error: {
        code: 'command/changed-since',
        details: { personId: store.writer.device()?.personId, path: 'notes', title: 'Ana Gil' },
      },
    })
    expect(store.get('customers', ana)?.notes).toBe('dos')
  })

  it('brings fields that belong together back together', () => {
    const { store, ana } = fill()
    store.run('customer.update', { id: ana, changes: { name: 'Ana Ñu' } })
    const { opId, i } = rowOf(store, ana, 'Ana Ñu')
    store.writer.putBack(opId, i)
    expect(store.get('customers', ana)).toMatchObject({ name: 'Ana Gil', sortName: 'ana gil' })
  })

  it('is refused for an archived customer, for archiving itself, and for whole records', () => {
    const { store, ana, eva } = fill()
    const [archive] = listActivity(store.db, { limit: 1 }).entries
    expect(store.writer.putBack(archive?.opId ?? '', archive?.changes[0]?.i ?? 0)).toMatchObject({
      error: { code: 'command/cannot-undo' },
    })
    store.run('customer.restore', { ids: [eva] })
    store.run('customer.update', { id: eva, changes: { notes: 'tres' } })
    const { opId, i } = rowOf(store, eva, 'tres')
    store.run('customer.archive', { ids: [eva] })
    expect(store.writer.putBack(opId, i)).toMatchObject({ error: { message: 'customer.isArchived' } })
    const create = listActivity(store.db, { customerId: ana, limit: 50 }).entries.at(-1)
    expect(store.writer.putBack(create?.opId ?? '', create?.changes[0]?.i ?? 0)).toMatchObject({
      error: { code: 'command/cannot-undo' },
    })
  })
})

describe('a customer as of a moment', () => {
  it('is what it was then, with what has been changed, added and archived since taken back', () => {
    const { store, ana } = fill()
    const at = (millis: number) => new Date(millis).toISOString()
    const then = store.clock.at + 500
    const site = {
      customerId: ana,
      name: 'Nave',
      latitude: 40.4,
      longitude: -3.7,
      country: 'ES',
    }
    store.run('site.create', site)
    const contact = store.documents('contacts').find(({ customerId }) => customerId === ana)
    store.run('contact.update', { id: contact?.id, changes: { phones: [{ typed: '611 222 333' }] } })
    store.run('customer.update', { id: ana, changes: { name: 'Ana Nueva', notes: null } })
    const before = customerAsOf(store.db, { customerId: ana, at: at(then) })
    expect(before.customer).toMatchObject({ name: 'Ana Gil', notes: 'dos' })
    expect(before.contacts).toMatchObject([{ name: 'Ana Gil', phones: [] }])
    expect(before.sites).toEqual([])
    const today = customerAsOf(store.db, { customerId: ana, at: at(store.clock.at + 1000) })
    expect(today.customer).toEqual(store.get('customers', ana))
    expect(today.sites).toHaveLength(1)
  })

  it('is nobody before it was made', () => {
    const { store, ana } = fill()
    const { customer, begins } = customerAsOf(store.db, { customerId: ana, at: '2020-01-01T00:00:00.000Z' })
    expect(customer).toBeUndefined()
    expect(begins).toBe('2026-03-10T10:00:01.000Z')
  })
})
