import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import en from '#renderer/locales/en/activity.ts'
import es from '#renderer/locales/es/activity.ts'
import { activityDays, type ActivityEntry, type ActivityNames } from '#renderer/host/activity-text.ts'

const i18n = createI18n({
  legacy: false,
  locale: 'es',
  messages: { es: { activity: es }, en: { activity: en } },
})
const source = (locale: 'es' | 'en') => ({
  t: (key: string, named?: Record<string, unknown>, plural?: number) =>
    plural === undefined
      ? i18n.global.t(key, named ?? {}, { locale })
      : i18n.global.t(key, named ?? {}, { plural, locale }),
  te: (key: string) => i18n.global.te(key, locale),
  locale,
})
const names: ActivityNames = {
  catalog: (id) =>
    ({ ana: 'Ana Ruiz', mad: 'Madrid', active: 'Activo', paused: 'Suspendido', vip: 'VIP' })[id],
  record: (id) => ({ c1: 'Fibra Norte', s1: 'Sede' })[id],
  kind: (id) => (id === 'sev' ? 'office' : id === 'map' ? 'importMapping' : undefined),
  owner: (id) => (id === 'p1' ? 'c1' : undefined),
  timeZone: 'Europe/Madrid',
  today: '2026-03-06',
}
type Change = ActivityEntry['changes'][number]
const change = (over: Partial<Change>): Change => ({
  collection: 'customers',
  id: 'c1',
  title: 'Fibra Norte',
  path: 'name',
  kind: 'set',
  i: 0,
  ...over,
})
const entry = (over: Partial<ActivityEntry>): ActivityEntry => ({
  opId: 'op1',
  at: '1',
  time: '2026-03-05T23:30:00.000Z',
  command: 'customer.update',
  personId: 'ana',
  officeId: 'mad',
  deviceId: 'd1',
  role: 'do',
  canUndo: true,
  changes: [],
  changeCount: over.changes?.length ?? 0,
  ...over,
})
const one = (over: Partial<ActivityEntry>, locale: 'es' | 'en' = 'es') => {
  const item = activityDays([entry(over)], names, source(locale))[0]?.items[0]
  if (!item) throw new Error('no item')
  return item
}

describe('what an entry is about', () => {
  const office = (over: Partial<Change>) =>
    change({ collection: 'catalog', id: 'sev', title: 'Sevilla', path: 'data/name', ...over })

  it('is named by its kind in the settings', () => {
    expect(one({ command: 'catalog.save', changes: [office({})] }).what).toBe('cambió la oficina Sevilla')
    const created = office({ kind: 'create', path: '', to: { data: {} } })
    expect(one({ command: 'catalog.save', changes: [created] }).what).toBe('creó la oficina Sevilla')
    expect(one({ command: 'catalog.archive', changes: [office({ path: 'archived' })] }, 'en').what).toBe(
      'retired the office Sevilla',
    )
    const along = one({ changes: [change({}), created] })
    expect(along.lines.map(({ label }) => label)).toContain('Oficina')
  })

  it('says no more than its name of what only the program reads', () => {
    const data = { name: 'clientes.csv', columns: [{ field: 'customer.name', header: 'Nombre' }] }
    const made = change({
      collection: 'catalog',
      id: 'map',
      title: 'clientes.csv',
      kind: 'create',
      path: '',
      to: { kind: 'importMapping', data },
    })
    const item = one({ command: 'catalog.save', changes: [made] })
    expect(item.what).toBe('creó el esquema de importación clientes.csv')
    expect(item.lines).toEqual([])
    const created = office({ kind: 'create', path: '', to: { kind: 'office', data: { name: 'Sevilla' } } })
    expect(
      one({ command: 'catalog.save', changes: [created] }).lines.map(({ label }) => label),
    ).not.toContain('Tipo')
  })

  it('is told apart where a customer and a contact have one name', () => {
    const contact = change({ collection: 'contacts', id: 'p1', title: 'Fibra Norte' })
    expect(one({ changes: [change({}), contact] }).lines.map(({ record }) => record)).toEqual([
      'Cliente Fibra Norte',
      'Contacto Fibra Norte',
    ])
  })

  it('names the customer of a contact where the log is of all customers', () => {
    const changes = [change({ collection: 'contacts', id: 'p1', title: 'Ana' })]
    const of = (withOwner: boolean) =>
      activityDays([entry({ command: 'contact.update', changes })], names, { ...source('es'), withOwner })[0]
        ?.items[0]?.of
    expect(of(true)).toBe('Fibra Norte')
    expect(of(false)).toBeUndefined()
  })
})

describe('activityDays', () => {
  it('puts an entry on the day of the office, not of the machine', () => {
    // 23:30 UTC is already the next day in Madrid.
    const days = activityDays([entry({}), entry({ time: '2026-03-05T10:00:00.000Z' })], names, source('es'))
    expect(days.map((day) => day.id)).toEqual(['2026-03-06', '2026-03-05'])
    expect(days.map((day) => day.label)).toEqual([
      'Hoy · Viernes, 6 de marzo de 2026',
      'Ayer · Jueves, 5 de marzo de 2026',
    ])
    expect(days[0]?.items[0]?.time).toBe('00:30')
  })

  it('shows names for ids, before and after', () => {
    const item = one({ changes: [change({ path: 'statusId', from: 'active', to: 'paused' })] })
    expect(item).toMatchObject({
      who: 'Ana Ruiz',
      where: 'Madrid',
      what: 'cambió el cliente Fibra Norte',
      target: 'c1',
    })
    expect(item.lines).toEqual([
      {
        id: '0',
        record: undefined,
        label: 'Estado',
        before: 'Activo',
        after: 'Suspendido',
        putBack: 0,
        needs: 'customers/statusId',
      },
    ])
  })

  it('tells an added from a removed tag', () => {
    const item = one({
      command: 'customer.tag',
      changes: [
        change({ path: 'tags', kind: 'add', to: 'vip' }),
        change({ path: 'tags', kind: 'remove', from: 'vip' }),
      ],
    })
    expect(item.lines.map(({ before, after }) => [before, after])).toEqual([
      [undefined, 'VIP'],
      ['VIP', undefined],
    ])
  })

  it('keeps technical fields out', () => {
    const item = one({ changes: [change({ to: 'B' }), change({ path: 'sortName', to: 'b' })] })
    expect(item.lines.map((line) => line.label)).toEqual(['Nombre'])
  })

  it('lists what a new record began with, without its empty fields', () => {
    const to = {
      id: 'c1',
      name: 'Fibra Norte',
      type: 'business',
      tags: [],
      statusId: 'active',
      createdAt: 'x',
    }
    const item = one({ command: 'customer.create', changes: [change({ path: '', kind: 'create', to })] })
    expect(item.what).toBe('creó el cliente Fibra Norte')
    expect(item.lines.map(({ label, after }) => `${label}: ${after}`)).toEqual([
      'Nombre: Fibra Norte',
      'Tipo: Empresa',
      'Estado: Activo',
    ])
  })

  it('counts the documents that were issued, not the entries that came with them', () => {
    const made = (collection: 'invoices' | 'transactions', id: string, title: string) =>
      change({ collection, id, title, path: '', kind: 'create', to: {} })
    const changes = [
      made('invoices', 'f1', 'FMAD-7Q-000001'),
      made('transactions', 't1', 'Fibra 600'),
      made('transactions', 't2', ''),
    ]
    const item = one({ command: 'billing.issue', changes })
    expect(item.what).toBe('emitió la factura FMAD-7Q-000001')
    expect(item.lines.map(({ label }) => label)).toEqual(['Factura', 'Movimiento', 'Movimiento'])
  })

  it('writes what was paid back in units of its currency, and says how', () => {
    const to = { kind: 'refund', amount: 100_000, currency: 'EUR', way: 'transfer', sourceId: 'bank/1' }
    const refund = change({ collection: 'transactions', id: 'r1', path: '', kind: 'create', to })
    const { lines } = one({ command: 'payment.refund', changes: [refund] })
    expect(lines.map(({ label, after }) => [label, after])).toEqual([
      ['Tipo', 'Devolución'],
      ['Importe', '1000,00'],
      ['Moneda', 'EUR'],
      ['Forma de pago', 'Transferencia'],
    ])
  })

  it('names the contact that came with a customer as part of the customer', () => {
    const item = one({
      command: 'customer.create',
      changes: [
        change({ path: '', kind: 'create', to: { name: 'Ana' } }),
        change({
          collection: 'contacts',
          id: 'p1',
          title: 'Ana',
          path: '',
          kind: 'create',
          to: { name: 'Ana' },
        }),
      ],
    })
    expect(item.what).toBe('creó el cliente Fibra Norte')
    expect(item.target).toBe('c1')
  })

  it('counts records of a bulk command and names them line by line', () => {
    const changes = ['c1', 'c2'].map((id) => change({ id, title: id, path: 'statusId', to: 'active' }))
    const item = one({
      command: 'customer.setStatus',
      changes,
      changeCount: 1200,
      // Several fields of one customer are one customer.
      recordCounts: [
        { collection: 'customers', count: 900 },
        { collection: 'services', count: 100 },
      ],
    })
    expect(item.what).toBe('cambió el estado de 900 clientes')
    expect(item.lines.map((line) => line.record)).toEqual(['c1', 'c2'])
    expect(item.more).toBe('y 1198 cambios más')
    expect(item.target).toBeUndefined()
  })

  it('says what was undone, and that it was', () => {
    expect(one({ role: 'undo', changes: [change({ to: 'A' })] }).what).toBe(
      'deshizo: cambió el cliente Fibra Norte',
    )
    expect(one({ undoneBy: 'op2' }).undone).toBe('Deshecho')
    expect(one({ role: 'undo' }).isUndo).toBe(true)
  })

  it('calls taking an undo back doing it again, also where the undo itself is not on the page', () => {
    const redone = one({ role: 'redo', changes: [change({ to: 'A' })] })
    expect(redone.what).toBe('rehízo: cambió el cliente Fibra Norte')
    expect(redone.isUndo).toBe(false)
  })

  it('shows eleven characters of a Plus Code, and lists and dates as people read them', () => {
    const site = (path: string, to: unknown) =>
      one({ command: 'site.update', changes: [change({ collection: 'sites', id: 's1', path, to })] }, 'en')
        .lines[0]?.after
    expect(site('plusCode', '9C3XGV4C+XV4')).toBe('9C3XGV4C+XV')
    expect(site('latitude', 51.5074)).toBe('51.5074')
    expect(site('separateInvoice', false)).toBe('no')
    expect(site('archived', { at: '2026-03-05T23:30:00.000Z', by: 'ana' })).toMatch(/6 Mar 2026|Mar 6, 2026/)
  })

  it('survives commands and fields of a newer version', () => {
    const item = one({
      command: 'spaceship.launch',
      changes: [change({ path: 'warp/x1/speed', to: { a: 1 } })],
    })
    expect(item.what).toBe('ejecutó spaceship.launch')
    expect(item.lines[0]).toMatchObject({ label: 'warp · speed', after: 'a: 1' })
  })
})

describe('fields that share a name', () => {
  it.each([
    ['sites', 'Madrid', 'Sevilla', 'Provincia o región'],
    ['inventory', 'inStock', 'assigned', 'Estado'],
  ] as const)('of %s are called as on their page', (collection, from, to, label) => {
    const item = one({
      command: 'inventory.assign',
      changes: [change({ collection, id: 'x', path: 'state', from, to })],
    })
    expect(item.lines[0]).toMatchObject({ label })
  })
})

describe('values of closed lists', () => {
  it.each([
    ['services', 'status', 'suspended', 'active', 'Suspendido', 'Activo'],
    ['services', 'type', 'iptv', 'voip', 'Televisión', 'Telefonía'],
    ['inventory', 'state', 'inStock', 'assigned', 'En existencias', 'Entregado'],
    ['inventory', 'kind', 'sim', 'phoneNumber', 'SIM', 'Número'],
  ] as const)('of %s, %s, are called as on their page', (collection, path, from, to, before, after) => {
    const item = one({
      command: 'service.update',
      changes: [change({ collection, id: 'x', path, from, to })],
    })
    expect(item.lines[0]).toMatchObject({ before, after })
  })
})
