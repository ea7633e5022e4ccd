import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { isCatalogKind, type CatalogKind, type CatalogRecordOf } from '#core/domain/catalog/schema.ts'
import type { Actor, CommandContext } from '#core/domain/command.ts'
import { rehearse } from '#core/domain/import/commands.ts'
import { readImportCatalog } from '#core/domain/import/catalog.ts'
import { unknownWords } from '#core/domain/import/cell-words.ts'
import {
  placeKey,
  type ImportedPlace,
  type ImportedTable,
  type PlaceQuery,
} from '#core/domain/import/imported-table.ts'
import type { ImportMapping } from '#core/domain/import/mapping.ts'
import { placeQueryOf } from '#core/domain/import/plan-site.ts'
import { createRowReader } from '#core/domain/import/read-row.ts'
import type { RowReport } from '#core/domain/import/report.ts'
import { suggestMapping } from '#core/domain/import/suggest.ts'
import { readWhere } from '#core/domain/typed-reader.ts'
import { fold } from '#core/lib/fold.ts'
import { inSnapshot } from '../../store/query/statements.ts'
import { sha256 } from '../../store/sha256.ts'
import type { SqliteDatabase } from '../../store/sqlite/port.ts'
import { createCounters } from '../../store/writer/counters.ts'
import { createDocuments } from '../../store/writer/documents.ts'
import type { ReadTable } from './read-table.ts'

type Rehearsal = MethodOutput<'imports', 'rehearse'>
type Progress = (done: number, total: number) => void

export interface ImportSessionOptions {
  db: SqliteDatabase
  actor: Actor
  now: () => number
}

/** One file while a person maps and rehearses it, on a read-only connection. */
export function createImportSession(table: ReadTable, { db, actor, now }: ImportSessionOptions) {
  const read = createDocuments(db)
  let ids = 0
  let kept: { reports: KeptReport[]; rows: ReadTable['rows'] } | undefined

  /** A context in which nothing can be written; numbers it gives out are not kept. */
  const contextOf = (progress: Progress): CommandContext => ({
    read,
    actor,
    now: now(),
    // Nothing of it is kept.
    newId: () => `planned-${++ids}`,
    sha256,
    nextCount: createCounters(db).next,
    progress,
    isPreview: true,
  })

  const tableWith = (places: ReadonlyMap<string, ImportedPlace>): ImportedTable => ({
    headers: table.headers,
    count: table.rows.length,
    places,
    rows: () => table.rows,
  })

  const records = <K extends CatalogKind>(kind: K): CatalogRecordOf<K>[] =>
    readWhere(read, 'catalog', { kind })
      .filter((record): record is CatalogRecordOf<K> => isCatalogKind(kind, record))
      .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))

  return {
    table,
    suggest: () =>
      inSnapshot(db, () =>
        suggestMapping(table.columns, {
          remembered: records('importMapping').filter(({ data }) => data.target === 'customers'),
          attributes: records('attribute'),
        }),
      ),

    /** Words that mean nothing by themselves. */
    words: (mapping: ImportMapping): MethodOutput<'imports', 'words'> =>
      unknownWords(
        { rows: () => table.rows },
        mapping,
        inSnapshot(db, () => readImportCatalog(contextOf(() => undefined))),
      ),

    /** Places that the gazetteer has to be asked for, each once. */
    placesOf(mapping: ImportMapping): PlaceQuery[] {
      const catalog = inSnapshot(db, () => readImportCatalog(contextOf(() => undefined)))
      const country = catalog.ownOffice?.data.country ?? ''
      const readRow = createRowReader(mapping, table.headers, catalog)
      const queries = new Map<string, PlaceQuery>()
      for (const row of table.rows) {
        const query = placeQueryOf(readRow(row), country)
        if (query) queries.set(placeKey(query), query)
      }
      return [...queries.values()]
    },

    rehearse(
      mapping: ImportMapping,
      places: ReadonlyMap<string, ImportedPlace>,
      progress: Progress,
    ): Rehearsal {
      const reports: KeptReport[] = []
      const reasons = new Map<string, Rehearsal['reasons'][number]>()
      const { rehearsed } = inSnapshot(db, () =>
        rehearse(tableWith(places), mapping, contextOf(progress), (report, json) => {
          reports.push(keptOf(report, json))
          for (const { code, severity, column } of report.issues) {
            const name = `${code}/${column ?? ''}`
            const reason = reasons.get(name) ?? {
              code,
              severity,
              ...(column !== undefined && { column }),
              count: 0,
            }
            reason.count++
            reasons.set(name, reason)
          }
        }),
      )
      kept = { reports, rows: table.rows }
      return { rehearsed, reasons: [...reasons.values()].sort((a, b) => b.count - a.count) }
    },

    isRehearsed: () => kept !== undefined,

    rows(input: MethodInput<'imports', 'rows'>): MethodOutput<'imports', 'rows'> {
      const wanted = fold(input.text ?? '')
      const found = (kept?.reports ?? []).filter(
        ({ outcome, codes, title }) =>
          (input.outcome === undefined || outcome === input.outcome) &&
          (input.code === undefined || codes.has(input.code)) &&
          (wanted === '' || title.includes(wanted)),
      )
      return {
        total: found.length,
        rows: found
          .slice(input.skip, input.skip + input.limit)
          .map(({ json }) => JSON.parse(json) as RowReport),
      }
    },

    /** Rows that failed, with their cells as they were. */
    *failed(): Iterable<{ cells: readonly string[]; report: RowReport }> {
      for (const [index, { outcome, json }] of (kept?.reports ?? []).entries()) {
        const row = kept?.rows[index]
        if (outcome === 'failed' && row) yield { cells: row.cells, report: JSON.parse(json) as RowReport }
      }
    },
  }
}

export type ImportSession = ReturnType<typeof createImportSession>

/** A report as text: objects of 50,000 rows would take several times as much memory. */
interface KeptReport {
  outcome: RowReport['outcome']
  codes: ReadonlySet<string>
  title: string
  json: string
}

const keptOf = (report: RowReport, json: string): KeptReport => ({
  outcome: report.outcome,
  codes: codesOf(report),
  title: fold(report.title),
  json,
})

/** Most rows have the same few sets of issues, which are kept once. */
const codeSets = new Map<string, ReadonlySet<string>>()

function codesOf({ issues }: RowReport): ReadonlySet<string> {
  const codes = issues.map(({ code }) => code)
  const name = codes.join(' ')
  const known = codeSets.get(name) ?? new Set(codes)
  codeSets.set(name, known)
  return known
}
