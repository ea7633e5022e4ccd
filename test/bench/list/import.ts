import { v7 as uuidv7 } from 'uuid'
import { createHostClient, type HostClient } from '#core/contract/host-client.ts'
import { ensureBuilt } from '../../support/built.ts'
import { openMemory } from '../../support/transports.ts'
import { importTable } from './import-table.ts'
import { valueOf, watchCalls } from './waits.ts'

/** Seconds of each step of one import, and the longest that another call had to wait meanwhile, in milliseconds. */
export interface ImportBenchResult {
  rows: number
  seconds: Record<'transfer' | 'read' | 'rehearse' | 'run' | 'again' | 'undo' | 'total', number>
  longestWait: Record<'rehearse' | 'run', number>
}

/** The target: an import with its rehearsal, in seconds. */
const TARGET = 60

/**
 * Imports so many rows through the host's contract, as a window does: file, rehearsal, run; then the same file again
 * (nothing to change), and takes the import back.
 */
export async function benchImport(rows: number, say: (text: string) => void): Promise<ImportBenchResult> {
  await ensureBuilt()
  const bytes = Buffer.from(importTable(rows))
  const { transport, close } = await openMemory()
  const host = createHostClient(transport)
  try {
    valueOf(
      await host.app.setUp({
        language: 'es',
        personName: 'Ana Ruiz',
        companyName: 'Fibra',
        officeName: 'Madrid',
        officePrefix: 'MAD',
        timeZone: 'Europe/Madrid',
        country: 'ES',
        data: 'empty',
      }),
    )
    const seconds: Partial<ImportBenchResult['seconds']> = {}
    const longestWait: Partial<ImportBenchResult['longestWait']> = {}
    const timed = async <T>(step: keyof ImportBenchResult['seconds'], work: () => Promise<T>): Promise<T> => {
      const start = performance.now()
      const value = await work()
      seconds[step] = (performance.now() - start) / 1000
      say(`${step}: ${seconds[step].toFixed(1)} s`)
      return value
    }
    const waiting = async <T>(step: keyof ImportBenchResult['longestWait'], work: Promise<T>): Promise<T> => {
      const longest = watchCalls(host)
      const value = await work
      longestWait[step] = await longest()
      return value
    }

    const { file } = await timed('transfer', () => send(host, bytes))
    const table = await timed('read', async () => valueOf(await host.imports.read({ file, choices: {} })))
    const { mapping } = table.suggestion
    const { rehearsed } = await timed('rehearse', async () =>
      valueOf(
        await waiting('rehearse', host.imports.rehearse({ file, mapping, language: 'es', taskId: uuidv7() })),
      ),
    )
    if (rehearsed.counts.created !== rows) throw new Error(JSON.stringify(rehearsed.counts))
    const { opId } = await timed('run', async () =>
      valueOf(await waiting('run', host.imports.run({ file, taskId: uuidv7() }))),
    )
    const again = await timed('again', async () =>
      valueOf(await host.imports.rehearse({ file, mapping, language: 'es' })),
    )
    if (again.rehearsed.counts.unchanged !== rows) throw new Error(JSON.stringify(again.rehearsed.counts))
    if (opId === undefined) throw new Error('nothing was written')
    await timed('undo', async () => valueOf(await host.command.undo({ opId, taskId: uuidv7() })))
    const { transfer = 0, read = 0, rehearse = 0, run = 0 } = seconds
    return {
      rows,
      // Every step has run.
      seconds: { ...seconds, total: transfer + read + rehearse + run } as ImportBenchResult['seconds'],
      longestWait: longestWait as ImportBenchResult['longestWait'],
    }
  } finally {
    await close()
  }
}

/** Sends a file in pieces. */
async function send(host: HostClient, bytes: Buffer): Promise<{ file: string }> {
  const { file, pieceSize } = valueOf(await host.imports.begin({ name: 'clientes.csv', size: bytes.length }))
  for (let offset = 0; offset < bytes.length; offset += pieceSize)
    valueOf(
      await host.imports.add({
        file,
        offset,
        data: bytes.subarray(offset, offset + pieceSize).toString('base64'),
      }),
    )
  return { file }
}

/** What it took, in words. */
export const importReport = ({ rows, seconds, longestWait }: ImportBenchResult): string =>
  [
    `import of ${rows} rows with its rehearsal: ${seconds.total.toFixed(1)} s (target ${TARGET} s)`,
    ...Object.entries(seconds).map(([step, value]) => `  ${step}: ${value.toFixed(1)} s`),
    `  longest wait of the list meanwhile: ${Math.max(...Object.values(longestWait)).toFixed(0)} ms`,
  ].join('\n')
