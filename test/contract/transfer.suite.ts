import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HostReply } from '#core/contract/envelope.ts'
import { createHostClient, type HostClient } from '#core/contract/host-client.ts'
import type { ImportMapping } from '#core/domain/import/mapping.ts'
import { ensureBuilt } from '../support/built.ts'
import type { OpenedTransport } from '../support/transports.ts'
import { setUpInput } from '../support/writer-store.ts'

const valueOf = <T>(reply: HostReply<T>): T => {
  if (!reply.ok) throw new Error(JSON.stringify(reply.error))
  return reply.value
}

/** What a window relies on when tables go in and out, whatever carries its calls. */
export function describeTransfer(name: string, open: () => Promise<OpenedTransport>): void {
  describe(`import and export over ${name}`, () => {
    let opened: OpenedTransport
    let client: HostClient

    beforeAll(async () => {
      await ensureBuilt()
      opened = await open()
      client = createHostClient(opened.transport)
      expect(await client.app.setUp(setUpInput)).toMatchObject({ ok: true })
    }, 120_000)

    afterAll(() => opened.close())

    /** Hands a file over in two pieces and reads it. */
    async function read(bytes: Buffer, fileName = 'clientes.csv') {
      const { file } = valueOf(await client.imports.begin({ name: fileName, size: bytes.length }))
      const half = Math.floor(bytes.length / 2)
      for (const [offset, end] of [
        [0, half],
        [half, bytes.length],
      ] as const)
        valueOf(
          await client.imports.add({ file, offset, data: bytes.subarray(offset, end).toString('base64') }),
        )
      return { file, ...valueOf(await client.imports.read({ file, choices: {} })) }
    }

    async function fetchFile(file: string): Promise<Buffer> {
      const parts: Buffer[] = []
      for (let offset = 0; ;) {
        const piece = valueOf(await client.files.read({ file, offset }))
        parts.push(Buffer.from(piece.data, 'base64'))
        offset += parts.at(-1)?.length ?? 0
        if (piece.isLast) return Buffer.concat(parts)
      }
    }

    const rehearse = async (file: string, mapping: ImportMapping) =>
      valueOf(await client.imports.rehearse({ file, mapping, language: 'es' }))

    it('says of a file without a single byte that it is empty', async () => {
      const { file } = valueOf(await client.imports.begin({ name: 'vacio.csv', size: 0 }))
      expect(await client.imports.read({ file, choices: {} })).toMatchObject({
        ok: false,
        error: { code: 'import/empty' },
      })
    })

    it('takes in a file of an office, shows what it would do, does it and takes it back', async () => {
      const bytes = Buffer.from(
        'Nombre;NIF;Estado;Código postal;Dirección;Latitud;Longitud\r\n' +
          'Ana Núñez;12345678Z;Activo;08001;Calle Mayor 1;41,3825;2,1769\r\n' +
          'Luis Gil;11223344B;De cortesía;28013;Gran Vía 2;40,42;-3,70\r\n',
        'latin1',
      )
      const table = await read(bytes)
      expect(table).toMatchObject({ separator: ';', encoding: 'windows-1252', rows: 2 })
      const { file, suggestion } = table

      expect(valueOf(await client.imports.words({ file, mapping: suggestion.mapping }))).toEqual({
        words: [{ kind: 'status', word: 'De cortesía', count: 1 }],
        more: 0,
      })
      expect(await client.imports.run({ file })).toMatchObject({
        ok: false,
        error: { code: 'import/not-rehearsed' },
      })
      const first = await rehearse(file, suggestion.mapping)
      expect(first.rehearsed.counts).toEqual({ rows: 2, created: 1, changed: 0, unchanged: 0, failed: 1 })
      expect(first.reasons[0]).toMatchObject({ code: 'import.statusUnknown', count: 1, column: 2 })

      const words = { 'import.statusUnknown': 'No hay un estado «{value}».', reason: 'Motivo', row: 'Fila' }
      const failed = valueOf(await client.imports.failed({ file, format: 'csv', words }))
      const text = (await fetchFile(failed.file)).toString('utf8')
      expect(text.split('\r\n')[1]).toBe(
        "Luis Gil;11223344B;De cortesía;28013;Gran Vía 2;40,42;'-3,70;Estado: No hay un estado «De cortesía».;3",
      )

      const mapping: ImportMapping = {
        ...suggestion.mapping,
        meanings: [{ kind: 'status', word: 'de cortesia', means: '' }],
      }
      const second = await rehearse(file, mapping)
      expect(second.rehearsed.counts).toMatchObject({ created: 2, failed: 0 })
      const rows = valueOf(await client.imports.rows({ file, outcome: 'created', skip: 0, limit: 10 }))
      expect(rows.total).toBe(2)
      expect(rows.rows[0]?.changes).toContainEqual({ field: 'site.postcode', after: '08001' })
      expect(await client.search.find({ text: 'Ana', limit: 5 })).toMatchObject({ value: { hits: [] } })

      const done = valueOf(await client.imports.run({ file }))
      expect(done.counts).toEqual(second.rehearsed.counts)
      const past = valueOf(await client.imports.past({ limit: 10 }))
      expect(past.imports[0]).toMatchObject({ name: 'clientes.csv', isUndone: false, counts: done.counts })

      const made = valueOf(
        await client.exports.make({
          kind: 'sites',
          format: 'csv',
          columns: [
            { key: 'customerName', label: 'Cliente' },
            { key: 'postcode', label: 'CP' },
            { key: 'latitude', label: 'Latitud' },
          ],
          language: 'es',
          timeZone: 'Europe/Madrid',
          words: {},
          name: 'sitios',
        }),
      )
      expect((await fetchFile(made.file)).toString('utf8')).toBe(
        '\uFEFFCliente;CP;Latitud\r\nAna Núñez;08001;41,3825\r\nLuis Gil;28013;40,42\r\n',
      )

      const other = valueOf(
        await client.exports.make({
          kind: 'customers',
          format: 'csv',
          separator: ',',
          forProgram: true,
          columns: [
            { key: 'name', label: 'Full name' },
            { key: 'status', label: 'Status' },
          ],
          language: 'es',
          timeZone: 'Europe/Madrid',
          words: { 'status.active': 'active' },
          name: 'otro programa',
        }),
      )
      expect((await fetchFile(other.file)).toString('utf8')).toBe(
        '\uFEFFFull name,Status\r\nAna Núñez,active\r\nLuis Gil,active\r\n',
      )

      expect(await client.command.undo({ opId: done.opId ?? '' })).toMatchObject({ ok: true })
      expect(await client.search.find({ text: 'Luis', limit: 5 })).toMatchObject({ value: { hits: [] } })
      expect(valueOf(await client.imports.past({ limit: 10 })).imports[0]).toMatchObject({ isUndone: true })
      await client.imports.close({ file })
    })

    it('writes the log, and all that is known of one customer, with the words of the window', async () => {
      const created = valueOf(
        await client.command.run({
          command: 'customer.create',
          input: { name: 'Berta Ríos', type: 'individual' },
        }),
      )
      const { id: customerId } = created.result as { id: string }
      const place = { language: 'es', timeZone: 'Europe/Madrid' } as const
      const log = valueOf(
        await client.exports.log({
          ...place,
          filter: { customerId },
          format: 'csv',
          words: { 'activity.export.column.action': 'Qué', 'app.action.customer.create': 'Cliente nuevo' },
          name: 'registro',
        }),
      )
      const [head, ...lines] = (await fetchFile(log.file)).toString('utf8').trim().split('\r\n')
      expect(head).toContain('Qué')
      expect(lines.length).toBeGreaterThan(0)
      for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d;.*Cliente nuevo/)

      const words = { 'privacy.file.json': 'datos', 'privacy.file.pdf': 'ficha' }
      const made = valueOf(await client.exports.customer({ ...place, customerId, words, name: 'Berta' }))
      const parts = unzipSync(await fetchFile(made.file))
      expect(Object.keys(parts)).toEqual(['datos.json', 'ficha.pdf'])
      expect(JSON.parse(strFromU8(parts['datos.json'] ?? new Uint8Array()))).toMatchObject({
        format: 'enlace-personal-data',
        customer: { id: customerId, name: 'Berta Ríos' },
        contacts: [{ name: 'Berta Ríos' }],
      })
      expect(strFromU8((parts['ficha.pdf'] ?? new Uint8Array()).subarray(0, 5))).toBe('%PDF-')

      expect(
        await client.exports.customer({ ...place, customerId: 'nobody', words, name: 'x' }),
      ).toMatchObject({ ok: false })
    })

    it('takes payments, writes them and a statement into files, and reports what came in', async () => {
      const made = valueOf(
        await client.command.run({
          command: 'customer.create',
          input: { name: '=Sol S.L.', type: 'business' },
        }),
      )
      const { id: customerId } = made.result as { id: string }
      const pay = await client.command.run({
        command: 'payment.record',
        input: { customerId, amount: '45.50', way: 'cash', reference: '00042' },
      })
      expect(pay).toMatchObject({ ok: true, value: { result: { surplus: 4550 } } })
      const sort = { field: 'date', direction: 'desc' } as const
      const filter = { customerId }
      expect(valueOf(await client.payments.list({ filter, sort, skip: 0, limit: 10 }))).toMatchObject({
        total: 1,
        rows: [{ amount: 4550, free: 4550, way: 'cash' }],
      })
      expect(valueOf(await client.payments.account({ customerId }))).toMatchObject({
        balance: -4550,
        open: [],
      })
      const list = valueOf(
        await client.exports.payments({
          filter,
          sort,
          format: 'csv',
          columns: [
            { key: 'customer', label: 'Cliente' },
            { key: 'amount', label: 'Importe' },
            { key: 'way', label: 'Forma' },
            { key: 'reference', label: 'Referencia' },
          ],
          words: { 'way.cash': 'Efectivo' },
          language: 'es',
          name: 'Cobros',
        }),
      )
      const [, line] = (await fetchFile(list.file)).toString('utf8').split('\r\n')
      expect(line).toBe(`'=Sol S.L.;45,5;Efectivo;00042`)
      const statement = valueOf(await client.payments.statement({ customerId }))
      expect(statement).toMatchObject({ closing: -4550, rows: [{ kind: 'payment', balance: -4550 }] })
      const sheet = valueOf(
        await client.exports.sheet({
          format: 'pdf',
          title: 'Extracto de cuenta',
          lines: ['Sol S.L.'],
          columns: [
            { label: 'Fecha', kind: 'text' },
            { label: 'Saldo', kind: 'amount' },
          ],
          rows: [['10/03/2026', -45.5]],
          decimals: 2,
          pageText: '{page}/{pages}',
          language: 'es',
          name: 'Extracto',
        }),
      )
      expect((await fetchFile(sheet.file)).subarray(0, 5).toString()).toBe('%PDF-')
      const today = '2026-03-10'
      expect(valueOf(await client.revenue.ageing({ today })).currencies).toEqual([])
      expect(valueOf(await client.revenue.customerArpu({ customerId, today })).months).toHaveLength(12)
    })

    it('reads a bank statement, posts what was accepted once, and takes it back as one', async () => {
      const made = valueOf(
        await client.command.run({ command: 'customer.create', input: { name: 'Luna', type: 'business' } }),
      )
      const { id: customerId } = made.result as { id: string }
      const open = async () => {
        const bytes = Buffer.from('Fecha;Concepto;Ordenante;Importe\n25/03/2026;cuota;Alguien;10,00\n')
        const { file } = valueOf(await client.bank.begin({ name: 'extracto.csv', size: bytes.length }))
        valueOf(await client.bank.add({ file, offset: 0, data: bytes.toString('base64') }))
        return { file, read: valueOf(await client.bank.read({ file, choices: {} })) }
      }
      const { file, read: first } = await open()
      expect(first).toMatchObject({ format: 'csv', counts: { open: 1 }, problems: [] })
      expect(await client.bank.post({ file })).toMatchObject({ error: { code: 'bank/nothing-accepted' } })
      const parts = [{ customerId, amount: 1000 }]
      valueOf(await client.bank.decide({ file, positions: [2], decision: 'choose', parts }))
      const posted = valueOf(await client.bank.post({ file }))
      expect(posted).toMatchObject({ payments: 1, surplus: [{ currency: 'EUR', amount: 1000 }] })
      const again = await open()
      expect(again.read.counts).toMatchObject({ open: 0, posted: 1 })
      const { opId = '' } = posted
      expect(await client.command.undo({ opId })).toMatchObject({ ok: true })
      const rows = valueOf(await client.bank.rows({ file: again.file, skip: 0, limit: 10 }))
      expect(rows.counts).toMatchObject({ open: 1, posted: 0 })
      expect(valueOf(await client.payments.account({ customerId })).balance).toBe(0)
      valueOf(await client.bank.close({ file: again.file }))
    })

    it('refuses pieces out of order, broken files and files that are gone', async () => {
      const { file } = valueOf(await client.imports.begin({ name: 'x.csv', size: 10 }))
      expect(await client.imports.add({ file, offset: 5, data: 'AAAA' })).toMatchObject({
        error: { code: 'import/out-of-order' },
      })
      expect(await client.imports.read({ file, choices: {} })).toMatchObject({
        error: { code: 'import/out-of-order' },
      })
      await client.imports.close({ file })
      expect(await client.imports.words({ file, mapping: EMPTY })).toMatchObject({
        error: { code: 'import/file-gone' },
      })
      expect(await client.files.read({ file: 'nothing', offset: 0 })).toMatchObject({
        error: { code: 'files/gone' },
      })
    })
  })
}

const EMPTY: ImportMapping = {
  columns: [],
  mode: 'both',
  matchBy: [],
  whenBlank: 'keep',
  whenArchived: 'fail',
  whenUnplaced: 'fail',
  whenTagUnknown: 'fail',
}
