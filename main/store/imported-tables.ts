import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ImportedPlace, ImportedRow, ImportedTable } from '#core/domain/import/imported-table.ts'
import { isUuid } from '#core/lib/id-source.ts'

/** Where files for import and from export lie while they are worked on; emptied at every start. */
export const transferFolder = (dataFolder: string): string => join(dataFolder, 'transfer')

const tableFile = (dataFolder: string, file: string): string =>
  join(transferFolder(dataFolder), file, 'table.jsonl')
const placesFile = (dataFolder: string, file: string): string =>
  join(transferFolder(dataFolder), file, 'places.json')

/** Rows written out at once. */
const ROWS_AT_ONCE = 2000

/** Keeps a table for the writer: the names of its columns in the first line, then one row a line. */
export function writeImportedTable(
  dataFolder: string,
  file: string,
  { headers, rows }: { headers: readonly string[]; rows: readonly ImportedRow[] },
): void {
  const path = tableFile(dataFolder, file)
  writeFileSync(path, `${JSON.stringify({ headers, count: rows.length })}\n`, { mode: 0o600 })
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const lines = rows
      .slice(start, start + ROWS_AT_ONCE)
      .map(({ line, cells }) => JSON.stringify([line, ...cells]))
    writeFileSync(path, `${lines.join('\n')}\n`, { flag: 'a', mode: 0o600 })
  }
}

/** Keeps the places that the rows of a table name. */
export function writeImportedPlaces(
  dataFolder: string,
  file: string,
  places: ReadonlyMap<string, ImportedPlace>,
): void {
  writeFileSync(placesFile(dataFolder, file), JSON.stringify([...places]), { mode: 0o600 })
}

/** The table and places kept under a name; undefined when there are none. */
export function readImportedTable(dataFolder: string, file: string): ImportedTable | undefined {
  // The name becomes part of a path.
  if (!isUuid(file) || !existsSync(tableFile(dataFolder, file))) return undefined
  const text = readFileSync(tableFile(dataFolder, file), 'utf8')
  const firstEnd = text.indexOf('\n')
  // Written by `writeImportedTable`.
  const head = JSON.parse(text.slice(0, firstEnd)) as { headers: string[]; count: number }
  const known = existsSync(placesFile(dataFolder, file))
    ? (JSON.parse(readFileSync(placesFile(dataFolder, file), 'utf8')) as [string, ImportedPlace][])
    : []
  return {
    ...head,
    places: new Map(known),
    *rows() {
      for (let start = firstEnd + 1; start < text.length;) {
        const end = text.indexOf('\n', start)
        const [line, ...cells] = JSON.parse(text.slice(start, end)) as [number, ...string[]]
        yield { line, cells }
        start = end + 1
      }
    },
  }
}
