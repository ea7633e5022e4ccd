import { benchImport, importReport } from './list/import.ts'
import { ratiosOf, tableOf } from './list/report.ts'
import { runListBench } from './list/run.ts'

const CUSTOMERS = 10_000
const FULL_CUSTOMERS = 100_000
const IMPORTED = 5_000
const FULL_IMPORTED = 50_000

/**
 * The customer list of the real host in a real Chromium, from input to painted rows, and the same questions inside the
 * host: from memory beside the tables. Then an import with its rehearsal. `BENCH_DATA` names a folder to fill once and use again.
 */
export async function benchList({ full, json }: { full: boolean; json: boolean }): Promise<void> {
  const result = await runListBench(
    { customers: full ? FULL_CUSTOMERS : CUSTOMERS, folder: process.env.BENCH_DATA },
    (text) => console.error(text),
  )
  const imported = await benchImport(full ? FULL_IMPORTED : IMPORTED, (text) => console.error(text))
  console.log(tableOf(result))
  console.log(importReport(imported))
  if (json) console.log(JSON.stringify({ bench: 'list', ...result, imported, ratios: ratiosOf(result) }))
}
