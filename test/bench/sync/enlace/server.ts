import { setTimeout } from 'node:timers/promises'
import { systemClock } from '#core/lib/clock.ts'
import { connectionCode } from '#core/contract/connection-code.ts'
import type { StoredDocument } from '#core/domain/entity.ts'
import type { WireRow } from '#core/sync/wire.ts'
import { createEnrolmentCode, createOrganisation } from '#sync-server/auth/organisations.ts'
import type { SqlDatabase } from '#sync-server/store/sql.ts'
import { openSqliteFolder } from '#sync-server/store/sqlite.ts'
import { removeFolder, temporaryFolder } from '../../../support/browser-host.ts'
import { officeOf } from '../../../support/builders.ts'
import { createServerProcess, freePort, type ServerProcess } from '../../../support/server-process.ts'
import { TestDevice } from '../../../support/sync-device.ts'
import { COLLECTIONS, syncDocuments } from '../documents.ts'
import type { BenchServer, Holding } from '../engine.ts'
import { forgetPeak, peakMemory } from '../memory.ts'

/** Records in one op, as a large import has them. */
const BATCH = 1000
/** Milliseconds. */
const LOOK_AGAIN = 100
const DAY = 24 * 60 * 60_000

/** The sync server as it is shipped, in its own process over SQLite, with an organisation's documents in it. */
export async function startEnlaceServer({ customers, bare }: Holding): Promise<BenchServer> {
  const data = temporaryFolder()
  const port = await freePort()
  const start = async (snapshots: boolean): Promise<ServerProcess> => {
    const started = await createServerProcess({ data, port, env: { ENLACE_SNAPSHOTS: String(snapshots) } })
    await started.start()
    return started
  }
  let server = await start(false)
  const database = openSqliteFolder(data)
  const { id: org } = await createOrganisation(database, 'Fibra Henares', systemClock.now)
  const door = () => doorOf(database, org, server.url)
  await fill(server.url, await door(), { customers, bare })
  return {
    pid: () => server.pid(),
    url: () => server.url,
    folder: data,
    doors: (count) => Promise.all(Array.from({ length: count }, door)),
    async restart({ prepares }) {
      await server.stop()
      server = await start(prepares)
    },
    async prepare() {
      forgetPeak(server.pid())
      await door()
      const begun = performance.now()
      for (;;) {
        const metrics = await (await fetch(`${server.url}/metrics`)).text()
        if (/enlace_snapshots_total\{outcome="failed"\}/.test(metrics))
          throw new Error('no snapshot was made')
        if (/enlace_snapshots_total\{outcome="made"\}/.test(metrics)) break
        await setTimeout(LOOK_AGAIN)
      }
      return { seconds: (performance.now() - begun) / 1000, serverMemory: peakMemory(server.pid()) }
    },
    async stop() {
      await database.close()
      await server.stop()
      removeFolder(data)
    },
  }
}

async function doorOf(database: SqlDatabase, org: string, url: string): Promise<string> {
  const code = await createEnrolmentCode(database, { org, lifetime: DAY }, systemClock.now)
  return connectionCode({ url, code })
}

/** One desktop writes it all, as an import does. */
async function fill(url: string, door: string, { customers, bare }: Holding): Promise<void> {
  const device = new TestDevice(url)
  const enrolled = await device.enrol(door)
  if (!enrolled.body.ok) throw new Error(`not enrolled: ${enrolled.body.refusal}`)
  const push = async (rows: Omit<WireRow, 'i' | 'salt'>[]): Promise<void> => {
    const { body } = await device.push([device.op(rows, 'import.run')])
    const [result] = body.ok ? body.results : []
    if (result?.status !== 'taken' || result.outcome.result !== 'applied')
      throw new Error(`not taken: ${JSON.stringify(body).slice(0, 500)}`)
  }
  await push([rowOf('catalog', officeOf())])
  const documents = syncDocuments(customers)
  for (const collection of bare ? COLLECTIONS.slice(0, 1) : COLLECTIONS)
    for (let start = 0; start < documents[collection].length; start += BATCH)
      await push(documents[collection].slice(start, start + BATCH).map((one) => rowOf(collection, one)))
}

const rowOf = (collection: string, document: StoredDocument): Omit<WireRow, 'i' | 'salt'> => ({
  collection,
  id: document.id,
  path: '',
  kind: 'create',
  to: document,
})
