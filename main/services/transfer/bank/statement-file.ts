import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { HostError } from '#core/contract/envelope.ts'
import {
  findHeader,
  isReadable,
  statementColumns,
  type StatementColumns,
} from '#core/domain/bank/statement-columns.ts'
import { readStatementTable } from '#core/domain/bank/statement-table.ts'
import type { BankStatement, StatementProblem } from '#core/domain/bank/statement.ts'
import type { CatalogRecordOf } from '#core/domain/catalog/schema.ts'
import { tidyName } from '#core/domain/changes.ts'
import { DATE_ORDERS, DECIMAL_MARKS, MOST_COLUMNS } from '#core/domain/import/mapping.ts'
import { headerKey } from '#core/domain/import/header-names.ts'
import { headerSignature } from '#core/domain/import/suggest.ts'
import { err, ok, type Result } from '#core/lib/result.ts'
import { readCamt053 } from '../camt053.ts'
import { detectSeparator, readCsv } from '../csv-read.ts'
import { MOST_ROWS } from '../read-table.ts'
import { decodeText, detectEncoding } from '../text-encoding.ts'
import { openWorkbook } from '../xlsx-read.ts'

type Choices = MethodInput<'bank', 'read'>['choices']
type Table = NonNullable<MethodOutput<'bank', 'read'>['table']>
export type FileProblem = Pick<HostError, 'code' | 'message' | 'details'>

export interface StatementFile {
  format: 'csv' | 'xlsx' | 'camt053'
  statements: BankStatement[]
  /** Lines that were left out. */
  problems: StatementProblem[]
  table?: Table
}

export interface KnownBanks {
  /** Mappings that were kept from earlier statements. */
  remembered: readonly CatalogRecordOf<'importMapping'>[]
  /** The currency of our account, where the file does not say. */
  currency: string
}

/** Reads a bank statement of any form; XML is CAMT.053, everything else a table. */
export function readStatementFile(
  bytes: Uint8Array,
  choices: Choices,
  known: KnownBanks,
): Result<StatementFile, FileProblem> {
  if (bytes.length === 0) return err({ code: 'import/empty', message: 'the file is empty' })
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    return err({ code: 'import/old-workbook', message: 'a binary workbook' })
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const book = openWorkbook(bytes)
    if (!book.ok) return book
    const sheet = choices.sheet ?? 0
    const rows = book.value.read(sheet, { rows: MOST_ROWS, columns: MOST_COLUMNS })
    return rows.ok
      ? fromTable(rows.value, choices, known, { format: 'xlsx', sheets: [...book.value.sheets], sheet })
      : rows
  }
  const encoding = detectEncoding(bytes)
  if (!encoding.startsWith('utf-16') && bytes.subarray(0, 4096).includes(0))
    return err({ code: 'import/not-a-table', message: 'neither text nor a workbook' })
  const text = decodeText(bytes, encoding)
  if (/^\uFEFF?\s*</.test(text)) return fromXml(bytes, text)
  const separator = choices.separator ?? detectSeparator(tail(text))
  const rows = readCsv(text, separator)
  return rows.ok ? fromTable(rows.value, choices, known, { format: 'csv', separator }) : rows
}

/** Banks write the account and the period above the table: its own lines tell the separator better. */
function tail(text: string): string {
  const lines = text.split(/\r\n|\n|\r/, 200)
  return lines.length > 12 ? lines.slice(-Math.ceil(lines.length / 2)).join('\n') : text
}

function fromXml(bytes: Uint8Array, text: string): Result<StatementFile, FileProblem> {
  // Old banks declare a Latin encoding; the parser reads UTF-8 only.
  const isUtf8 =
    detectEncoding(bytes) === 'utf-8' && !/^[^>]*encoding=["'](?!utf-8)/i.test(text.slice(0, 200))
  const read = readCamt053(isUtf8 ? bytes : Buffer.from(text, 'utf8'))
  if (read.ok) return ok({ format: 'camt053', statements: read.value, problems: [] })
  const { code, position = 0, text: where = '' } = read.error
  if (code === 'notStatement') return err({ code: 'bank/not-statement', message: 'no camt.053' })
  if (code === 'broken')
    return err({ code: 'bank/broken-xml', message: where, details: { where: where.slice(0, 100) } })
  return err({ code: 'bank/bad-movement', message: code, details: { position, text: where.slice(0, 100) } })
}

type Source = Pick<Table, 'sheets' | 'sheet' | 'separator'> & { format: 'csv' | 'xlsx' }

function fromTable(
  rows: readonly string[][],
  choices: Choices,
  { remembered, currency }: KnownBanks,
  { format, ...source }: Source,
): Result<StatementFile, FileProblem> {
  const headerRow = choices.headerRow ?? (findHeader(rows)?.row ?? fullest(rows)) + 1
  const headers = (rows[headerRow - 1] ?? [])
    .slice(0, MOST_COLUMNS)
    .map((cell) => (tidyName(cell) ?? '').slice(0, 200))
  if (headers.every((header) => header === ''))
    return err({ code: 'import/empty', message: 'no row with names of columns' })
  const record = remembered
    .filter(({ archived, data }) => !archived && headerSignature(data.headers) === headerSignature(headers))
    .at(-1)
  const kept = record && rememberedReading(record, headers)
  const columns: StatementColumns = choices.columns ?? kept?.columns ?? statementColumns(headers)
  const dateOrder = choices.dateOrder ?? kept?.dateOrder
  const decimalMark = choices.decimalMark ?? kept?.decimalMark
  const own = choices.currency ?? currency
  const body = rows.slice(headerRow)
  const table: Table = {
    ...source,
    headerRow,
    headers,
    samples: headers.map((_, index) => samplesOf(body, index)),
    columns,
    currency: own,
    ...(dateOrder && { dateOrder }),
    ...(decimalMark && { decimalMark }),
    ...(record && { rememberedId: record.id }),
    isReadable: isReadable(columns),
  }
  if (!table.isReadable) return ok({ format, statements: [], problems: [], table })
  const read = readStatementTable(rows, {
    currency: own,
    ...(dateOrder && { dateOrder }),
    ...(decimalMark && { decimalMark }),
    header: { row: headerRow - 1, columns },
  })
  if (!read.ok) return ok({ format, statements: [], problems: [], table: { ...table, isReadable: false } })
  const { problems, ...statement } = read.value
  return ok({ format, statements: [statement], problems, table })
}

const filled = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== '').length

/** The first row that is as full as any of the first ones. */
function fullest(rows: readonly (readonly string[])[]): number {
  const first = rows.slice(0, 20).map(filled)
  return Math.max(0, first.indexOf(Math.max(0, ...first)))
}

const SAMPLES = 3

function samplesOf(rows: readonly (readonly string[])[], index: number): string[] {
  const samples = new Set<string>()
  for (const cells of rows) {
    const cell = (cells[index] ?? '').trim()
    if (cell !== '') samples.add(cell.slice(0, 120))
    if (samples.size === SAMPLES) break
  }
  return [...samples]
}

/** A mapping as the catalogue keeps it: `format` says how dates and amounts of its column are written. */
function rememberedReading({ data }: CatalogRecordOf<'importMapping'>, headers: readonly string[]) {
  const keys = headers.map(headerKey)
  const columns: StatementColumns = { text: [] }
  let dateOrder: Table['dateOrder']
  let decimalMark: Table['decimalMark']
  for (const { header, field, format } of data.columns) {
    const index = keys.indexOf(headerKey(header))
    if (index < 0) continue
    if (field === 'text') columns.text.push(index)
    else if (isField(field)) columns[field] = index
    dateOrder ??= DATE_ORDERS.find((order) => order === format)
    decimalMark ??= DECIMAL_MARKS.find((mark) => mark === format)
  }
  return isReadable(columns) ? { columns, dateOrder, decimalMark } : undefined
}

const FIELDS = [
  'date',
  'amount',
  'moneyIn',
  'moneyOut',
  'currency',
  'name',
  'iban',
  'reference',
  'bankReference',
] as const
const isField = (field: string): field is (typeof FIELDS)[number] => FIELDS.some((one) => one === field)
