import type { RowReport } from '#core/domain/import/report.ts'
import type { TableWriter } from './cells.ts'
import type { ImportSession } from './import-session.ts'

type Words = Readonly<Record<string, string>>

/** A text of the window with its values; `{'@'}` is how it writes a sign that means something to it. */
export const wordWith = (template: string, params: Readonly<Record<string, string | number>> = {}): string =>
  template
    .replace(/\{'([^']*)'\}/g, '$1')
    .replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))

const reasonOf = (report: RowReport, headers: readonly string[], words: Words): string =>
  report.issues
    .filter(({ severity }) => severity === 'error')
    .map(({ code, column, params }) => {
      const text = wordWith(words[code] ?? code, params)
      const header = column === undefined ? undefined : headers[column]
      return header ? `${header}: ${text}` : text
    })
    .join(' · ')

/** Writes the rows that failed with their own columns as they were, and why, so that they can be mended and read again. */
export function writeFailedRows(
  session: ImportSession,
  writer: TableWriter,
  words: Words,
  onRow: (done: number) => void,
): number {
  const { headers } = session.table
  let rows = 0
  writer.row([...headers, words.reason ?? 'reason', words.row ?? 'row'])
  for (const { cells, report } of session.failed()) {
    // Cells beyond the headers would stand under the reason.
    const own = headers.map((_, index) => cells[index] ?? '')
    writer.row([...own, reasonOf(report, headers, words), report.line])
    onRow(++rows)
  }
  return rows
}
