import { err, ok } from '../../lib/result.ts'
import { defineCommand, type CommandContext } from '../command.ts'
import { closed } from '../input-kit.ts'
import { id, text } from '../schema-kit.ts'
import type { ImportedTable } from './imported-table.ts'
import { importMappingSchema, type ImportMapping } from './mapping.ts'
import { planImport } from './plan.ts'
import { importCountsSchema, type RowReport } from './report.ts'

/** What a rehearsal came to: a run that would come to anything else is refused. */
export const rehearsedSchema = closed({
  counts: importCountsSchema,
  /** Over the reports of all rows. */
  digest: text(64),
})

/** Rows whose reports are hashed at once. */
const ROWS_AT_ONCE = 500

/** A digest over row reports in order. */
export function createReportDigest(sha256: CommandContext['sha256']) {
  let digest = ''
  let waiting: string[] = []
  const fold = () => {
    if (waiting.length === 0) return
    digest = sha256(digest + waiting.join('\n'))
    waiting = []
  }
  return {
    /** `report` as JSON; reports of one row are always made in the same order. */
    add(report: string): void {
      waiting.push(report)
      if (waiting.length === ROWS_AT_ONCE) fold()
    },
    value(): string {
      fold()
      return digest
    },
  }
}

/** Plans a table from beginning to end: what a rehearsal shows, and what a run writes. */
export function rehearse(
  table: ImportedTable,
  mapping: ImportMapping,
  context: CommandContext,
  onRow: (report: RowReport, json: string) => void = () => undefined,
) {
  const digest = createReportDigest(context.sha256)
  const { counts, writes } = planImport(table, mapping, context, (report) => {
    const json = JSON.stringify(report)
    digest.add(json)
    onRow(report, json)
  })
  return { rehearsed: { counts, digest: digest.value() }, writes }
}

/**
 * Carries out a rehearsed import: all of it in one op, or nothing. The table stays in the host, so that 50,000 rows
 * cross no transport. What a rehearsal did not show is refused, so that nobody is surprised.
 */
export const runImport = defineCommand({
  name: 'import.run',
  input: closed({ file: id(), mapping: importMappingSchema, rehearsed: rehearsedSchema }),
  // The host keeps the table and the rehearsal, so only it can ask for the run.
  internal: true,
  undo: 'inverse',
  whole: true,
  run({ file, mapping, rehearsed }, context) {
    const table = context.importedTable?.(file)
    if (!table) return err({ code: 'import.fileGone' })
    const now = rehearse(table, mapping, context)
    if (now.rehearsed.digest !== rehearsed.digest)
      return err({ code: 'import.changedSince', details: { ...now.rehearsed.counts } })
    return ok({ writes: now.writes(), result: now.rehearsed.counts })
  },
})

export const importCommands = [runImport]
