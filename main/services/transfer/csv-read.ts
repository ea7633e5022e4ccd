import { parse, CsvError } from 'csv-parse/sync'
import { err, ok, type Result } from '#core/lib/result.ts'
import type { TableProblem } from './table-problem.ts'

export const SEPARATORS = [',', ';', '\t', '|'] as const
export type Separator = (typeof SEPARATORS)[number]

/** Lines looked at to find the separator. */
const LOOKED_AT = 50

/** Spreadsheets of some countries write the separator into the first line. */
const HINT = /^\uFEFF?sep=([,;\t|])\r?\n/i

/**
 * The separator of a table: the one that stands outside quotes equally often on most of the first lines; the more
 * frequent one of two.
 */
export function detectSeparator(text: string): Separator {
  const [, hint] = HINT.exec(text.slice(0, 20)) ?? []
  if (SEPARATORS.some((separator) => separator === hint)) return hint as Separator
  const lines = firstLines(text)
  let best: { separator: Separator; score: number } = { separator: ',', score: 0 }
  for (const separator of SEPARATORS) {
    const counts = lines.map((line) => line.split(separator).length - 1)
    const first = counts[0] ?? 0
    if (first === 0) continue
    const alike = counts.filter((count) => count === first).length / counts.length
    const score = alike * 1000 + first
    if (score > best.score) best = { separator, score }
  }
  return best.separator
}

/** Lines without what stands in quotes, and without blank ones. */
function firstLines(text: string): string[] {
  const lines: string[] = []
  let line = ''
  let isQuoted = false
  for (let i = 0; i < text.length && lines.length < LOOKED_AT; i++) {
    const character = text.charAt(i)
    if (character === '"') isQuoted = !isQuoted
    else if (!isQuoted && character === '\n') {
      if (line.trim() !== '') lines.push(line)
      line = ''
    } else if (!isQuoted && character !== '\r') line += character
  }
  if (line.trim() !== '' && lines.length < LOOKED_AT) lines.push(line)
  return lines
}

/** All rows of a separated text as it stands there: quotes, separators and line ends inside quotes belong to the cell. */
export function readCsv(text: string, separator: Separator): Result<string[][], TableProblem> {
  try {
    return ok(
      // Without `columns` every record is a list of texts.
      parse(text.replace(HINT, ''), {
        bom: true,
        delimiter: separator,
        relax_column_count: true,
        relax_quotes: true,
        skip_empty_lines: false,
        record_delimiter: ['\r\n', '\n', '\r'],
      }),
    )
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const broken = { code: 'import/broken-table' as const, message: error.message }
    if (error.code !== 'CSV_QUOTE_NOT_CLOSED') return err(broken)
    return err({ ...broken, details: { reason: 'quote', line: openQuoteLine(text, separator) } })
  }
}

/** The line, from 1, in which the cell begins whose quote is never closed. The reader only knows where the text ends. */
function openQuoteLine(text: string, separator: Separator): number {
  let line = 1
  let openedAt = 1
  let isQuoted = false
  let isCellStart = true
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i)
    if (character === '\n' || (character === '\r' && text.charAt(i + 1) !== '\n')) line++
    if (isQuoted) {
      if (character !== '"') continue
      // Two in a row stand for one.
      if (text.charAt(i + 1) === '"') i++
      else isQuoted = false
    } else if (character === '"' && isCellStart) {
      isQuoted = true
      openedAt = line
    }
    isCellStart = character === separator || character === '\n' || character === '\r'
  }
  return openedAt
}
