import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSeededRandom } from '#core/lib/seeded-random.ts'
import { databaseFile } from '#main/store/database-file.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { startEnlaceServer } from '../bench/sync/enlace/server.ts'
import type { BenchServer } from '../bench/sync/engine.ts'
import { removeFolder } from '../support/browser-host.ts'
import { startOffice, until, type OfficeHost } from '../support/office-host.ts'

/** Some 14,000 records: enough that indexes and full text are left for the end. */
const CUSTOMERS = 2500
const KILLS = 6
/** Kills come when at most so many records have come since a start. */
const LATEST_KILL = 12_000

let server: BenchServer

beforeAll(async () => {
  server = await startEnlaceServer({ customers: CUSTOMERS, bare: false })
}, 120_000)
afterAll(() => server.stop())

async function begin(): Promise<OfficeHost> {
  const office = await startOffice({ isBlank: true, flags: ['--locale=es'] })
  const [code] = await server.doors(1)
  await office.call('sync', 'connect', {
    ...{ code: String(code), join: 'set-mine-aside', personName: 'Eva Gil', language: 'es' },
  })
  return office
}

const untilWhole = ({ call }: OfficeHost) =>
  until(
    () => call('sync', 'status', {}),
    ({ state, firstSync }) => state === 'inSync' && firstSync === undefined,
    120_000,
  )

/** What the file of a desktop that has ended holds of customers and what is theirs, apart from row numbers and times. */
function contents(folder: string) {
  const db = openSqlite(databaseFile(folder))
  const all = (sql: string) => db.prepare(sql).all()
  try {
    // FTS5 compares its indexes with the texts they were made from.
    db.exec(`INSERT INTO fts_words (fts_words, rank) VALUES ('integrity-check', 1);
      INSERT INTO fts_inside (fts_inside, rank) VALUES ('integrity-check', 1)`)
    expect(all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
    return {
      documents: ['customers', 'contacts', 'sites', 'services'].map((name) =>
        all(`SELECT id, body, deleted FROM d_${name} ORDER BY id`),
      ),
      records: all(
        `SELECT collection, id, own_archived, ref_archived, city, text FROM r_record ORDER BY id, collection`,
      ),
      customers: all(
        `SELECT id, number, sort_name, contacts, sites, services, services_active, monthly, first_city FROM r_customer
         ORDER BY id`,
      ),
      services: all(`SELECT id, site_id, archived, sort_key, customer_key FROM r_service_list ORDER BY id`),
      sites: all(`SELECT id, archived, name_key, city_key, plus_code FROM r_site_list ORDER BY id`),
      words: all(`SELECT term, doc FROM fts_vocabulary ORDER BY term`),
      indexes: all(`SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name`),
      left: all(`SELECT key FROM meta WHERE key IN ('load', 'searchedTo')`),
    }
  } finally {
    db.close()
  }
}

it('a first sync that is killed again and again comes to the same as one that is not', async () => {
  const seed = Number(process.env.CRASH_SEED ?? Date.now() % 100_000)
  console.log(`CRASH_SEED=${seed}`)
  const random = createSeededRandom(seed)
  let killed = await begin()
  let killedMeanwhile = 0
  const { folder } = killed.host
  for (let kill = 0; kill < KILLS; kill++) {
    const records = random.int(0, LATEST_KILL)
    const { firstSync } = await until(
      () => killed.call('sync', 'status', {}),
      ({ state, firstSync }) => state === 'inSync' || (firstSync?.done ?? -1) >= records,
      60_000,
    )
    if (firstSync && !firstSync.isUsable) killedMeanwhile += 1
    await killed.host.kill()
    killed = await startOffice({ folder, isBlank: true })
  }
  await untilWhole(killed)
  await killed.host.stop()
  const spared = await begin()
  await untilWhole(spared)
  await spared.host.stop()
  const [found, expected] = [contents(folder), contents(spared.host.folder)]
  for (const one of [folder, spared.host.folder]) removeFolder(one)
  expect(killedMeanwhile).toBeGreaterThan(0)
  expect(expected.left).toEqual([])
  expect(expected.documents[0]).toHaveLength(CUSTOMERS)
  for (const [name, value] of Object.entries(expected))
    expect([name, found[name as keyof typeof found]]).toEqual([name, value])
}, 300_000)
