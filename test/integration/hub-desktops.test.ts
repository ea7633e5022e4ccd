import { copyFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '#core/lib/clock.ts'
import { readConfig } from '#sync-server/config.ts'
import { codeHash } from '#sync-server/crypto.ts'
import { openDatabase } from '#sync-server/index.ts'
import { createSyncStore } from '#sync-server/store/sync-store.ts'
import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { startOffice, until, type OfficeHost } from '../support/office-host.ts'
import { add, inSync, namesOf, untilAlike, untilSettled } from '../support/offices.ts'
import { freePort } from '../support/server-process.ts'
import { fetchFile, handIn } from '../support/window-files.ts'

/* The desktops of a hub: how they are called, who is taken out, and all of them going on where the hub moves to. */

const folders: string[] = []
const offices = new Set<OfficeHost>()

afterEach(async () => {
  await Promise.all([...offices].map(({ host }) => host.stop()))
  offices.clear()
})
afterAll(() => {
  for (const folder of folders) removeFolder(folder)
})

const newFolder = (): string => {
  const folder = temporaryFolder()
  folders.push(folder)
  return folder
}

async function open(folder = newFolder()): Promise<OfficeHost> {
  const office = await startOffice({ folder })
  offices.add(office)
  return office
}

async function close(office: OfficeHost): Promise<void> {
  await office.host.stop()
  offices.delete(office)
}

async function openHub() {
  const hub = await open()
  const port = await freePort()
  await hub.call('hub', 'create', { name: 'Fibra Henares', port })
  await inSync(hub)
  return { hub, code: () => codeAt(hub, port) }
}

const codeAt = async (hub: OfficeHost, port: number) =>
  (await hub.call('hub', 'code', { address: `https://127.0.0.1:${port}` })).text

const desktopsOf = async (hub: OfficeHost) => (await hub.call('hub', 'desktops', {})).desktops

const deviceOf = async (office: OfficeHost) => {
  const { device } = await office.call('app', 'info', {})
  if (!device) throw new Error('not set up')
  return device
}

const errorOf = async (office: OfficeHost, method: string, input: object) => {
  const reply = await office.reply(method, input)
  return reply.ok ? 'none' : reply.error.code
}

/** Who bills or sends mail, as the screens of a desktop say. */
const holdersOf = async (office: OfficeHost) =>
  (await office.call('sync', 'leases', {})).leases.map(({ name }) => name)

describe('the desktops of a hub', () => {
  it('are told apart by their names, which people give them and which stay theirs', async () => {
    const { hub, code } = await openHub()
    const toledo = await open()
    // All computers of this test have one name: the code of the desktop is put behind it.
    const { knownAs } = await toledo.call('sync', 'connect', { code: await code(), join: 'add-mine' })
    const [own, theirs] = [await deviceOf(hub), await deviceOf(toledo)]
    const before = await desktopsOf(hub)
    const ownName = before.find(({ id }) => id === own.id)?.name ?? ''
    expect(knownAs).toBe(`${ownName} · ${theirs.code}`)
    expect(before.map(({ name }) => name).sort()).toEqual([ownName, knownAs].sort())

    await hub.call('hub', 'rename', { id: theirs.id, name: '  Mostrador ' })
    expect(await errorOf(hub, 'hub.rename', { id: theirs.id, name: ' ' })).toBe('host/invalid-input')
    expect(await errorOf(hub, 'hub.rename', { id: 'none', name: 'x' })).toBe('hub/unknown-desktop')
    await hub.call('hub', 'rename', { id: own.id, name: 'Despacho' })
    expect((await desktopsOf(hub)).map(({ name }) => name).sort()).toEqual(['Despacho', 'Mostrador'])
    // Others hear of it at once, where a desktop is named to them.
    await until(
      () => holdersOf(toledo),
      (names) => names.includes('Despacho'),
    )

    // A file that was put elsewhere is a new desktop to the hub, and the same one to people.
    await close(toledo)
    const file = join(toledo.host.folder, 'enlace.sqlite')
    copyFileSync(file, `${file}.copy`)
    renameSync(`${file}.copy`, file)
    const again = await open(toledo.host.folder)
    const { id } = await until(
      () => deviceOf(again),
      (device) => device.id !== theirs.id,
    )
    await inSync(again)
    const after = await desktopsOf(hub)
    expect(after.find((one) => one.id === id)).toMatchObject({ name: 'Mostrador', state: 'active' })
    expect(after.find((one) => one.id === theirs.id)).toMatchObject({ state: 'closed' })
  })

  it('are taken out where the hub runs, and copies of one are let go on', async () => {
    const { hub, code } = await openHub()
    const toledo = await open()
    await toledo.call('sync', 'connect', { code: await code(), join: 'add-mine' })
    await untilAlike([hub, toledo])
    const own = await deviceOf(hub)
    const theirs = await deviceOf(toledo)
    expect(await errorOf(hub, 'hub.revoke', { id: own.id })).toBe('hub/own-desktop')
    expect(await errorOf(hub, 'hub.revoke', { id: 'none' })).toBe('hub/unknown-desktop')

    // As when two copies of its file wrote at the same time.
    const { status } = await quarantine(hub, theirs.id)
    expect(status).toBe('quarantined')
    await add(toledo, 'Bar Copia')
    await until(
      () => toledo.call('sync', 'status', {}),
      ({ paused }) => paused === 'quarantined',
    )
    await hub.call('hub', 'release', { id: theirs.id })
    await untilAlike([hub, toledo])
    const anew = await deviceOf(toledo)
    expect(anew.id).not.toBe(theirs.id)
    expect(await namesOf(hub)).toContain('Bar Copia')

    await hub.call('hub', 'revoke', { id: anew.id })
    await until(
      () => toledo.call('sync', 'status', {}),
      ({ paused }) => paused === 'revoked',
    )
    await add(toledo, 'Bar Fuera')
    await add(hub, 'Bar Dentro')
    await inSync(hub)
    expect(await namesOf(hub)).toEqual(['Bar Copia', 'Bar Dentro'])
    expect((await desktopsOf(hub)).find(({ id }) => id === anew.id)?.state).toBe('revoked')
    // What it had in hand is its own; a file of it changes nothing here either.
    const made = await toledo.call('syncFiles', 'make', { name: 'ida' })
    const sent = await handIn(hub, 'hub', await fetchFile(toledo, made.file))
    expect(await hub.call('hub', 'answerFile', { file: sent, name: 'vuelta' })).toMatchObject({
      taken: 0,
      refused: 'revoked',
    })
    expect(await namesOf(hub)).toEqual(['Bar Copia', 'Bar Dentro'])
  })
})

describe('a hub that moves to another computer', () => {
  it('has all desktops go on there, that of the old hub too, and nothing is lost or doubled', async () => {
    const { hub: old, code } = await openHub()
    await add(old, 'Bar Sol')
    const toledo = await open()
    await toledo.call('sync', 'connect', { code: await code(), join: 'set-mine-aside' })
    await untilSettled(toledo)
    // The one that will be the hub is one of the desktops already.
    const cuenca = await open()
    await cuenca.call('sync', 'connect', { code: await code(), join: 'set-mine-aside' })
    await untilSettled(cuenca)
    await untilAlike([old, toledo, cuenca])
    const backup = await fetchFile(old, (await old.call('hub', 'backup', { name: 'copia' })).file)
    // Somebody goes on working until the hub stops, and after it.
    await add(toledo, 'Bar Luna')
    await untilAlike([old, toledo, cuenca])
    await old.call('hub', 'stop', {})
    await add(toledo, 'Bar Mar')
    await add(cuenca, 'Bar Río')
    await add(old, 'Bar Viejo')

    const port = await freePort()
    // It has to leave the old one first: it can follow one server only.
    await cuenca.call('sync', 'disconnect', {})
    const file = await handIn(cuenca, 'hub', backup)
    const moved = await cuenca.call('hub', 'restore', { file, port })
    expect(moved).toMatchObject({ state: 'running' })
    if (!moved.isConnected)
      expect(await cuenca.call('hub', 'connect', { join: 'add-mine' })).toMatchObject({ isConnected: true })
    for (const office of [old, toledo]) {
      await office.call('sync', 'disconnect', {})
      await office.call('sync', 'connect', { code: await codeAt(cuenca, port), join: 'add-mine' })
    }
    await untilAlike([old, toledo, cuenca], 90_000)
    expect(await namesOf(old)).toEqual(['Bar Luna', 'Bar Mar', 'Bar Río', 'Bar Sol', 'Bar Viejo'])
    for (const office of [old, toledo, cuenca]) {
      expect(await office.documents('issues')).toEqual([])
      expect((await office.call('activity', 'verify', {})).faults).toEqual([])
    }
    expect((await desktopsOf(cuenca)).filter(({ state }) => state === 'active')).toHaveLength(3)
    await add(old, 'Bar Nuevo')
    await untilAlike([old, toledo, cuenca])
    expect(await namesOf(toledo)).toContain('Bar Nuevo')

    // The old one does not come back by itself: whoever stayed with it would be in step with nobody.
    await close(old)
    const again = await open(old.host.folder)
    await inSync(again)
    expect(await again.call('hub', 'status', {})).toMatchObject({ state: 'stopped', isConnected: false })
  })
})

/** Marks a desktop of a hub as one of which two copies wrote, as the server does when it meets both. */
async function quarantine(hub: OfficeHost, id: string): Promise<{ status: string | undefined }> {
  const config = readConfig([], { ENLACE_DATA: join(hub.host.folder, 'hub') })
  if (!config.ok) throw new Error('no config')
  const database = await openDatabase(config.value)
  try {
    const [row] = await database.read((sql) => sql.all('SELECT org FROM organisations'))
    const now = () => new Date(systemClock.now()).toISOString()
    const store = createSyncStore({ database, org: String(row?.org), codeHash, now })
    await store.write(async (transaction) => {
      await transaction.lock()
      const device = await transaction.device(id)
      if (device) await transaction.putDevice({ ...device, state: 'quarantined' })
    })
    return { status: (await desktopsOf(hub)).find((one) => one.id === id)?.state }
  } finally {
    await database.close()
  }
}
