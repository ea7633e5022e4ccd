import { readFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, crc32 } from 'node:zlib'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { BillingIssued } from '#core/domain/billing/commands.ts'
import { en16931Problems } from '#core/domain/invoice/ubl/business-rules.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import { fileName, writeInvoiceFile } from '#main/services/transfer/documents/invoice-files.ts'
import { fillBilling } from '#test/support/billing-store.ts'
import { readPdf } from '#test/support/pdf-text.ts'
import { tempFolder } from '#test/support/temp-folder.ts'
import { createWriterStore, type WriterStore } from '#test/support/writer-store.ts'

const A4: [number, number] = [595, 842]
const LETTER: [number, number] = [612, 792]

const company = {
  taxId: 'B11111111',
  addressLine1: 'Gran Vía, 1',
  city: 'Madrid',
  postcode: '28013',
  iban: 'ES9121000418450200051332',
  legalNote: 'Inscrita en el Registro Mercantil de Madrid, tomo 1.',
}

/** A store with invoices of a run, whose company has the given letterhead. */
function issued(data: object = company, customers = 2): WriterStore {
  const store = createWriterStore()
  fillBilling(store.writer, { customers, from: '2026-02-10' })
  const own = store.documents('catalog').find(({ kind }) => kind === 'company')
  store.run('catalog.save', { kind: 'company', id: own?.id, data: { ...(own?.data as object), ...data } })
  const customerIds = store.documents('customers').map(({ id }) => id)
  store.run<BillingIssued>('billing.issue', { customerIds, through: '2026-03-31', runId: 'run-1' })
  return store
}

const invoices = (store: WriterStore) => store.documents('invoices') as unknown as Invoice[]

async function write(store: WriterStore, input: Partial<Parameters<typeof writeInvoiceFile>[1]>) {
  const path = join(tempFolder(), 'out')
  const reply = await writeInvoiceFile(
    store.db,
    { format: 'pdf', as: 'file', name: 'x', path, ...input },
    () => undefined,
  )
  return { path, reply, bytes: () => new Uint8Array(readFileSync(path)) }
}

async function pdfOf(store: WriterStore, invoice: Invoice, more: object = {}) {
  const { reply, bytes } = await write(store, { ids: [invoice.id], ...more })
  expect(reply).toMatchObject({ ok: true })
  return readPdf(bytes())
}

/** A grey picture of one point. */
function png(): string {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
  const parts = [
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from([0, 128]))),
    chunk('IEND', Buffer.alloc(0)),
  ]
  const file = Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...parts])
  return `data:image/png;base64,${file.toString('base64')}`
}

describe('the PDF of an invoice', () => {
  it('says who, what, how it came about, the taxes and how to pay, in the customer’s language', async () => {
    const store = issued()
    const invoice = invoices(store).find(({ customerId }) => customerId === 'customer-000000')
    if (!invoice) throw new Error('no invoice')
    const { text, pages } = await pdfOf(store, invoice)
    expect(pages[0]).toEqual(A4)
    for (const part of [
      'Factura',
      `Número${invoice.number}`,
      'Fibra Alta',
      'NIF: B11111111',
      'Gran Vía, 1',
      '28013 Madrid',
      'Cliente 000000',
      'Fibra 600',
      'Base imponible',
      'iva · 21 %',
      'ES91 2100 0418 4502 0005 1332',
      'Concepto de la transferencia',
      'Inscrita en el Registro Mercantil de Madrid, tomo 1.',
      'Página 1 de 1',
    ])
      expect(text).toContain(part)
    // Words may be parted where a line was broken.
    const joined = text.replaceAll('\n', ' ')
    expect(joined).toContain('19 de 28 días × 32,00')
    expect(text).not.toContain('\u{fffd}')
  })

  it('is in English for whoever reads English, on Letter when that is asked for', async () => {
    const store = issued()
    store.run('customer.update', { id: 'customer-000001', changes: { language: 'en' } })
    store.run('billing.issue', { customerIds: ['customer-000001'], through: '2026-04-30' })
    const invoice = invoices(store).find(({ language }) => language === 'en')
    if (!invoice) throw new Error('no invoice')
    const { text, pages } = await pdfOf(store, invoice, { paper: 'LETTER' })
    expect(pages[0]).toEqual(LETTER)
    expect(text).toContain(`Number${invoice.number}`)
    expect(text).toContain('How to pay')
    expect(text).toContain('Full period')
  })

  it('is on the paper of its office, and bears the logo', async () => {
    const [plain, withLogo] = [issued(), issued({ ...company, paper: 'LETTER', logo: png() })]
    const [first] = invoices(plain)
    const [other] = invoices(withLogo)
    if (!first || !other) throw new Error('no invoice')
    expect((await pdfOf(withLogo, other)).pages[0]).toEqual(LETTER)
    const { bytes } = await write(withLogo, { ids: [other.id] })
    expect(Buffer.from(bytes()).toString('latin1')).toContain('/Subtype /Image')
    expect(Buffer.from((await write(plain, { ids: [first.id] })).bytes()).toString('latin1')).not.toContain(
      '/Subtype /Image',
    )
  })

  it('is made without a logo that is no picture', async () => {
    const store = issued({
      ...company,
      logo: `data:image/png;base64,${Buffer.from('nothing').toString('base64')}`,
    })
    const [invoice] = invoices(store)
    if (!invoice) throw new Error('no invoice')
    expect((await pdfOf(store, invoice)).text).toContain(invoice.number)
  })

  it('goes over several pages and numbers them', async () => {
    const store = issued(company, 1)
    const [invoice] = invoices(store)
    if (!invoice) throw new Error('no invoice')
    const lines = Array.from({ length: 120 }, (_, i) => ({
      ...invoice.lines[0],
      id: String(i),
      description: `Cargo ${i}`,
    }))
    store.db
      .prepare(`UPDATE d_invoices SET body = ? WHERE id = ?`)
      .run(JSON.stringify({ ...invoice, lines }), invoice.id)
    const { text, pages } = await pdfOf(store, invoice)
    expect(pages.length).toBeGreaterThan(3)
    expect(text).toContain('Cargo 119')
    // Every sheet says whose it is.
    for (let page = 1; page <= pages.length; page++)
      expect(text).toContain(`${invoice.number} · Página ${page} de ${pages.length}`)
  })

  it('keeps its amounts on the paper, however long a word is', async () => {
    const store = issued(company, 1)
    const [invoice] = invoices(store)
    if (!invoice) throw new Error('no invoice')
    const long = 'Interconexión'.repeat(20)
    const lines = invoice.lines.map((line) => ({ ...line, description: long }))
    const body = JSON.stringify({
      ...invoice,
      lines,
      customer: { ...invoice.customer, name: long.slice(0, 200) },
    })
    store.db.prepare(`UPDATE d_invoices SET body = ? WHERE id = ?`).run(body, invoice.id)
    const { text, rightmost } = await pdfOf(store, invoice)
    expect(rightmost).toBeLessThan(A4[0])
    expect(text.replace(/[\u200b\s]/g, '')).toContain(long)
  })

  it('of a credit note names the invoice that it corrects and asks for nothing', async () => {
    const store = issued()
    const [invoice] = invoices(store)
    if (!invoice) throw new Error('no invoice')
    store.run('invoice.creditNote', { invoiceId: invoice.id })
    const note = invoices(store).find(({ kind }) => kind === 'creditNote')
    if (!note) throw new Error('no credit note')
    const { text } = await pdfOf(store, note)
    expect(text).toContain('Factura rectificativa')
    expect(text).toContain(note.number)
    expect(text).toContain(`Rectifica la factura ${invoice.number}`)
    expect(text).toContain('Total a su favor')
    expect(text).not.toContain('IBAN')
  })
})

describe('a file of many invoices', () => {
  it('holds every document of a run once', async () => {
    const store = issued(company, 5)
    const { bytes, reply } = await write(store, { as: 'zip', filter: { runId: 'run-1' } })
    expect(reply).toMatchObject({ ok: true, value: { rows: 5 } })
    const parts = unzipSync(bytes())
    expect(Object.keys(parts).sort()).toEqual(
      invoices(store)
        .map((one) => `${fileName(one)}.pdf`)
        .sort(),
    )
    for (const part of Object.values(parts)) expect(readPdf(part).pages).toHaveLength(1)
  })

  it('pain 9: never holds a document twice, though it was asked for twice', async () => {
    const store = issued(company, 2)
    const [first, second] = invoices(store).map(({ id }) => id)
    if (first === undefined || second === undefined) throw new Error('no invoices')
    // The run again, as after a try that failed halfway: nothing is issued anew.
    const customerIds = store.documents('customers').map(({ id }) => id)
    const again = { customerIds, through: '2026-03-31', runId: 'run-1' }
    expect(store.writer.run('billing.issue', again, false)).toMatchObject({ ok: false })
    const { bytes, reply } = await write(store, { as: 'zip', ids: [first, second, first, second, second] })
    expect(reply).toMatchObject({ ok: true, value: { rows: 2 } })
    expect(Object.keys(unzipSync(bytes()))).toHaveLength(2)
    expect(invoices(store)).toHaveLength(2)
  })

  it('leaves no file behind when it is cancelled, and says when there is nothing to write', async () => {
    const store = issued(company, 3)
    const path = join(tempFolder(), 'out.zip')
    const input = { format: 'pdf', as: 'zip', name: 'x', path, filter: { runId: 'run-1' } } as const
    await expect(
      writeInvoiceFile(store.db, input, (done) => {
        if (done === 2) throw new Error('cancelled')
      }),
    ).rejects.toThrow('cancelled')
    expect(existsSync(path)).toBe(false)
    expect(
      await writeInvoiceFile(store.db, { ...input, filter: { runId: 'none' } }, () => undefined),
    ).toMatchObject({
      error: { code: 'invoices/none' },
    })
  })
})

describe('an e-invoice', () => {
  it('meets the rules of EN 16931 and bears account and explanations', async () => {
    const store = issued()
    const [invoice] = invoices(store)
    if (!invoice) throw new Error('no invoice')
    expect(en16931Problems(invoice)).toEqual([])
    const { bytes } = await write(store, { format: 'ubl', ids: [invoice.id] })
    const xml = Buffer.from(bytes()).toString('utf8')
    expect(xml).toContain('<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>')
    expect(xml).toContain('<cac:PayeeFinancialAccount><cbc:ID>ES9121000418450200051332</cbc:ID>')
    expect(xml).toMatch(/<cbc:Note>\d+ de \d+ días × [\d,]+ = [\d,]+/)
  })

  it('that would break a rule is refused, with the rule and the invoice', async () => {
    const store = issued({ ...company, taxId: undefined })
    const [invoice] = invoices(store)
    if (!invoice) throw new Error('no invoice')
    const { reply, path } = await write(store, { format: 'ubl', ids: [invoice.id] })
    expect(reply).toMatchObject({
      error: { code: 'invoices/not-valid', details: { number: invoice.number, rules: 'BR-CO-26, BR-S-02' } },
    })
    expect(existsSync(path)).toBe(false)
  })

  it('in a currency with three decimals says that nobody can mend it', async () => {
    const store = issued()
    const [invoice] = invoices(store)
    if (!invoice) throw new Error('no invoice')
    store.db.prepare(`UPDATE d_invoices SET body = json_set(body, '$.currency', 'KWD')`).run()
    const { reply } = await write(store, { format: 'ubl', ids: [invoice.id] })
    expect(reply).toMatchObject({ error: { details: { reason: 'currency', currency: 'KWD' } } })
  })
})
