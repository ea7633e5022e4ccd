import { setTimeout } from 'node:timers/promises'
import type { CatalogRecord } from '#core/domain/catalog/schema.ts'
import { SEED_STATUSES } from '#core/domain/setup/seeds.ts'
import { databaseFile } from '#main/store/database-file.ts'
import { openStore } from '#main/store/open-store.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { built } from '../../support/built.ts'
import { OFFICE_IDS, STATUS_IDS, TAG_IDS, type BenchData } from './data.ts'

/** Customers per command, with all their contacts and sites. */
const BATCH = 2000

export interface Loaded {
  milliseconds: number
  /** How long after that all texts were in the full text indexes, which the program makes by itself. */
  textMilliseconds: number
  /** The numbers that this desktop gave to the customers asked for. */
  numbers: string[]
}

/**
 * Fills a new data folder through the real writer: one command per batch with its op, change rows, hashes, signature and
 * read models, in the worker thread that the program uses.
 */
export async function loadIntoStore(
  folder: string,
  data: BenchData,
  numbersOf: readonly string[],
): Promise<Loaded> {
  const opened = await openStore({ folder, workerFile: built('main', 'store-worker.js') })
  if (!opened.ok) throw new Error(opened.error.message)
  const { store } = opened.value
  const ready = await store.setUp({
    language: 'es',
    personName: 'Bench',
    companyName: 'Bench',
    officeName: 'Bench',
    officePrefix: 'MAD',
    timeZone: 'Europe/Madrid',
    country: 'ES',
    data: 'empty',
  })
  if (!ready.ok) throw new Error(ready.error.message)
  const batches = batchesOf(data)
  const start = performance.now()
  for (const documents of batches) {
    const reply = await store.runInternal('demo.load', { documents })
    if (!reply.ok) throw new Error(`${reply.error.message} ${JSON.stringify(reply.error.details)}`)
  }
  const milliseconds = performance.now() - start
  await untilTextIsIndexed(folder)
  const textMilliseconds = performance.now() - start - milliseconds
  const found = await store.read('store', 'byIds', {
    collection: 'customers',
    ids: [...numbersOf],
    withDeleted: false,
  })
  if (!found.ok) throw new Error(found.error.message)
  await store.close()
  return {
    milliseconds,
    textMilliseconds,
    numbers: found.value.rows.map(({ document }) => String(document.number)),
  }
}

/** What is asked afterwards is not to be measured beside work that is still going on. */
async function untilTextIsIndexed(folder: string): Promise<void> {
  const db = openSqlite(databaseFile(folder), { readOnly: true })
  const left = db.prepare(`SELECT 1 FROM meta WHERE key = 'searchedTo'`)
  while (left.all().length > 0) await setTimeout(20)
  db.close()
}

function batchesOf({ customers, contacts, sites }: BenchData) {
  const ofCustomer = <D extends { customerId: string }>(documents: readonly D[]): Map<string, D[]> => {
    const map = new Map<string, D[]>()
    for (const document of documents) {
      const own = map.get(document.customerId)
      if (own) own.push(document)
      else map.set(document.customerId, [document])
    }
    return map
  }
  const contactsOf = ofCustomer(contacts)
  const sitesOf = ofCustomer(sites)
  const batches = []
  for (let start = 0; start < customers.length; start += BATCH) {
    const part = customers.slice(start, start + BATCH)
    batches.push({
      catalog: start === 0 ? catalog() : [],
      // The command itself deals out the numbers.
      customers: part.map(({ number: _number, ...customer }) => customer),
      contacts: part.flatMap(({ id }) => contactsOf.get(id) ?? []),
      sites: part.flatMap(({ id }) => sitesOf.get(id) ?? []),
      ...nothingElse,
    })
  }
  return batches
}

/** The other engines have none of these either. */
const nothingElse = { services: [], inventory: [], invoices: [], entries: [] }

function catalog(): CatalogRecord[] {
  const createdAt = '2024-01-01T00:00:00.000Z'
  const base = (id: string, i: number) => ({ id, rank: String.fromCharCode(98 + i), createdAt })
  return [
    ...STATUS_IDS.map((id, i) => ({
      ...base(id, i),
      kind: 'customerStatus' as const,
      data: { ...SEED_STATUSES[i] },
    })),
    ...OFFICE_IDS.map((id, i) => ({
      ...base(id, i),
      kind: 'office' as const,
      data: { name: id, prefix: 'MAD', country: 'ES', timeZone: 'Europe/Madrid', currency: 'EUR' },
    })),
    ...TAG_IDS.map((id, i) => ({ ...base(id, i), kind: 'tag' as const, data: { name: id, colour: 'blue' } })),
  ]
}
