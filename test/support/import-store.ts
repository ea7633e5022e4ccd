import { Type } from 'typebox'
import { defineCommand } from '#core/domain/command.ts'
import { commands } from '#core/domain/commands.ts'
import { rehearse } from '#core/domain/import/commands.ts'
import type { ImportedTable } from '#core/domain/import/imported-table.ts'
import { importMappingSchema, type ImportMapping } from '#core/domain/import/mapping.ts'
import type { ImportCounts, RowReport } from '#core/domain/import/report.ts'
import { err, ok } from '#core/lib/result.ts'
import { mappingFor } from './import-world.ts'
import { createReadyStore, type WriterStoreOptions } from './writer-store.ts'

interface Rehearsal {
  rehearsed: { counts: ImportCounts; digest: string }
  reports: RowReport[]
}

/** Rehearses without writing, on the writer's own connection. */
const rehearseCommand = defineCommand({
  name: 'test.rehearse',
  input: Type.Object({ file: Type.String(), mapping: importMappingSchema }),
  undo: 'none',
  run({ file, mapping }, context) {
    const table = context.importedTable?.(file)
    if (!table) return err({ code: 'import.fileGone' })
    const reports: RowReport[] = []
    const { rehearsed } = rehearse(table, mapping, context, (report) => reports.push(report))
    const result: Rehearsal = { rehearsed, reports }
    return ok({ writes: [], result })
  },
})

/** A set-up store on a real file, with imports rehearsed and carried out on it. */
export function createImportStore(options: WriterStoreOptions = {}) {
  const tables = new Map<string, ImportedTable>()
  const store = createReadyStore({
    ...options,
    commands: { ...commands, 'test.rehearse': rehearseCommand },
    importedTable: (file) => tables.get(file),
  })
  const rehearsal = (table: ImportedTable, mapping: ImportMapping = mappingFor(table)) => {
    const file = `file-${tables.size + 1}`
    tables.set(file, table)
    return { file, mapping, ...store.run<Rehearsal>('test.rehearse', { file, mapping }).result }
  }
  return {
    store,
    rehearse: rehearsal,
    /** Rehearses and carries out. */
    import(table: ImportedTable, mapping?: ImportMapping) {
      const { reports, ...input } = rehearsal(table, mapping)
      store.clock.at += 1000
      const reply = store.writer.run('import.run', input, true)
      if (!reply.ok) throw new Error(JSON.stringify(reply.error))
      return { opId: reply.value.opId, counts: input.rehearsed.counts, reports }
    },
  }
}

export type ImportStore = ReturnType<typeof createImportStore>
