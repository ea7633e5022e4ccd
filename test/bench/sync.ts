import { missed, ratiosOf, tableOf } from './sync/report.ts'
import { runSyncBench, type SyncSizes } from './sync/run.ts'

const SIZES: SyncSizes = { customers: 2000, clients: 8, edits: 30, queued: 500, saves: 20 }
/** Those of issue 4: 580,000 documents, and 50 desktops with twenty edits a day. */
const FULL_SIZES: SyncSizes = { customers: 100_000, clients: 50, edits: 60, queued: 10_000, saves: 100 }

/**
 * Offices in sync: the program and its server beside PouchDB with express-pouchdb and RxDB with the least server that its
 * replication needs, over loopback. `BENCH_ENGINES=enlace,rxdb` leaves others out.
 */
export async function benchSync({ full, json }: { full: boolean; json: boolean }): Promise<void> {
  const only = process.env.BENCH_ENGINES?.split(',')
  const figures = await runSyncBench({ ...(full ? FULL_SIZES : SIZES), only }, (text) => console.error(text))
  console.log(tableOf(figures))
  if (full) for (const line of missed(figures)) console.log(line)
  if (json) console.log(JSON.stringify({ bench: 'sync', engines: figures, ratios: ratiosOf(figures) }))
}
