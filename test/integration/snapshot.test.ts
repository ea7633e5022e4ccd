import { randomUUID } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { connectionCode, parseConnectionCode } from '#core/contract/connection-code.ts'
import type { Snapshot } from '#core/contract/snapshot-contract.ts'
import { createSeededRandom } from '#core/lib/seeded-random.ts'
import { databaseFile } from '#main/store/database-file.ts'
import { openHub } from '#sync-server/hub/hub.ts'
import { startEnlaceServer } from '../bench/sync/enlace/server.ts'
import type { BenchServer } from '../bench/sync/engine.ts'
import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { built } from '../support/built.ts'
import { startFaultyProxy } from '../support/faulty-proxy.ts'
import {
  contentsOf,
  expectSame,
  joinWith,
  partsGiven,
  snapshotsOf,
  untilWhole,
  type Contents,
} from '../support/first-sync.ts'
import { holdBack } from '../support/held-server.ts'
import { startOffice, until, type OfficeHost } from '../support/office-host.ts'
import { inSync, untilSettled } from '../support/offices.ts'
import { freePort } from '../support/server-process.ts'
import { TestDevice } from '../support/sync-device.ts'
import { fetchFile, handIn } from '../support/window-files.ts'

/* Real desktops that begin with the file which a real server has ready for them. */

/** Some 14,000 records: enough that a file is made for whoever joins. */
const CUSTOMERS = 2500
const UNIQUE = 'Zzyqx Borrada'
const KILLS = 4
/** Milliseconds after the start of a desktop in which it is killed at the latest. */
const LATEST_KILL = 400
/** Before a desktop looks whether the network is too slow for the file. Milliseconds. */
const SOON = 3000

let server: BenchServer
/** Began with pages, before there was any such file. */
let first: OfficeHost
const unique = randomUUID()
let ofPages: Contents

beforeAll(async () => {
  server = await startEnlaceServer({ customers: CUSTOMERS, bare: false })
  first = await begin(String((await server.doors(1))[0]))
  await untilWhole(first)
  await putUnique((await first.documents('customers'))[0] ?? {})
  await until(
    () => first.documents('customers'),
    (customers) => customers.some(({ id }) => id === unique),
  )
  await inSync(first)
  ofPages = await contentsOf(first)
  first = await startOffice({ folder: first.host.folder })
  await server.restart?.({ prepares: true })
  await server.prepare?.()
}, 180_000)
afterAll(async () => {
  await first.host.stop()
  removeFolder(first.host.folder)
  await server.stop()
})

/** A customer without services, whom nothing keeps from being erased. */
async function putUnique(like: object): Promise<void> {
  const device = new TestDevice(server.url?.() ?? '')
  await device.enrol(await door())
  const to = { ...like, id: unique, number: 'MAD-7Q-999999', name: UNIQUE, sortName: 'zzyqx borrada' }
  const row = { collection: 'customers', id: unique, path: '', kind: 'create' as const, to }
  const { body } = await device.push([device.op([row], 'customer.create')])
  expect(body).toMatchObject({ ok: true, results: [{ outcome: { result: 'applied' } }] })
}

const begin = async (code: string): Promise<OfficeHost> =>
  joinWith(await startOffice({ isBlank: true, flags: ['--locale=es'] }), code)

/** A desktop for which one part of the file has come, and the others are held back. */
async function beginSlowly() {
  const slow = await holdBack(server.url?.() ?? '', '/v1/snapshot-part', 1)
  const office = await startOffice({ isBlank: true, flags: ['--locale=es'] })
  onTestFinished(async () => {
    await office.host.stop()
    slow.close()
    removeFolder(office.host.folder)
  })
  const code = parseConnectionCode(await door())?.code ?? ''
  await joinWith(office, connectionCode({ url: slow.url, code }))
  await until(
    () => office.call('sync', 'status', {}),
    ({ firstSync }) => (firstSync?.done ?? 0) > 0,
  )
  return { office, slow }
}

const door = async (): Promise<string> => String((await server.doors(1))[0])

describe('a first sync with the file that the server has ready', () => {
  it('comes to the same as one with pages, and says how far it is', async () => {
    const office = await startOffice({ isBlank: true, flags: ['--locale=es'] })
    await joinWith(office, await door())
    const steps: number[] = []
    // Every call is answered, also while the file takes the place of the empty one.
    await until(
      () => office.call('sync', 'status', {}),
      ({ state, firstSync }) => {
        if (firstSync?.isUsable === false) steps.push(firstSync.done)
        return state === 'inSync' && firstSync === undefined
      },
      60_000,
    )
    await untilWhole(office)
    expect(await partsGiven(server.url?.() ?? '')).toBeGreaterThan(0)
    expect(Math.max(...steps)).toBeGreaterThan(0)
    expect(steps).toEqual([...steps].sort((a, b) => a - b))
    const { device } = await office.call('app', 'info', {})
    expect((await office.documents('catalog')).map(({ id }) => id)).toContain(device?.personId)
    expectSame(await contentsOf(office), ofPages)
    removeFolder(office.host.folder)
  })

  it('goes on where it was killed', async () => {
    const seed = Number(process.env.CRASH_SEED ?? Date.now() % 100_000)
    console.log(`CRASH_SEED=${seed}`)
    const random = createSeededRandom(seed)
    let office = await begin(await door())
    const { folder } = office.host
    onTestFinished(() => removeFolder(folder))
    for (let kill = 0; kill < KILLS; kill++) {
      const at = performance.now() + random.int(0, LATEST_KILL)
      await until(
        () => office.reply('sync.status', {}),
        () => performance.now() >= at,
      )
      await office.host.kill()
      office = await startOffice({ folder, isBlank: true })
    }
    await untilWhole(office)
    expectSame(await contentsOf(office), ofPages)
    expect(readdirSync(folder).filter((name) => /first-sync|joining|before-/.test(name))).toEqual([])
  })

  it('holds out through a bad network', async () => {
    const seed = Number(process.env.NETWORK_SEED ?? Date.now() % 100_000)
    console.log(`NETWORK_SEED=${seed}`)
    const proxy = await startFaultyProxy(server.url?.() ?? '', seed)
    onTestFinished(() => proxy.close())
    const code = parseConnectionCode(await door())?.code ?? ''
    const office = await startOffice({ isBlank: true, flags: ['--locale=es'] })
    onTestFinished(() => office.host.stop())
    await until(
      () =>
        office.reply('sync.connect', {
          ...{ code: connectionCode({ url: proxy.url, code }), join: 'set-mine-aside' },
          ...{ personName: 'Eva Gil', language: 'es' },
        }),
      ({ ok }) => ok,
    )
    await untilWhole(office)
    expectSame(await contentsOf(office), ofPages)
    removeFolder(office.host.folder)
  })

  it('leaves nothing of a file that is gone before all of it came', async () => {
    const { office, slow } = await beginSlowly()
    const { contactAt } = await office.call('sync', 'status', {})
    expect(contactAt).toBeGreaterThan(0)
    slow.refuse()
    await untilWhole(office)
    expect(office.host.log()).not.toContain('not removed')
    expect(readdirSync(office.host.folder)).not.toContain('first-sync')
  })

  it('gives way at once to what is written meanwhile', async () => {
    const { office, slow } = await beginSlowly()
    const data = { name: 'Toledo', prefix: 'TOL', timeZone: 'Europe/Madrid', country: 'ES', currency: 'EUR' }
    await office.run('catalog.save', { kind: 'office', data, rank: 'z' })
    await until(
      () => Promise.resolve(readdirSync(office.host.folder)),
      (names) => !names.includes('first-sync'),
      SOON,
    )
    slow.letGo()
    await untilWhole(office)
    const offices = (await office.documents('catalog')).filter(({ kind }) => kind === 'office')
    expect(offices).toContainEqual(expect.objectContaining({ data }))
  })

  it('leaves nothing of it to a backup with which the desktop goes on', async () => {
    const other = await startOffice()
    const { file } = await other.call('backup', 'make', { name: 'copia' })
    const bytes = await fetchFile(other, file)
    await other.host.stop()
    removeFolder(other.host.folder)
    const { office } = await beginSlowly()
    const handed = await handIn(office, 'backup', bytes)
    await office.call('backup', 'read', { file: handed })
    await office.call('backup', 'restore', { file: handed })
    await until(
      () => Promise.resolve(readdirSync(office.host.folder)),
      (names) => !names.includes('first-sync'),
    )
    expect(await office.call('sync', 'status', {})).toMatchObject({ state: 'off' })
  })

  it('begins anew when the desktop was disconnected meanwhile, for who was to work there', async () => {
    for (const join of ['add-mine', 'set-mine-aside'] as const) {
      const { office, slow } = await beginSlowly()
      await office.call('sync', 'disconnect', {})
      expect(readdirSync(office.host.folder)).not.toContain('first-sync')
      slow.letGo()
      await office.call('sync', 'connect', { code: await door(), join })
      await untilSettled(office)
      const { device } = await office.call('app', 'info', {})
      const catalog = await office.documents('catalog')
      const person = catalog.find(({ id }) => id === device?.personId)
      expect(person).toMatchObject({ data: { name: 'Eva Gil' } })
      expect(catalog.map(({ id }) => id)).toContain(device?.officeId)
    }
  })

  it('is given to nobody else, and only while it is kept', async () => {
    const device = new TestDevice(server.url?.() ?? '')
    await device.enrol(await door())
    const asking = { device: device.id, schema: 1 }
    const { body } = await device.call<{ snapshot: Snapshot }>('snapshot', asking)
    const { id, parts, records } = body.snapshot
    expect(records).toBeGreaterThan(CUSTOMERS)
    const part = (changes: object, token?: string) =>
      device.call<{ error: { code: string } }>('snapshot-part', { ...asking, id, part: 0, ...changes }, token)
    const refusal = async (changes: object, token?: string) => {
      const { status, body: answer } = await part(changes, token)
      return [status, answer.error.code]
    }
    expect(await refusal({}, 'no token')).toEqual([401, 'sync/unauthorised'])
    expect(await refusal({ device: randomUUID() })).toEqual([403, 'sync/forbidden'])
    expect(await refusal({ id: randomUUID() })).toEqual([410, 'sync/gone'])
    expect(await refusal({ part: parts.length })).toEqual([410, 'sync/gone'])
    expect(await refusal({ part: '../../sync.sqlite' })).toEqual([400, 'sync/invalid-input'])
    expect(await refusal({ id: '../../sync' })).toEqual([410, 'sync/gone'])
  })

  it('is also made by a desktop that serves the others', async () => {
    const folder = temporaryFolder()
    cpSync(server.folder ?? '', folder, { recursive: true })
    rmSync(join(folder, 'snapshots'), { recursive: true })
    const lines: string[] = []
    const hub = await openHub(
      {
        ...{ folder, host: '0.0.0.0', port: await freePort(), name: 'Fibra Henares', isMoved: false },
        storeWorker: built('main', 'store-worker.js'),
      },
      (line) => lines.push(line),
    )
    onTestFinished(async () => {
      await hub.close()
      removeFolder(folder)
    })
    const { text } = (await hub.call(
      'code',
      { url: `https://127.0.0.1:${hub.started.port}` },
      { signal: new AbortController().signal, progress: () => undefined },
    )) as { text: string }
    await until(
      () => Promise.resolve(snapshotsOf(folder)),
      (made) => made.length > 0,
      60_000,
    )
    const office = await begin(text)
    await untilWhole(office)
    expectSame(await contentsOf(office), ofPages)
    removeFolder(office.host.folder)
    expect(lines).toEqual([])
  })

  it('is gone with what is erased', async () => {
    const [before] = snapshotsOf(server.folder)
    const number = (await first.documents('customers')).find(({ id }) => id === unique)?.number
    await first.run('customer.archive', { ids: [unique] })
    await first.run('customer.erase', { id: unique, number })
    await inSync(first)
    const label = join(server.folder ?? '', 'snapshots', before ?? '', 'snapshot.json')
    const idBefore = existsSync(label) ? readFileSync(label, 'utf8') : ''
    await until(
      () => Promise.resolve(existsSync(label) ? readFileSync(label, 'utf8') : 'none'),
      (now) => now !== idBefore,
      10_000,
    )
    const office = await begin(await door())
    await untilWhole(office)
    await office.host.stop()
    expect(readFileSync(databaseFile(office.host.folder)).includes(UNIQUE)).toBe(false)
    removeFolder(office.host.folder)
  })
})
