import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHostClient, type HostClient } from '#core/contract/host-client.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import { ensureBuilt } from '../support/built.ts'
import type { OpenedTransport } from '../support/transports.ts'

const setUp = {
  language: 'es',
  personName: 'Ana Ruiz',
  companyName: 'Fibra Alta',
  officeName: 'Madrid',
  officePrefix: 'MAD',
  timeZone: 'Europe/Madrid',
  country: 'ES',
  data: 'empty',
} as const

/** The promise that all hosts are one program: what a window may rely on, whatever carries its calls. */
export function describeHostTransport(
  name: string,
  open: () => Promise<OpenedTransport>,
  { breaks = false } = {},
): void {
  describe(`host over ${name}`, () => {
    let opened: OpenedTransport
    let client: HostClient
    const events: HostEvent[] = []

    beforeAll(async () => {
      await ensureBuilt()
      opened = await open()
      client = createHostClient(opened.transport)
      client.subscribe((event) => events.push(event))
      expect(await client.app.info({})).toMatchObject({ ok: true, value: { setup: 'needed' } })
      expect(await client.app.setUp(setUp)).toMatchObject({ ok: true })
    }, 120_000)

    afterAll(() => opened.close())

    const create = (customer: string) =>
      client.command.run({ command: 'customer.create', input: { name: customer, type: 'business' } })

    it('answers with values, text of every script included', async () => {
      const text = 'Peluquería Ñandú · 北京 · 𝄞 · abc'
      expect(await create(text)).toMatchObject({ ok: true })
      const found = await client.search.find({ text: 'nandu', limit: 5 })
      expect(found.ok && found.value.hits[0]?.title).toBe(text)
    })

    it('answers refusals, bad input and unknown methods with their codes', async () => {
      expect(await create('')).toMatchObject({
        ok: false,
        error: { code: 'command/refused', details: { refusal: { code: 'customer.invalid' } } },
      })
      expect(await opened.transport.call('search.find', { text: 5 })).toMatchObject({
        ok: false,
        error: { code: 'host/invalid-input' },
      })
      for (const method of [
        'nothing.here',
        '__proto__.toString',
        'constructor.name',
        'app',
        '',
        'app.info.x',
      ])
        expect(await opened.transport.call(method, {})).toMatchObject({
          ok: false,
          error: { code: 'host/unknown-method' },
        })
      expect(await client.command.run({ command: 'demo.load', input: {} })).toMatchObject({
        ok: false,
        error: { code: 'command/unknown' },
      })
    })

    it('refuses input nested without end, and input that is too large', async () => {
      let deep: unknown = 'x'
      for (let level = 0; level < 500; level++) deep = { deep }
      expect(await client.settings.set({ name: 'deep', value: deep })).toMatchObject({
        ok: false,
        error: { code: 'host/invalid-input' },
      })
      const large = 'x'.repeat(33 * 1024 * 1024)
      expect(await client.settings.set({ name: 'large', value: large })).toMatchObject({
        ok: false,
        error: { code: 'host/too-large' },
      })
      expect(await client.settings.get({ name: 'large' })).toMatchObject({ value: { value: null } })
    })

    it('tells commits in their order, each before anybody can miss it', async () => {
      events.length = 0
      for (const one of ['Uno', 'Dos', 'Tres']) await create(one)
      await expect
        .poll(() => events.filter((event) => event.type === 'commit').length)
        .toBeGreaterThanOrEqual(3)
      const commits = events.flatMap((event) => (event.type === 'commit' ? [event.commit] : []))
      expect(commits).toEqual([...commits].sort((a, b) => a - b))
    })

    it('keeps concurrent calls apart', async () => {
      const names = Array.from({ length: 40 }, (_, n) => `clave-${n}`)
      await Promise.all(names.map((one) => client.settings.set({ name: one, value: { one } })))
      const read = await Promise.all(names.map((one) => client.settings.get({ name: one })))
      expect(read.map((reply) => reply.ok && reply.value.value)).toEqual(names.map((one) => ({ one })))
    })

    it('sells a service, tells what a change costs before it is made, and lists it', async () => {
      const run = async (command: string, input: object): Promise<string> => {
        const reply = await client.command.run({ command, input })
        if (!reply.ok) throw new Error(JSON.stringify(reply.error))
        return (reply.value.result as { id: string }).id
      }
      const customerId = await run('customer.create', { name: 'Servida', type: 'business' })
      const siteId = await run('site.create', {
        ...{ customerId, name: 'Casa Servida', city: 'Lugo', latitude: 43, longitude: -7.5 },
      })
      const charge = { kind: 'recurring', description: 'Cuota', unitPrice: '31', periodMonths: 1 }
      const id = await run('service.create', {
        ...{ customerId, siteId, name: 'Fibra Servida', type: 'power', activeFrom: '2026-01-01' },
        charges: [charge, { kind: 'metered', description: 'Luz', unitPrice: '0.2', unit: 'kWh' }],
      })
      const sort = { field: 'name', direction: 'asc' } as const
      const page = { skip: 0, limit: 10 }
      expect(await client.services.list({ filter: { text: 'servida' }, sort, ...page })).toMatchObject({
        value: { total: 1, rows: [{ id, customerName: 'Servida', town: 'Lugo', monthly: 3100 }] },
      })
      expect(await client.services.summary({ filter: { customerId } })).toMatchObject({
        value: { statuses: [{ status: 'active', count: 1 }], types: [{ type: 'power', count: 1 }] },
      })
      expect(await client.services.towns({ text: 'lug', limit: 5 })).toMatchObject({
        value: { towns: [{ key: 'ES/lugo', name: 'Lugo', count: 1 }] },
      })
      expect(await client.services.sites({ customerId, ...page })).toMatchObject({
        value: { total: 1, services: 1, monthly: 3100 },
      })
      expect(await client.services.meters({ filter: { customerId }, ...page })).toMatchObject({
        value: { total: 1, rows: [{ serviceId: id, unit: 'kWh', readings: [] }] },
      })
      const input = { id, on: '2026-01-16', charges: [{ ...charge, unitPrice: '62' }] }
      const told = await client.command.preview({ command: 'service.changePlan', input })
      expect(told).toMatchObject({ ok: true, value: { result: { effect: { until: '2026-02-01' } } } })
      expect(
        await client.command.preview({ command: 'service.pause', input: { id, on: 'x' } }),
      ).toMatchObject({
        ok: false,
        error: { code: 'command/refused' },
      })
      // Nothing was written by asking.
      expect(await client.services.list({ filter: { customerId }, sort, ...page })).toMatchObject({
        value: { rows: [{ monthly: 3100, name: 'Fibra Servida' }] },
      })
      expect(await client.services.nextBill({ customerId, today: '2026-02-01' })).toMatchObject({
        ok: true,
        value: { problems: [{ code: 'noReading' }] },
      })
      expect(await client.services.freeAddresses({ blockId: 'none', prefix: 32, limit: 5 })).toMatchObject({
        value: { free: [] },
      })
      expect(await client.customers.figures({ id: customerId })).toMatchObject({
        value: { services: 1, servicesActive: 1, monthly: 3100, balance: 0 },
      })
      const made = await client.exports.make({
        kind: 'services',
        format: 'csv',
        columns: [
          { key: 'name', label: 'Servicio' },
          { key: 'monthly', label: 'Al mes' },
        ],
        services: { filter: { customerId }, sort },
        language: 'es',
        words: {},
        timeZone: 'Europe/Madrid',
        name: 'Servicios',
        taskId: 'services-1',
      })
      expect(made).toMatchObject({ ok: true, value: { rows: 1 } })
    })

    it('adds items, lists them by a read model and writes them into a file', async () => {
      const serials = ['=HWTC-01', '00042']
      const input = { kind: 'ont', serials }
      expect(await client.command.run({ command: 'inventory.createMany', input })).toMatchObject({ ok: true })
      const sort = { field: 'serial', direction: 'asc' } as const
      const listed = await client.inventory.list({ filter: { kind: 'ont' }, sort, skip: 0, limit: 10 })
      expect(listed).toMatchObject({ ok: true, value: { total: 2, isPartial: false } })
      expect(listed.ok && listed.value.rows.map(({ serial }) => serial)).toEqual(['00042', '=HWTC-01'])
      expect(await client.inventory.summary({ filter: {} })).toMatchObject({
        value: { states: [{ state: 'inStock', count: 2 }], kinds: [{ kind: 'ont', count: 2 }] },
      })
      expect(await client.inventory.taken({ serials: ['00042', '00043'] })).toMatchObject({
        value: { taken: [{ serial: '00042' }] },
      })
      const made = await client.exports.make({
        kind: 'inventory',
        format: 'csv',
        columns: [
          { key: 'serial', label: 'Serie' },
          { key: 'kind', label: 'Clase' },
          { key: 'place', label: 'Lugar' },
        ],
        items: { filter: { kind: 'ont' }, sort },
        language: 'es',
        words: { 'kind.ont': 'Terminal óptico' },
        timeZone: 'Europe/Madrid',
        name: 'Inventario',
      })
      expect(made).toMatchObject({ ok: true, value: { name: 'Inventario.csv', rows: 2 } })
      const read = await client.files.read({ file: made.ok ? made.value.file : '', offset: 0 })
      const text = read.ok ? Buffer.from(read.value.data, 'base64').toString('utf8') : ''
      const [head, first, second] = text.replace('\uFEFF', '').split('\r\n')
      expect(head).toBe('Serie;Clase;Lugar')
      // Zeros stay, and what a spreadsheet would calculate is made harmless.
      expect(first).toContain('00042')
      expect(first).toContain('Terminal óptico;Madrid')
      expect(second).not.toMatch(/^"?=/)
    })

    it('never gives a secret back', async () => {
      expect(await client.secrets.set({ name: 'key', value: 's3cret' })).toMatchObject({ ok: true })
      expect(await client.secrets.has({ name: 'key' })).toEqual({ ok: true, value: { has: true } })
      expect(await opened.transport.call('secrets.get', { name: 'key' })).toMatchObject({ ok: false })
    })

    it('keeps drafts and undoes over the same channel', async () => {
      await client.drafts.put({ key: 'customer:new', value: { name: 'a medias' } })
      expect(await client.drafts.get({ key: 'customer:new' })).toMatchObject({
        value: { value: { name: 'a medias' } },
      })
      expect(await create('Para deshacer')).toMatchObject({ ok: true })
      expect(await client.command.undo({})).toMatchObject({ ok: true, value: { command: 'customer.create' } })
    })

    it('finds who is the same, merges them in one step, and takes that back', async () => {
      const make = async (customer: string) => {
        const input = { name: customer, type: 'business', taxId: 'B12345674' }
        const reply = await client.command.run({ command: 'customer.create', input })
        return reply.ok ? (reply.value.result as { id: string; number: string }) : { id: '', number: '' }
      }
      const [kept, gone] = [await make('Fontanería Río'), await make('FONTANERIA RIO')]
      const groups = async () => {
        const reply = await client.customers.duplicates({ show: 'open', skip: 0, limit: 10 })
        return reply.ok ? reply.value.groups : undefined
      }
      expect(await groups()).toMatchObject([{ by: ['taxId', 'name'], customers: [{}, {}] }])
      const candidate = { name: 'fontaneria rio', taxId: 'b-12345674' }
      const like = await client.customers.matches({ candidate, exceptId: kept.id })
      expect(like).toMatchObject({ value: { matches: [{ id: gone.id, by: ['taxId', 'name'] }] } })

      const input = { survivorId: kept.id, absorbedIds: [gone.id] }
      expect(await client.command.preview({ command: 'customer.merge', input })).toMatchObject({
        value: { changed: 1, result: { number: kept.number, counted: { entries: 0 } } },
      })
      expect(await groups()).toHaveLength(1)
      const merged = await client.command.run({ command: 'customer.merge', input })
      expect(merged.ok).toBe(true)
      expect(await groups()).toEqual([])
      expect(await client.search.find({ text: gone.number, limit: 5 })).toMatchObject({
        value: {
          hits: [
            { id: kept.id, matched: { kind: 'formerNumber' } },
            { id: gone.id, archived: true },
          ],
        },
      })
      expect(await client.command.undo({})).toMatchObject({ value: { command: 'customer.merge', kept: [] } })
      expect(await groups()).toHaveLength(1)
    })

    if (breaks)
      it('comes back after a break and says so', async () => {
        events.length = 0
        opened.breakConnection?.()
        await expect
          .poll(() => events.map(({ type }) => type), { timeout: 10_000 })
          .toEqual(expect.arrayContaining(['disconnected', 'reconnected']))
        expect(await create('Después del corte')).toMatchObject({ ok: true })
      })
  })
}
