import { addEvidence, noEvidence, provenOrder, type DateEvidence } from '#core/domain/import/dates.ts'
import { tidyName } from '#core/domain/changes.ts'
import { cellText } from '#core/domain/import/cell-text.ts'
import { MOST_COLUMNS } from '#core/domain/import/mapping.ts'
import { err, ok, type Result } from '#core/lib/result.ts'
import { detectSeparator, readCsv, type Separator } from './csv-read.ts'
import type { TableProblem } from './table-problem.ts'
import { decodeText, detectEncoding, type TextEncoding } from './text-encoding.ts'
import { openWorkbook, type Workbook } from './xlsx-read.ts'

/** Rows of one import: more are parted by whoever exports them. */
export const MOST_ROWS = 200_000
/** Bytes of a file. */
export const LARGEST_FILE = 100 * 1024 * 1024

/** What a person said of the file where the guess was wrong. */
export interface ReadChoices {
  sheet?: number
  separator?: Separator
  encoding?: TextEncoding
  /** The row with the names of the columns, counted from 1. */
  headerRow?: number
}

export interface ReadTable {
  format: 'csv' | 'xlsx'
  sheets?: readonly string[]
  sheet?: number
  separator?: Separator
  encoding?: TextEncoding
  headerRow: number
  headers: string[]
  /** Rows with anything in them, with their place in the file. */
  rows: { line: number; cells: string[] }[]
  columns: ColumnSummary[]
}

export interface ColumnSummary {
  header: string
  /** First different values. */
  samples: string[]
  /** Rows in which it is not blank. */
  filled: number
  /** All values are dates. */
  isDate: boolean
  /** The order of day and month that the values prove; `open` when a person has to say it. */
  dateOrder?: ReturnType<typeof provenOrder>
}

const SAMPLES = 5
/** UTF-16 code units of a sample. */
const LONGEST_SAMPLE = 120

/** Reads a file as one table of texts. Binary workbooks of old (`.xls`) are named as such. */
export function readTable(bytes: Uint8Array, choices: ReadChoices): Result<ReadTable, TableProblem> {
  if (bytes.length === 0) return err({ code: 'import/empty', message: 'the file is empty' })
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    return err({ code: 'import/old-workbook', message: 'a binary workbook' })
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const book = openWorkbook(bytes)
    return book.ok ? fromWorkbook(book.value, choices) : book
  }
  // Text holds no zero bytes, unless it is UTF-16.
  const encoding = choices.encoding ?? detectEncoding(bytes)
  if (!encoding.startsWith('utf-16') && bytes.subarray(0, 4096).includes(0))
    return err({ code: 'import/not-a-table', message: 'neither text nor a workbook' })
  if (isPage(bytes)) return err({ code: 'import/not-a-table', message: 'a page to read or print' })
  const text = decodeText(bytes, encoding)
  const separator = choices.separator ?? detectSeparator(text)
  const rows = readCsv(text, separator)
  return rows.ok ? tableOf(rows.value, choices, { format: 'csv', separator, encoding }) : rows
}

/** Pages begin so: PDF, rich text, HTML (which some programs write as `.xls`). */
const PAGE = /^\uFEFF?\s*(?:%PDF-|\{\\rtf|<!doctype html|<html)/i

const isPage = (bytes: Uint8Array): boolean => PAGE.test(Buffer.from(bytes.subarray(0, 64)).toString('utf8'))

function fromWorkbook(book: Workbook, choices: ReadChoices): Result<ReadTable, TableProblem> {
  const sheet = choices.sheet ?? 0
  // One more than the rows, for the names of the columns.
  const rows = book.read(sheet, { rows: MOST_ROWS + 100, columns: MOST_COLUMNS })
  return rows.ok ? tableOf(rows.value, choices, { format: 'xlsx', sheets: book.sheets, sheet }) : rows
}

type Source = Pick<ReadTable, 'format' | 'sheets' | 'sheet' | 'separator' | 'encoding'>

function tableOf(
  all: readonly string[][],
  choices: ReadChoices,
  source: Source,
): Result<ReadTable, TableProblem> {
  const headerRow = choices.headerRow ?? findHeader(all)
  const headers = trimmedEnd(all[headerRow - 1] ?? [])
  if (headers.length === 0) return err({ code: 'import/empty', message: 'no row with names of columns' })
  if (headers.length > MOST_COLUMNS)
    return err({
      code: 'import/too-many-columns',
      message: 'too many columns',
      details: { most: MOST_COLUMNS },
    })
  const rows: ReadTable['rows'] = []
  for (let i = headerRow; i < all.length; i++) {
    const cells = all[i]
    if (cells?.some((cell) => cell.trim() !== '')) rows.push({ line: i + 1, cells })
  }
  if (rows.length === 0) return err({ code: 'import/empty', message: 'no rows below the names' })
  if (rows.length > MOST_ROWS)
    return err({ code: 'import/too-many-rows', message: 'too many rows', details: { most: MOST_ROWS } })
  const names = headers.map((header) => (tidyName(header) ?? '').slice(0, 200))
  return ok({ ...source, headerRow, headers: names, rows, columns: summaries(names, rows) })
}

/** Rows looked at to find the names of the columns: titles and dates of reports stand above them. */
const HEADER_WITHIN = 20

/** The first row that is as full as half of the fullest of the first ones. */
function findHeader(rows: readonly string[][]): number {
  const filled = rows
    .slice(0, HEADER_WITHIN)
    .map((cells) => cells.filter((cell) => cell.trim() !== '').length)
  const wanted = Math.max(1, Math.ceil(Math.max(0, ...filled) / 2))
  return (
    Math.max(
      0,
      filled.findIndex((count) => count >= wanted),
    ) + 1
  )
}

function trimmedEnd(cells: readonly string[]): string[] {
  let end = cells.length
  while (end > 0 && (cells[end - 1] ?? '').trim() === '') end--
  return cells.slice(0, end)
}

function summaries(headers: readonly string[], rows: ReadTable['rows']): ColumnSummary[] {
  return headers.map((header, index) => {
    const samples = new Set<string>()
    const evidence: DateEvidence = noEvidence()
    let filled = 0
    for (const { cells } of rows) {
      const cell = cellText(cells[index])
      if (cell === '') continue
      filled++
      if (samples.size < SAMPLES) samples.add(cell.slice(0, LONGEST_SAMPLE))
      // What is mostly no date needs no further look.
      if (evidence.none < 100) addEvidence(evidence, cell)
    }
    const dates = evidence.sure + evidence.dmy + evidence.mdy + evidence.either
    const isDate = filled > 0 && evidence.none === 0 && dates > 0
    const order = provenOrder(evidence)
    return {
      header,
      samples: [...samples],
      filled,
      isDate,
      ...(order !== undefined && dates > evidence.none && { dateOrder: order }),
    }
  })
}
