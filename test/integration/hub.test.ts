import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { runAdmin } from '#sync-server/admin.ts'
import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { startOffice, until, type OfficeHost } from '../support/office-host.ts'
import { add, change, inSync, namesOf, untilAlike, untilSettled } from '../support/offices.ts'
import { startServerHere, type ServerHere } from '../support/server-here.ts'
import { freePort } from '../support/server-process.ts'
import { fetchFile, handIn } from '../support/window-files.ts'

const folders: string[] = []
const offices = new Set<OfficeHost>()
const servers: ServerHere[] = []

afterEach(async () => {
  await Promise.all([...offices].map(({ host }) => host.stop()))
  offices.clear()
  for (const { server } of servers.splice(0)) await server.close()
})
afterAll(() => {
  for (const folder of folders) removeFolder(folder)
})

const newFolder = (): string => {
  const folder = temporaryFolder()
  folders.push(folder)
  return folder
}

async function open(options: Parameters<typeof startOffice>[0] = {}): Promise<OfficeHost> {
  const office = await startOffice({ folder: newFolder(), ...options })
  offices.add(office)
  return office
}

async function serve(data: string, org?: string): Promise<ServerHere> {
  const here = await startServerHere(data, org)
  servers.push(here)
  return here
}

async function close(office: OfficeHost): Promise<void> {
  await office.host.stop()
  offices.delete(office)
}

async function crash(office: OfficeHost): Promise<OfficeHost> {
  await office.host.kill()
  offices.delete(office)
  return open({ folder: office.host.folder })
}

async function openHub(): Promise<{ hub: OfficeHost; port: number; code: () => Promise<string> }> {
  const hub = await open()
  const port = await freePort()
  await hub.call('hub', 'create', { name: 'Fibra Henares', port })
  const code = async () => (await hub.call('hub', 'code', { address: `https://127.0.0.1:${port}` })).text
  return { hub, port, code }
}

const running = (office: OfficeHost) =>
  until(
    () => office.call('hub', 'status', {}),
    ({ state }) => state === 'running',
  )

const errorOf = async (office: OfficeHost, method: string, input: object) => {
  const reply = await office.reply(method, input)
  return reply.ok ? 'none' : reply.error.code
}

describe('a desktop as the hub of its network', () => {
  it('has others join by code, loses nothing when it is killed, and goes on by itself', async () => {
    const { hub, port, code } = await openHub()
    const status = await running(hub)
    expect(status).toMatchObject({ port, startsWithProgram: true, isConnected: true })
    for (const address of status.addresses) expect(address).toMatch(/^https:\/\/[^/]+:\d+$/)
    const bar = await add(hub, 'Bar Sol')
    const others = [await open(), await open()]
    for (const office of others) {
      await office.call('sync', 'connect', { code: await code(), join: 'set-mine-aside' })
      await untilSettled(office)
    }
    const [madrid, toledo] = others as [OfficeHost, OfficeHost]
    await untilAlike([hub, madrid, toledo])
    const { desktops } = await hub.call('hub', 'desktops', {})
    expect(desktops.map(({ state }) => state)).toEqual(['active', 'active', 'active'])

    const names = ['Bar Sol']
    let here = hub
    for (let turn = 0; turn < 3; turn++) {
      // Amid what the three of them send.
      const writes = [here, madrid, toledo].map((office, at) => {
        const name = `Cliente ${turn}-${at}`
        names.push(name)
        return add(office, name)
      })
      await Promise.all(writes)
      here = await crash(here)
      await change(madrid, bar, { notes: `nota ${turn}` })
    }
    await running(here)
    for (const office of [madrid, toledo]) await office.call('sync', 'retry', {})
    await untilAlike([here, madrid, toledo], 90_000)
    expect(await namesOf(here)).toEqual(names.sort())
    expect((await here.documents('customers')).find(({ id }) => id === bar)?.notes).toBe('nota 2')
    for (const office of [here, madrid, toledo])
      expect((await office.call('activity', 'verify', {})).faults).toEqual([])
  })

  it('says that a port is taken, and changes nothing', async () => {
    const taken = createServer()
    const port = await freePort()
    await new Promise<void>((resolve) => taken.listen(port, '0.0.0.0', resolve))
    const office = await open()
    expect(await errorOf(office, 'hub.create', { name: 'Fibra', port })).toBe('hub/port-taken')
    expect(await errorOf(office, 'hub.start', {})).toBe('hub/none')
    expect(await office.call('hub', 'status', {})).toMatchObject({ state: 'none', isConnected: false })
    expect((await office.call('sync', 'status', {})).state).toBe('off')
    const free = await freePort()
    expect(await office.call('hub', 'create', { name: 'Fibra', port: free })).toMatchObject({
      state: 'running',
      isConnected: true,
    })
    await inSync(office)

    // Later, too: the desktop works on, and another port takes it on from there.
    await office.call('hub', 'stop', {})
    expect(await errorOf(office, 'hub.start', { port })).toBe('hub/port-taken')
    expect(await office.call('hub', 'status', {})).toMatchObject({
      state: 'failed',
      problem: 'hub/port-taken',
      port: free,
    })
    await add(office, 'Bar Sol')
    const other = await freePort()
    expect(await office.call('hub', 'start', { port: other })).toMatchObject({
      state: 'running',
      port: other,
      isConnected: true,
    })
    await inSync(office)
    taken.close()
  })

  it('does not start with the program when told not to, and refuses what needs it', async () => {
    const { hub } = await openHub()
    await hub.call('hub', 'configure', { startsWithProgram: false })
    await close(hub)
    const again = await open({ folder: hub.host.folder })
    expect(await again.call('hub', 'status', {})).toMatchObject({ state: 'stopped', isConnected: true })
    expect(await errorOf(again, 'hub.code', { address: 'https://a:1' })).toBe('hub/not-running')
    expect(await errorOf(again, 'hub.backup', { name: 'x' })).toBe('hub/not-running')
    expect(await errorOf(again, 'hub.code', { address: 'http://a' })).toBe('host/invalid-input')
    await again.call('hub', 'start', {})
    await inSync(again)
    // One that follows another server is none.
    const here = await serve(newFolder())
    const other = await open()
    await other.call('sync', 'connect', { code: await here.code(), join: 'add-mine' })
    const port = await freePort()
    expect(await errorOf(other, 'hub.create', { name: 'x', port })).toBe('sync/already-connected')
  })

  it('moves to a server or another desktop by its backup, and every desktop goes on there', async () => {
    const { hub, code } = await openHub()
    await add(hub, 'Bar Sol')
    const toledo = await open()
    await toledo.call('sync', 'connect', { code: await code(), join: 'set-mine-aside' })
    await untilSettled(toledo)
    await untilAlike([hub, toledo])
    const made = await hub.call('hub', 'backup', { name: 'Copia: del centro' })
    expect(made.name).toBe('Copia del centro.enlace-copia')
    const backup = await fetchFile(hub, made.file)
    // After the backup: only the desktops have it.
    await add(toledo, 'Bar Luna')
    await untilAlike([hub, toledo])
    await hub.call('hub', 'stop', {})

    const data = newFolder()
    writeFileSync(join(data, 'copia'), backup)
    const print = (line: string) => void printed.push(line)
    const printed: string[] = []
    expect(await runAdmin('restore', [join(data, 'copia'), `--data=${data}`], {}, print)).toBe(0)
    expect(await runAdmin('org-list', [`--data=${data}`], {}, print)).toBe(0)
    const here = await serve(data, printed.at(-1)?.split(' ')[0])
    for (const office of [hub, toledo]) {
      await office.call('sync', 'disconnect', {})
      await office.call('sync', 'connect', { code: await here.code(), join: 'add-mine' })
    }
    await add(hub, 'Bar Mar')
    await untilAlike([hub, toledo])
    expect(await namesOf(toledo)).toEqual(['Bar Luna', 'Bar Mar', 'Bar Sol'])

    // On another desktop; one that is a hub already keeps what it has.
    expect(await errorOf(hub, 'hub.restore', { file: await handIn(hub, 'hub', backup), port: 9000 })).toBe(
      'hub/exists',
    )
    const fresh = await open()
    const port = await freePort()
    const cut = await handIn(fresh, 'hub', backup.subarray(0, -20))
    expect(await errorOf(fresh, 'hub.restore', { file: cut, port })).toBe('hub/not-a-backup')
    const odd = await handIn(fresh, 'hub', Buffer.from('hola'))
    expect(await errorOf(fresh, 'hub.restore', { file: odd, port })).toBe('hub/not-a-backup')
    expect((await fresh.call('hub', 'status', {})).state).toBe('none')
    const whole = await handIn(fresh, 'hub', backup)
    expect(await fresh.call('hub', 'restore', { file: whole, port })).toMatchObject({
      state: 'running',
      isConnected: false,
    })
    expect(await fresh.call('hub', 'connect', { join: 'set-mine-aside' })).toMatchObject({
      isConnected: true,
    })
    await until(
      () => namesOf(fresh),
      (names) => names.join() === 'Bar Sol',
    )
  })

  it('serves a desktop without a network by file', async () => {
    const { hub, code } = await openHub()
    const toledo = await open()
    await toledo.call('sync', 'connect', { code: await code(), join: 'set-mine-aside' })
    await untilSettled(toledo)
    await untilAlike([hub, toledo])
    await hub.call('hub', 'stop', {})
    await add(toledo, 'Bar Luna')
    await add(hub, 'Bar Sol')
    await hub.call('hub', 'start', {})
    // The hub is back, but not for Toledo, whose cable is broken.
    await toledo.call('sync', 'status', {})
    const request = await toledo.call('syncFiles', 'make', { name: 'ida' })
    const sent = await fetchFile(toledo, request.file)
    const file = await handIn(hub, 'hub', sent)
    expect(await hub.call('hub', 'readFile', { file })).toMatchObject({ changes: request.changes })
    const answer = await hub.call('hub', 'answerFile', { file, name: 'vuelta' })
    expect(answer).toMatchObject({ name: 'vuelta.enlace', taken: request.changes })
    const back = await handIn(toledo, 'syncFiles', await fetchFile(hub, answer.file))
    expect(['new', 'nothingNew']).toContain((await toledo.call('syncFiles', 'read', { file: back })).verdict)
    expect(['taken', 'nothingNew', 'moved']).toContain(
      (await toledo.call('syncFiles', 'apply', { file: back })).end,
    )
    // The hub's own desktop is told by its server, as the others are.
    await expect.poll(() => namesOf(hub), { timeout: 20_000 }).toEqual(['Bar Luna', 'Bar Sol'])

    // What is no desktop's file is refused; an answer goes the other way.
    const odd = await handIn(hub, 'hub', Buffer.from('hola'))
    expect(await errorOf(hub, 'hub.readFile', { file: odd })).toBe('sync/file-unknown')
    const stranger = await openHub()
    const theirs = await stranger.hub.call('syncFiles', 'make', { name: 'ida' })
    const strange = await fetchFile(stranger.hub, theirs.file)
    const foreign = await handIn(hub, 'hub', strange)
    for (const method of ['hub.readFile', 'hub.answerFile'])
      expect(await errorOf(hub, method, { file: foreign, name: 'vuelta' })).toBe('sync/file-foreign')
    // Nor is an answer of theirs, or one with nothing in it.
    const own = await handIn(stranger.hub, 'hub', strange)
    const answered = await stranger.hub.call('hub', 'answerFile', { file: own, name: 'vuelta' })
    const before = await toledo.documents('customers')
    const answers = [
      [await fetchFile(stranger.hub, answered.file), 'sync/file-foreign'],
      [Buffer.alloc(0), 'sync/file-truncated'],
    ] as const
    for (const [bytes, code] of answers) {
      const taken = await handIn(toledo, 'syncFiles', bytes)
      for (const method of ['syncFiles.read', 'syncFiles.apply'])
        expect(await errorOf(toledo, method, { file: taken })).toBe(code)
    }
    expect(await toledo.documents('customers')).toEqual(before)
  })
})
