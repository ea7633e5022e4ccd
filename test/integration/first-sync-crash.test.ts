import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSeededRandom } from '#core/lib/seeded-random.ts'
import { startEnlaceServer } from '../bench/sync/enlace/server.ts'
import type { BenchServer } from '../bench/sync/engine.ts'
import { removeFolder } from '../support/browser-host.ts'
import { fileContents } from '../support/file-contents.ts'
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
  const [found, expected] = [fileContents(folder), fileContents(spared.host.folder)]
  for (const one of [folder, spared.host.folder]) removeFolder(one)
  expect(killedMeanwhile).toBeGreaterThan(0)
  expect(expected.left).toEqual([])
  expect(expected.documents[0]).toHaveLength(CUSTOMERS)
  for (const [name, value] of Object.entries(expected))
    expect([name, found[name as keyof typeof found]]).toEqual([name, value])
}, 300_000)
