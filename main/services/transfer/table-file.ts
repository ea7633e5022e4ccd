import { fail, type HostReply } from '#core/contract/envelope.ts'
import { inSnapshot } from '../../store/query/statements.ts'
import type { SqliteDatabase } from '../../store/sqlite/port.ts'
import type { OutCell, TableWriter } from './cells.ts'
import type { Separator } from './csv-read.ts'
import { createCsvWriter } from './csv-write.ts'
import { createXlsxWriter, MOST_SHEET_ROWS } from './xlsx-write.ts'

/** How a table is written, as the methods of `exports` ask for it. */
interface TableFile {
  path: string
  format: 'csv' | 'xlsx'
  language: 'es' | 'en'
  separator?: Separator
  /** Of the sheet. */
  name: string
  forProgram?: boolean
}

/** Spanish spreadsheets take semicolons. */
export const createTableWriter = ({
  path,
  format,
  language,
  separator,
  name,
  forProgram,
}: TableFile): TableWriter =>
  format === 'csv'
    ? createCsvWriter(path, separator ?? (language === 'es' ? ';' : ','), forProgram)
    : createXlsxWriter(path, name)

/** Writes a table to its end, or leaves no open file. `fill` answers how many rows it wrote. */
export function written(writer: TableWriter, fill: () => number): HostReply {
  let isDone = false
  try {
    const rows = fill()
    isDone = true
    return { ok: true, value: { rows, bytes: writer.end() } }
  } finally {
    if (!isDone) writer.abandon()
  }
}

export interface TableRows {
  /** What the progress counts. */
  records: number
  batches: Iterable<readonly (readonly OutCell[])[]>
  /** Records of a batch, where its rows are not one each. */
  perBatch?: number
}

/** Writes what was read within one snapshot, with its headings. */
export function writeTable(
  db: SqliteDatabase,
  table: TableFile & { columns: readonly { label: string }[] },
  read: () => TableRows,
  onProgress: (done: number, total: number) => void,
): HostReply {
  const writer = createTableWriter(table)
  return written(writer, () =>
    inSnapshot(db, () => {
      const { records, batches, perBatch } = read()
      writer.row(table.columns.map(({ label }) => label))
      onProgress(0, records)
      let rows = 0
      let done = 0
      for (const batch of batches) {
        for (const row of batch) writer.row(row)
        rows += batch.length
        done = Math.min(records, done + (perBatch ?? batch.length))
        onProgress(done, records)
      }
      return rows
    }),
  )
}

export const tooManyRows = fail('export/too-many-rows', 'a sheet holds no more', {
  details: { most: MOST_SHEET_ROWS },
})
