import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { Zip, ZipPassThrough } from 'fflate'
import { fail, type HostReply } from '#core/contract/envelope.ts'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { MOST_DOCUMENTS } from '#core/contract/methods/invoice-exports.ts'
import { explainLine } from '#core/domain/billing/basis-text.ts'
import { DOCUMENT_WORDS } from '#core/domain/invoice/document-texts.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import { invoiceToUbl } from '#core/domain/invoice/ubl/ubl.ts'
import { matchingInvoices } from '../../../store/query/invoices/invoice-list.ts'
import { createStatements, type Statements } from '../../../store/query/statements.ts'
import type { SqliteDatabase } from '../../../store/sqlite/port.ts'
import { invoicePdf } from './invoice-pdf.ts'
import { letterheadReader } from './letterheads.ts'

type Input = MethodInput<'exports', 'invoices'> & { path: string }

interface Content {
  /** Of the file inside a ZIP, with its ending. */
  name: string
  bytes: Uint8Array
}

/** Writes invoices as documents into a file: one as it is, or several packed; the file is gone again when it cannot. */
export async function writeInvoiceFile(
  db: SqliteDatabase,
  input: Input,
  onProgress: (done: number, total: number) => void,
): Promise<HostReply> {
  const statements = createStatements(db)
  const ids = idsOf(statements, input)
  if (ids.length === 0) return fail('invoices/none', 'no documents')
  if (ids.length > MOST_DOCUMENTS)
    return fail('invoices/too-many', 'too many', { details: { most: MOST_DOCUMENTS } })
  const contentOf = contents(statements, input)
  const file = openSync(input.path, 'w', 0o600)
  let isDone = false
  try {
    const packed = input.as === 'zip' ? createPacker(file) : undefined
    let bytes = 0
    onProgress(0, ids.length)
    for (const [index, id] of ids.entries()) {
      const content = await contentOf(id)
      if (!content.ok) return content
      if (content.value) {
        if (packed) packed.add(content.value)
        else bytes += writeSync(file, content.value.bytes)
      }
      onProgress(index + 1, ids.length)
    }
    if (packed) bytes = packed.end()
    isDone = true
    return { ok: true, value: { rows: ids.length, bytes } }
  } finally {
    closeSync(file)
    if (!isDone) rmSync(input.path, { force: true })
  }
}

function idsOf(statements: Statements, { ids, filter }: Input): readonly string[] {
  // The same document is written once, however often it is named.
  if (ids) return [...new Set(ids)]
  if (!filter) return []
  const numbers = matchingInvoices(statements, { filter, sort: { field: 'number', direction: 'asc' } })
  return statements
    .all(`SELECT i.id AS id FROM json_each(?) AS j JOIN r_invoice AS i ON i.n = j.value ORDER BY j.key`, [
      JSON.stringify(numbers),
    ])
    .map(({ id }) => id as string)
}

/** The content of one document; nothing of one that is not there. */
function contents(statements: Statements, { format, paper }: Input) {
  const letterheadOf = letterheadReader(statements)
  const read = (id: string | undefined): Invoice | undefined => {
    const row =
      id === undefined
        ? undefined
        : statements.get(`SELECT body FROM d_invoices WHERE id = ? AND deleted = 0`, [id])
    // The store itself wrote the text from a document.
    return row && (JSON.parse(row.body as string) as Invoice)
  }
  return async (id: string): Promise<HostReply<Content | undefined>> => {
    const invoice = read(id)
    if (!invoice) return { ok: true, value: undefined }
    const corrects = read(invoice.correctsId)
    const correctsNumber = corrects && { correctsNumber: corrects.number }
    if (format === 'pdf') {
      const { logo, paper: usual } = letterheadOf(invoice.officeId)
      const bytes = await invoicePdf(invoice, {
        paper: paper ?? usual,
        ...(logo !== undefined && { logo }),
        ...correctsNumber,
      })
      return { ok: true, value: { name: `${fileName(invoice)}.pdf`, bytes } }
    }
    const { currency, language, payTo } = invoice
    const xml = invoiceToUbl(invoice, {
      ...correctsNumber,
      ...(payTo?.iban !== undefined && { iban: payTo.iban }),
      explain: (line) => explainLine(line, currency, language),
    })
    if (!xml.ok) {
      const rules = [...new Set(xml.error.map(({ rule }) => rule))].join(', ')
      // No data that somebody completes helps against the decimals of a currency.
      const reason = xml.error.some(({ rule }) => rule === 'BR-DEC') && { reason: 'currency', currency }
      return fail('invoices/not-valid', rules, { details: { number: invoice.number, rules, ...reason } })
    }
    return { ok: true, value: { name: `${fileName(invoice)}.xml`, bytes: Buffer.from(xml.value, 'utf8') } }
  }
}

/** What a document is called as a file, in its own language. */
export const fileName = ({ language, kind, number }: Pick<Invoice, 'language' | 'kind' | 'number'>): string =>
  // Signs that some systems refuse in names.
  `${DOCUMENT_WORDS[language].kind[kind]} ${number}`.replace(/[\\/:*?"<>|]/g, '-')

/** A ZIP written as it grows: only one document is in memory. PDFs are compressed already and stored as they are. */
function createPacker(file: number) {
  let bytes = 0
  const used = new Set<string>()
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    bytes += writeSync(file, chunk)
  })
  return {
    add({ name, bytes: content }: Content) {
      // Numbers are unique; two copies of a restored folder may not be.
      const dot = name.lastIndexOf('.')
      let free = name
      for (let i = 2; used.has(free); i++) free = `${name.slice(0, dot)} (${i})${name.slice(dot)}`
      used.add(free)
      const entry = new ZipPassThrough(free)
      zip.add(entry)
      entry.push(content, true)
    },
    end() {
      zip.end()
      return bytes
    },
  }
}
