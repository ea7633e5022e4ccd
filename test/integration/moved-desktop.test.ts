import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { startOffice, until, type OfficeHost } from '../support/office-host.ts'
import { add, inSync, namesOf, untilAlike, untilSettled } from '../support/offices.ts'
import { startServerHere, type ServerHere } from '../support/server-here.ts'
import { fetchFile, handIn } from '../support/window-files.ts'

const folders: string[] = []
const offices = new Set<OfficeHost>()
let here: ServerHere
const code = () => here.code()

beforeEach(async () => {
  here = await startServerHere(newFolder())
})
afterEach(async () => {
  await Promise.all([...offices].map(({ host }) => host.stop()))
  offices.clear()
  await here.server.close()
})
afterAll(() => {
  for (const folder of folders) removeFolder(folder)
})

function newFolder(): string {
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

const deviceOf = async (office: OfficeHost) => (await office.call('app', 'info', {})).device

/** The desktop is told that it needs a code, and gets one. */
async function letIn(office: OfficeHost): Promise<void> {
  await until(
    () => office.call('sync', 'status', {}),
    ({ paused }) => paused === 'signIn',
  )
  await office.call('sync', 'disconnect', {})
  await office.call('sync', 'connect', { code: await code(), join: 'add-mine' })
}

describe('a file that was carried to another computer', () => {
  it('goes on there under an identity of its own, and so does the one that was left behind', async () => {
    const madrid = await open()
    await madrid.call('sync', 'connect', { code: await code(), join: 'add-mine' })
    await add(madrid, 'Bar Sol')
    await inSync(madrid)
    const toledo = await open()
    await toledo.call('sync', 'connect', { code: await code(), join: 'set-mine-aside' })
    await untilSettled(toledo)
    const before = await deviceOf(madrid)
    await close(madrid)

    // The other computer has the file, and none of the secrets of this one.
    const elsewhere = newFolder()
    copyFileSync(join(madrid.host.folder, 'enlace.sqlite'), join(elsewhere, 'enlace.sqlite'))
    const moved = await open(elsewhere)
    await add(moved, 'Bar Nuevo')
    await letIn(moved)
    await until(
      () => deviceOf(moved),
      (device) => device?.id !== before?.id,
    )
    await inSync(moved)
    expect((await deviceOf(moved))?.code).not.toBe(before?.code)

    // Somebody goes on at the old one all the same.
    const left = await open(madrid.host.folder)
    await add(left, 'Bar Viejo')
    await letIn(left)
    await untilAlike([moved, left, toledo])
    const devices = await Promise.all([moved, left, toledo].map(deviceOf))
    expect(new Set(devices.map((device) => device?.id)).size).toBe(3)
    expect(new Set(devices.map((device) => device?.code)).size).toBe(3)
    expect(await namesOf(toledo)).toEqual(['Bar Nuevo', 'Bar Sol', 'Bar Viejo'])
    for (const office of [moved, left, toledo])
      expect((await office.call('activity', 'verify', {})).faults).toEqual([])
    // Numbers to come do not meet: each has a code of its own in them.
    await add(moved, 'Bar Mar')
    await add(left, 'Bar Luz')
    await untilAlike([moved, left, toledo])
    const numbers = (await toledo.documents('customers')).map(({ number }) => number)
    expect(new Set(numbers).size).toBe(numbers.length)
  })
})

describe('a backup of the data', () => {
  const errorOf = async (office: OfficeHost, method: string, input: object) => {
    const reply = await office.reply(method, input)
    return reply.ok ? 'none' : reply.error.code
  }
  const numbersOf = async (office: OfficeHost) =>
    (await office.documents('customers')).map(({ number }) => String(number)).sort()

  it('goes on on another desktop, under another code', async () => {
    const madrid = await open()
    await add(madrid, 'Bar Sol')
    const made = await madrid.call('backup', 'make', { name: 'Copia: hoy' })
    expect(made.name).toBe('Copia hoy.enlace-datos')
    const backup = await fetchFile(madrid, made.file)
    await add(madrid, 'Bar Después')

    const other = await startOffice({ folder: newFolder(), isBlank: true })
    offices.add(other)
    const file = await handIn(other, 'backup', backup)
    expect(await errorOf(other, 'backup.restore', { file })).toBe('backup/not-read')
    expect(await other.call('backup', 'read', { file })).toMatchObject({
      company: 'Fibra Alta',
      person: 'Ana Ruiz',
      customers: 1,
      isShared: false,
    })
    expect(await namesOf(other)).toEqual([])
    // Nothing was there, and an empty file is not put beside it.
    expect(await other.call('backup', 'restore', { file })).toEqual({})
    expect((await other.call('app', 'info', {})).beforeJoining ?? []).toEqual([])
    expect(await namesOf(other)).toEqual(['Bar Sol'])
    // Both go on alone: no number is given twice.
    await until(
      () => deviceOf(other),
      (device) => device !== undefined,
    )
    await add(other, 'Bar Otro')
    const both = [...(await numbersOf(madrid)), ...(await numbersOf(other))]
    expect(new Set(both).size).toBe(both.length - 1)

    // When both join, each is a desktop of its own, and nothing of either is lost.
    await madrid.call('sync', 'connect', { code: await code(), join: 'add-mine' })
    await inSync(madrid)
    await other.call('sync', 'connect', { code: await code(), join: 'add-mine' })
    await untilAlike([madrid, other])
    expect(await namesOf(other)).toEqual(['Bar Después', 'Bar Otro', 'Bar Sol'])
  })

  it('of a connected desktop goes on with the others where it was lost', async () => {
    const madrid = await open()
    await madrid.call('sync', 'connect', { code: await code(), join: 'add-mine' })
    await add(madrid, 'Bar Sol')
    await inSync(madrid)
    const backup = await fetchFile(madrid, (await madrid.call('backup', 'make', { name: 'x' })).file)
    const before = await deviceOf(madrid)
    await add(madrid, 'Bar Luna')
    await inSync(madrid)
    const file = await handIn(madrid, 'backup', backup)
    expect(await madrid.call('backup', 'read', { file })).toMatchObject({ customers: 1, isShared: true })
    await madrid.call('backup', 'restore', { file })
    // The server brings what the backup lacks, to a desktop that is a new one to it.
    await until(
      async () => ({ names: await namesOf(madrid), device: (await deviceOf(madrid))?.id }),
      ({ names, device }) => names.join() === 'Bar Luna,Bar Sol' && device !== before?.id,
      60_000,
    )
    await add(madrid, 'Bar Mar')
    await inSync(madrid)
    expect((await madrid.call('activity', 'verify', {})).faults).toEqual([])
  })

  it('changes nothing when it is cut, damaged or something else', async () => {
    const madrid = await open()
    await add(madrid, 'Bar Sol')
    const backup = await fetchFile(madrid, (await madrid.call('backup', 'make', { name: 'x' })).file)
    const database = gunzipSync(backup)
    const torn = Buffer.from(database)
    torn.fill(0x55, 8192, 20_000)
    const wrong = async (bytes: Buffer) => {
      const file = await handIn(madrid, 'backup', bytes)
      const code = await errorOf(madrid, 'backup.read', { file })
      expect(await errorOf(madrid, 'backup.restore', { file })).toBe('backup/not-read')
      return code
    }
    expect(await wrong(Buffer.from('hola'))).toBe('backup/unknown')
    expect(await wrong(gzipSync('hola'))).toBe('backup/damaged')
    expect(await wrong(backup.subarray(0, backup.length / 2))).toBe('backup/damaged')
    expect(await wrong(gzipSync(torn))).toBe('backup/damaged')
    expect(await wrong(Buffer.alloc(0))).toMatch(/^backup/)
    const newer = Buffer.from(database)
    // `user_version` of the header (https://sqlite.org/fileformat2.html §1.3).
    newer.writeUInt32BE(99, 60)
    expect(await wrong(gzipSync(newer))).toBe('store/newer-version')
    expect(await namesOf(madrid)).toEqual(['Bar Sol'])
    expect((await madrid.call('app', 'info', {})).beforeJoining).toEqual([])
  })
})
