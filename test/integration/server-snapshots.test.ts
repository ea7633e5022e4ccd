import { gunzipSync } from 'node:zlib'
import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Snapshot } from '#core/contract/snapshot-contract.ts'
import { systemClock } from '#core/lib/clock.ts'
import { FULL_SCOPE, type DeviceScope } from '#core/sync/scope.ts'
import { createEnrolmentCode, createOrganisation } from '#sync-server/auth/organisations.ts'
import { readConfig, type ServerConfig } from '#sync-server/config.ts'
import { startSyncServer, type SyncServer } from '#sync-server/index.ts'
import { beginEpochs } from '#sync-server/store/backup.ts'
import { built } from '../support/built.ts'
import { customerOf } from '../support/builders.ts'
import { until } from '../support/office-host.ts'
import { startPostgres, type RunningPostgres } from '../support/postgres.ts'
import { TestDevice, tagRows } from '../support/sync-device.ts'
import { tempFolder } from '../support/temp-folder.ts'

/* Which files a server has ready for first syncs, over both of its stores. */

/** So many records that a file is made, and none of them takes long. */
const TAGS = 10_000
const SECRET = 'Xilofonista Quintanilla'
/** Milliseconds; the server looks every ten seconds whether somebody is expected. */
const PATIENCE = 40_000

let postgres: RunningPostgres
beforeAll(async () => {
  postgres = await startPostgres()
}, 120_000)
afterAll(() => postgres.stop(), 60_000)

async function serve(changes: Partial<ServerConfig>): Promise<SyncServer> {
  const read = readConfig([], { PORT: '0', ENLACE_LOG_LEVEL: 'silent', ENLACE_REQUESTS_PER_MINUTE: '100000' })
  if (!read.ok) throw new Error(JSON.stringify(read.error))
  const worker = built('main', 'store-worker.js')
  const server = await startSyncServer({ ...read.value, ...changes }, systemClock, worker)
  let isClosed = false
  const close = async (): Promise<void> => {
    if (!isClosed) await server.close()
    isClosed = true
  }
  onTestFinished(close)
  return { ...server, close }
}

/** An organisation with many tags and a customer of whom not everybody may know all. */
async function filled(server: SyncServer) {
  const { id: org } = await createOrganisation(server.database, 'Fibra Henares', systemClock.now)
  const code = (scope: DeviceScope = FULL_SCOPE) =>
    createEnrolmentCode(server.database, { org, lifetime: 600_000, scope }, systemClock.now)
  const device = new TestDevice(server.url)
  await device.enrol(await code())
  const customer = customerOf({ id: randomUUID(), notes: SECRET })
  const rows = Array.from({ length: TAGS }, (_, n) => tagRows(`tag-${n}`, `Etiqueta ${n}`)).flat()
  const create = { collection: 'customers', id: customer.id, path: '', kind: 'create' as const, to: customer }
  const { body } = await device.push([device.op(rows, 'import.run'), device.op([create], 'customer.create')])
  expect(body).toMatchObject({ ok: true, results: [{ status: 'taken' }, { status: 'taken' }] })
  return { code, device }
}

/** What the server has for a device. */
async function snapshotFor(device: TestDevice): Promise<Snapshot | undefined> {
  const { body } = await device.call<{ snapshot?: Snapshot }>('snapshot', { device: device.id, schema: 1 })
  return body.snapshot
}

const untilReady = (device: TestDevice) =>
  until(
    () => snapshotFor(device),
    (one) => one !== undefined,
    PATIENCE,
  ) as Promise<Snapshot>

/** All files of the only snapshot in a folder, unpacked. */
function textOf(data: string, count: number): string[] {
  const folders = readdirSync(join(data, 'snapshots')).filter((name) => !name.endsWith('.new'))
  expect(folders).toHaveLength(count)
  return folders.map((name) => {
    const folder = join(data, 'snapshots', name)
    const parts = readdirSync(folder).filter((part) => part.endsWith('.gz'))
    return parts.map((part) => gunzipSync(readFileSync(join(folder, part))).toString('latin1')).join('')
  })
}

describe.each(['SQLite', 'PostgreSQL'])('files for first syncs over %s', (kind) => {
  it('are made for whom a code was drawn, with what each may hold, and outlive the server', async () => {
    const data = tempFolder()
    const databaseUrl = kind === 'SQLite' ? undefined : await postgres.newDatabase()
    const config = { data, ...(databaseUrl !== undefined && { databaseUrl }) }
    const server = await serve(config)
    const { code, device } = await filled(server)
    expect(await snapshotFor(device)).toBeUndefined()
    const field: DeviceScope = { version: 1, hiddenFields: { customers: ['notes'] } }
    const outside = new TestDevice(server.url)
    await outside.enrol(await code(field))
    expect(await snapshotFor(outside)).toBeUndefined()
    await Promise.all([code(), code(field)])
    const [whole, part] = [await untilReady(device), await untilReady(outside)]
    expect(whole.id).not.toBe(part.id)
    expect([whole.epoch, whole.seq, whole.records]).toEqual([device.epoch, 2, TAGS + 1])
    const texts = textOf(data, 2)
    expect(texts.filter((text) => text.includes(SECRET))).toHaveLength(1)
    // Nobody's key, and nothing of the desktop that there never was.
    for (const text of texts) expect(/privateKey|MC4CAQAwBQYDK2Vw/.exec(text)?.[0]).toBeUndefined()
    await server.close()

    // What does not belong there is removed.
    mkdirSync(join(data, 'snapshots', 'left.new'))
    writeFileSync(join(data, 'snapshots', 'left.new', '0.gz'), 'x')
    const again = await serve(config)
    device.url = again.url
    expect((await snapshotFor(device))?.id).toBe(whole.id)
    expect(readdirSync(join(data, 'snapshots'))).toHaveLength(2)

    // Another feed: nothing that was made of the one before is given out.
    await again.database.write(beginEpochs)
    expect(await snapshotFor(device)).toBeUndefined()
  })

  it('are not made where they are switched off', async () => {
    const data = tempFolder()
    const databaseUrl = kind === 'SQLite' ? undefined : await postgres.newDatabase()
    const config = { data, ...(databaseUrl !== undefined && { databaseUrl }) }
    const server = await serve(config)
    const { code, device } = await filled(server)
    await code()
    await untilReady(device)
    await server.close()
    const off = await serve({ ...config, snapshots: false })
    device.url = off.url
    expect(
      await until(
        () => snapshotFor(device),
        (one) => one === undefined,
      ),
    ).toBeUndefined()
    expect(readdirSync(join(data, 'snapshots'))).toEqual([])
  })
})

it('makes another file when one is of another version of the program, or a part of it is missing', async () => {
  const data = tempFolder()
  const server = await serve({ data })
  const { code, device } = await filled(server)
  await code()
  const { id: first, format } = await untilReady(device)
  await server.close()
  const [folder = ''] = readdirSync(join(data, 'snapshots'))
  const label = join(data, 'snapshots', folder, 'snapshot.json')
  writeFileSync(label, readFileSync(label, 'utf8').replace(format, '0'.repeat(format.length)))
  device.url = (await serve({ data })).url
  const { id: second } = await untilReady(device)
  expect(second).not.toBe(first)

  rmSync(join(data, 'snapshots', folder, '0.gz'))
  const part = await device.call('snapshot-part', { device: device.id, schema: 1, id: second, part: 0 })
  expect(part.status).toBe(410)
  expect((await snapshotFor(device))?.id).not.toBe(second)
})
