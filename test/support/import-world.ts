import type { ImportedPlace, ImportedTable } from '#core/domain/import/imported-table.ts'
import { rehearse } from '#core/domain/import/commands.ts'
import { DEFAULT_CHOICES, type ImportMapping, type MappedColumn } from '#core/domain/import/mapping.ts'
import type { ImportCounts, RowReport } from '#core/domain/import/report.ts'
import { suggestMapping } from '#core/domain/import/suggest.ts'
import { createReadyWorld, resultOf, type CommandWorld } from './command-world.ts'

/** A table of texts whose first row names the columns. */
export function tableOf(
  rows: readonly (readonly string[])[],
  places: ReadonlyMap<string, ImportedPlace> = new Map(),
): ImportedTable {
  const [headers = [], ...body] = rows
  return {
    headers,
    count: body.length,
    places,
    rows: () => body.map((cells, i) => ({ line: i + 2, cells })),
  }
}

/** The mapping that the names of the columns suggest, with other choices. */
export function mappingFor(
  table: ImportedTable,
  choices: Partial<ImportMapping> = {},
  column: Partial<Omit<MappedColumn, 'index' | 'field'>> = {},
): ImportMapping {
  const columns = table.headers.map((header) => ({ header, isDate: false }))
  const { mapping } = suggestMapping(columns, { remembered: [], attributes: [] })
  return {
    ...DEFAULT_CHOICES,
    columns: mapping.columns.map((one) => ({ ...one, ...column })),
    ...choices,
  }
}

/** The set-up world with imports rehearsed and carried out on it. */
export function createImportWorld(world: CommandWorld = createReadyWorld()) {
  let files = 0
  const rehearsed = (table: ImportedTable, mapping: ImportMapping) => {
    const reports: RowReport[] = []
    // Numbers that a rehearsal gives out are not kept.
    const context = { ...world.context(), nextCount: () => 999_999 }
    const outcome = rehearse(table, mapping, context, (report) => reports.push(report))
    return { ...outcome.rehearsed, reports }
  }
  return {
    world,
    rehearse: rehearsed,
    /** Rehearses and carries out; what the run writes is what the rehearsal showed. */
    run(table: ImportedTable, mapping: ImportMapping = mappingFor(table)) {
      const { counts, digest, reports } = rehearsed(table, mapping)
      const file = `file-${++files}`
      world.tables.set(file, table)
      const outcome = world.run('import.run', { file, mapping, rehearsed: { counts, digest } })
      return { reports, counts: resultOf<ImportCounts>(outcome) }
    },
  }
}
