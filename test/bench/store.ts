import { OTHERS, ratiosOf, tableOf } from './store/report.ts'
import { runStoreBench } from './store/run.ts'

const CUSTOMERS = 10_000
const FULL_CUSTOMERS = 100_000

/** The local store beside RxDB on Dexie and PouchDB, in one Chromium. */
export async function benchStore({
  full,
  json,
  withoutPouchdb,
}: Record<'full' | 'json' | 'withoutPouchdb', boolean>): Promise<void> {
  const customers = full ? FULL_CUSTOMERS : CUSTOMERS
  const others = withoutPouchdb ? (['dexie'] as const) : OTHERS
  const result = await runStoreBench(customers, others, (text) => console.error(text))
  console.log(tableOf(result))
  console.log(`browser host, start to first screen: ${result.startToFirstScreen.toFixed(0)} ms`)
  if (json) console.log(JSON.stringify({ bench: 'store', ...result, ratios: ratiosOf(result) }))
}
