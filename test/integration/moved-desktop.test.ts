import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { startOffice, until, type OfficeHost } from '../support/office-host.ts'
import { add, inSync, namesOf, untilAlike, untilSettled } from '../support/offices.ts'
import { createServerProcess, type ServerProcess } from '../support/server-process.ts'

const folders: string[] = []
const offices = new Set<OfficeHost>()
let server: ServerProcess
let code: () => Promise<string>

beforeEach(async () => {
  server = await createServerProcess({ data: newFolder() })
  await server.start()
  code = await server.organisation()
})
afterEach(async () => {
  await Promise.all([...offices].map(({ host }) => host.stop()))
  offices.clear()
  await server.stop()
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
