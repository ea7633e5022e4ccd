import { join } from 'node:path'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { addMonths } from '#core/domain/values/plain-date.ts'
import { createReader } from '#main/store/query/reader.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { removeFolder, temporaryFolder } from '../../support/browser-host.ts'
import { entryOf, invoiceOf } from '../../support/builders.ts'
import { createReadStore } from '../../support/read-store.ts'
import { spreadOf } from '../list/spread.ts'
import { madeCustomer } from './made.ts'

/** Milliseconds; medians of readers that have nothing in memory. */
export interface ReportTimes {
  entries: number
  customers: number
  arpu: number
  ageing: number
  margin: number
  recurring: number
}

const TODAY = '2026-03-10'
/** Each invoice of a customer has two charges, a tax, a payment and an allocation. */
const ENTRIES = 5
const MONTHS = 4
const RUNS = 5
const BATCH = 500

/** Fills a ledger and asks the reports of it. */
export function measureReports(entries: number, say: (text: string) => void): ReportTimes {
  const folder = temporaryFolder()
  const file = join(folder, 'enlace.sqlite')
  const customers = Math.ceil(entries / (ENTRIES * MONTHS))
  try {
    const posted = fill(file, customers, (done) => {
      if (done % 5000 === 0) say(`ledger: ${done} of ${customers} customers`)
    })
    const time = (method: string, input: unknown): number => {
      const processor: number[] = []
      const times = Array.from({ length: RUNS }, () => {
        const db = openSqlite(file, { readOnly: true })
        db.exec('PRAGMA query_only = ON; PRAGMA cache_size = -65536; PRAGMA mmap_size = 268435456')
        const reader = createReader(db)
        const used = process.cpuUsage()
        const start = performance.now()
        const reply = reader[method]?.(input)
        const took = performance.now() - start
        processor.push(process.cpuUsage(used).user / 1000)
        db.close()
        if (!reply?.ok) throw new Error(`${method}: ${JSON.stringify(reply)}`)
        return took
      })
      const { p50 } = spreadOf(times)
      // On a machine that does other things too, only the processor's time says what the report costs.
      say(
        `${method.padEnd(20)} ${p50.toFixed(1)} ms, of the processor ${spreadOf(processor).p50.toFixed(1)} ms`,
      )
      return p50
    }
    return {
      entries: posted,
      customers,
      arpu: time('revenue.arpu', { today: TODAY }),
      ageing: time('revenue.ageing', { today: TODAY }),
      margin: time('revenue.margin', { from: '2025-04', to: '2026-03' }),
      recurring: time('revenue.recurring', { from: '2025-04', to: '2026-03', today: TODAY }),
    }
  } finally {
    removeFolder(folder)
  }
}

function fill(file: string, customers: number, tell: (done: number) => void): number {
  const store = createReadStore(file)
  // As fast as it goes: the file is thrown away.
  store.db.exec('PRAGMA synchronous = OFF')
  let posted = 0
  for (let start = 0; start < customers; start += BATCH) {
    const writes: Parameters<typeof store.write>[0][number][] = []
    const entries: LedgerEntry[] = []
    for (let n = start; n < Math.min(start + BATCH, customers); n++) {
      const { customer, site, services } = madeCustomer(n, `office-${n % 5}`, '2025-01-01')
      writes.push({ collection: 'customers', id: customer.id, after: customer })
      writes.push({ collection: 'sites', id: site.id, after: site })
      for (const service of services) writes.push({ collection: 'services', id: service.id, after: service })
      for (let back = 0; back < MONTHS; back++) {
        const date = addMonths(`2026-02-${String((n % 28) + 1).padStart(2, '0')}`, -back)
        const id = `invoice-${n}-${back}`
        const charges = services.map((service, i) =>
          entryOf({
            key: `${id}/${i}`,
            customerId: customer.id,
            serviceId: service.id,
            amount: 2000,
            wholesale: 800,
            date,
          }),
        )
        const gross = 4840
        // One in eight is still open, and some of these are paid in part.
        const paid = (n + back) % 8 === 0 ? (n % 3) * 1000 : gross
        const more: LedgerEntry[] = [
          entryOf({
            key: `${id}/tax`,
            kind: 'tax',
            amount: 840,
            date,
            customerId: customer.id,
            invoiceId: id,
          }),
          entryOf({
            key: `${id}/pay`,
            kind: 'payment',
            amount: -Math.max(1, paid),
            date,
            customerId: customer.id,
          }),
          entryOf({
            key: `${id}/give`,
            kind: 'allocation',
            amount: Math.max(1, paid),
            date,
            customerId: customer.id,
            invoiceId: id,
            sourceId: `${id}/pay`,
          }),
        ]
        entries.push(...charges, ...more)
        const lines = charges.map(({ key, amount }, i) => ({
          id: String(i),
          transactionId: key,
          description: 'Fibra 600',
          quantity: '1',
          unitPrice: '20',
          net: amount,
        }))
        writes.push({
          collection: 'invoices',
          id,
          after: invoiceOf({
            id,
            number: `FMAD-7Q-${n}-${back}`,
            customerId: customer.id,
            issuedOn: date,
            dueOn: addMonths(date, 0, 28),
            lines,
            taxes: [{ id: '1', name: 'IVA', percent: '21', net: 4000, tax: 840 }],
            net: 4000,
            tax: 840,
            gross,
          }),
        })
      }
    }
    store.write(writes, entries)
    posted += entries.length
    tell(start + BATCH)
  }
  store.close()
  return posted
}
