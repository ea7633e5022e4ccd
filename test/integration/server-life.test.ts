import { rmSync } from 'node:fs'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect as connectTcp, type Socket } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { connectionCode } from '#core/contract/connection-code.ts'
import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { startOffice, until, type OfficeHost } from '../support/office-host.ts'
import { add, change, inSync, namesOf, untilAlike, untilSettled } from '../support/offices.ts'
import { startPostgres, type RunningPostgres } from '../support/postgres.ts'
import { createServerProcess, type ServerProcess } from '../support/server-process.ts'

/* What befalls a server, and the way to it, while desktops are connected: real processes on both sides. */

const folders: string[] = []
const offices = new Set<OfficeHost>()
const servers = new Set<ServerProcess>()
const others = new Set<Server>()
let postgres: RunningPostgres | undefined

afterEach(async () => {
  await Promise.all([...offices].map(({ host }) => host.stop()))
  offices.clear()
  for (const server of servers) await server.stop()
  servers.clear()
  for (const server of others) await ended(server)
})
afterAll(async () => {
  await postgres?.stop()
  for (const folder of folders) removeFolder(folder)
}, 60_000)

const newFolder = (): string => {
  const folder = temporaryFolder()
  folders.push(folder)
  return folder
}

async function serve(options: Partial<Parameters<typeof createServerProcess>[0]> = {}) {
  const server = await createServerProcess({ data: newFolder(), ...options })
  servers.add(server)
  await server.start()
  return server
}

async function open(options: Parameters<typeof startOffice>[0] = {}): Promise<OfficeHost> {
  const office = await startOffice({ folder: newFolder(), ...options })
  offices.add(office)
  return office
}

/** Two desktops of one organisation that hold the same. */
async function twoOffices(code: () => Promise<string>, options: Parameters<typeof startOffice>[0] = {}) {
  const madrid = await open(options)
  await madrid.call('sync', 'connect', { code: await code(), join: 'add-mine' })
  await add(madrid, 'Bar Sol')
  await inSync(madrid)
  const toledo = await open(options)
  await toledo.call('sync', 'connect', { code: await code(), join: 'set-mine-aside' })
  await untilSettled(toledo)
  await untilAlike([madrid, toledo])
  return { madrid, toledo }
}

const statusOf = (office: OfficeHost) => office.call('sync', 'status', {})

const faultsOf = async (office: OfficeHost) => (await office.call('activity', 'verify', {})).faults

/** What a customer owes, in minor units. */
const balanceOf = async (office: OfficeHost, customerId: string) =>
  (await office.call('payments', 'account', { customerId })).balance

/** Listens at a port of the own computer until `ended`, or the end of the test. */
async function listenAt(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  others.add(server)
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

async function ended(server: Server): Promise<void> {
  others.delete(server)
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

describe('a server whose administrator makes a backup and goes back to it', () => {
  it(
    'loses nothing and doubles nothing, with desktops at work all the time',
    { timeout: 300_000 },
    async () => {
      const data = newFolder()
      const server = await serve({ data })
      const { madrid, toledo } = await twoOffices(await server.organisation())
      const pay = (office: OfficeHost, customerId: string, amount: string) =>
        office.run('payment.record', { customerId, amount, way: 'cash', date: '2026-03-02' })
      const customer = await add(madrid, 'Bar Mar')
      await pay(madrid, customer, '10')
      const names = ['Bar Sol', 'Bar Mar']
      const file = join(newFolder(), 'copia')
      let isWritten = false
      const writing = Promise.all(
        [madrid, toledo].map(async (office, at) => {
          for (let turn = 0; turn < 40 || !isWritten; turn++) {
            const name = `Cliente ${at}-${turn}`
            names.push(name)
            await add(office, name)
          }
        }),
      )
      const lines = await server.task('backup', file)
      isWritten = true
      expect(lines.join()).toMatch(/^\d+ rows written to /)
      await writing
      await pay(madrid, customer, '5.50')
      await untilAlike([madrid, toledo])

      // The computer of the server is lost with all that came after the backup.
      await server.kill()
      await pay(madrid, customer, '1')
      await change(toledo, customer, { notes: 'Llamar antes' })
      rmSync(data, { recursive: true })
      await expect(server.task('restore', join(data, 'none'))).rejects.toThrow(/none: there is no such file/)
      expect((await server.task('restore', file)).join('\n')).toContain('device-list')
      await server.start()
      for (const office of [madrid, toledo]) await office.call('sync', 'retry', {})
      await untilAlike([madrid, toledo], 90_000)
      expect(await namesOf(toledo)).toEqual(names.sort())
      for (const office of [madrid, toledo]) expect(await balanceOf(office, customer)).toBe(-1650)
      expect(await toledo.documents('issues')).toEqual([])
      for (const office of [madrid, toledo]) expect(await faultsOf(office)).toEqual([])

      // Nobody was told anything twice: who comes now sees the same.
      const [line = ''] = await server.task('org-list')
      const code = (await server.task('code', line.split(' ')[0] ?? '', server.url))[0] ?? ''
      const cuenca = await open()
      await cuenca.call('sync', 'connect', { code, join: 'set-mine-aside' })
      await untilSettled(cuenca)
      await untilAlike([madrid, toledo, cuenca])
      expect(await balanceOf(cuenca, customer)).toBe(-1650)
    },
  )
})

describe('two servers on one PostgreSQL', () => {
  it(
    'show each other’s desktops what is saved, and one goes on when the other is killed',
    { timeout: 300_000 },
    async () => {
      postgres ??= await startPostgres()
      const databaseUrl = await postgres.newDatabase()
      const first = await serve({ databaseUrl })
      const second = await serve({ databaseUrl })
      const code = await first.organisation()
      const madrid = await open()
      await madrid.call('sync', 'connect', { code: await code(), join: 'add-mine' })
      await add(madrid, 'Bar Sol')
      await inSync(madrid)
      const toledo = await open()
      await toledo.call('sync', 'connect', { code: await code(second.url), join: 'set-mine-aside' })
      await untilSettled(toledo)
      await untilAlike([madrid, toledo])

      const seen = async (from: OfficeHost, at: OfficeHost, name: string): Promise<number> => {
        const began = performance.now()
        await add(from, name)
        await until(
          () => namesOf(at),
          (names) => names.includes(name),
        )
        return performance.now() - began
      }
      const times: number[] = []
      for (let turn = 0; turn < 5; turn++) {
        times.push(await seen(madrid, toledo, `De Madrid ${turn}`))
        times.push(await seen(toledo, madrid, `De Toledo ${turn}`))
      }
      // By the poke from one server to the other: the safety pull would take minutes.
      expect(Math.max(...times)).toBeLessThan(10_000)

      const cuenca = await open()
      await cuenca.call('sync', 'connect', { code: await code(), join: 'set-mine-aside' })
      await untilSettled(cuenca)
      const writes = ['uno', 'dos', 'tres'].map((name) => add(madrid, `Amid ${name}`))
      await first.kill()
      await Promise.all(writes)
      await until(
        () => statusOf(madrid),
        ({ state, trouble }) => state === 'offline' && trouble === 'unreachable',
      )
      // Neither the lock of a killed server nor its silence holds up the other one.
      await add(toledo, 'Entretanto')
      await inSync(toledo)
      await add(madrid, 'Sin servidor')
      // Another way leads to the same organisation.
      await cuenca.call('sync', 'disconnect', {})
      await cuenca.call('sync', 'connect', { code: await code(second.url), join: 'add-mine' })
      await until(
        () => namesOf(cuenca),
        (names) => names.includes('Entretanto'),
      )
      await first.start()
      await madrid.call('sync', 'retry', {})
      await untilAlike([madrid, toledo, cuenca], 90_000)
      const names = await namesOf(toledo)
      expect(names).toEqual(
        expect.arrayContaining(['Amid dos', 'Amid tres', 'Amid uno', 'Entretanto', 'Sin servidor']),
      )
      expect(new Set(names).size).toBe(names.length)
      for (const office of [madrid, toledo, cuenca]) expect(await faultsOf(office)).toEqual([])
    },
  )
})

describe('a desktop', () => {
  it(
    'that was offline for days sends 500 edits once, and gets what the others did meanwhile',
    { timeout: 300_000 },
    async () => {
      const server = await serve()
      const { madrid, toledo } = await twoOffices(await server.organisation())
      const ids = await Promise.all(
        ['Uno', 'Dos', 'Tres', 'Cuatro', 'Cinco'].map((name) => add(toledo, name)),
      )
      await untilAlike([madrid, toledo])
      await server.stop()
      await until(
        () => statusOf(toledo),
        ({ state }) => state === 'offline',
      )
      for (let turn = 0; turn < 500; turn++)
        await change(
          toledo,
          ids[turn % ids.length],
          turn % 2 ? { billDay: (turn % 28) + 1 } : { notes: `Nota ${turn}` },
        )
      await change(madrid, ids[0], { taxId: 'B12345674' })
      expect((await statusOf(toledo)).pending).toBe(500)
      // The computer is off in between as well.
      await toledo.host.kill()
      offices.delete(toledo)
      const again = await open({ folder: toledo.host.folder })
      expect((await statusOf(again)).pending).toBe(500)
      await server.start()
      for (const office of [madrid, again]) await office.call('sync', 'retry', {})
      await untilAlike([madrid, again], 90_000)
      const records = await madrid.documents('customers')
      for (const [at, id] of ids.entries()) {
        const record = records.find((one) => one.id === id)
        expect(record).toMatchObject({ notes: `Nota ${at % 2 ? 495 + at : 490 + at + (at % 2)}` })
      }
      expect(records.find((one) => one.id === ids[0])).toMatchObject({ taxId: 'B12345674' })
      expect(await madrid.documents('issues')).toEqual([])
      const { entries } = await madrid.call('activity', 'list', { customerId: ids[1], limit: 500 })
      expect(entries.length).toBe(101)
    },
  )

  it(
    'that was taken out hears it, keeps what it has, and changes nothing any more',
    { timeout: 300_000 },
    async () => {
      const server = await serve()
      const [org = ''] = await server.task('org-create', 'Fibra Henares')
      const code = async () => (await server.task('code', org, server.url))[0] ?? ''
      const { madrid, toledo } = await twoOffices(code)
      const { device } = await toledo.call('app', 'info', {})
      await server.task('device-revoke', org, device?.id ?? '')
      await add(toledo, 'Bar Fuera')
      await until(
        () => statusOf(toledo),
        ({ state, paused }) => state === 'paused' && paused === 'revoked',
      )
      await add(madrid, 'Bar Dentro')
      await inSync(madrid)
      expect(await namesOf(madrid)).toEqual(['Bar Dentro', 'Bar Sol'])
      expect(await namesOf(toledo)).toEqual(['Bar Fuera', 'Bar Sol'])
      // It can begin anew with the organisation's data; its own file stays beside it.
      await toledo.call('sync', 'disconnect', {})
      const input = { code: await code(), join: 'set-mine-aside' } as const
      expect(await toledo.call('sync', 'connect', input)).toHaveProperty('setAside')
      await untilSettled(toledo)
      await untilAlike([madrid, toledo])
      expect(await namesOf(toledo)).toEqual(['Bar Dentro', 'Bar Sol'])
    },
  )

  it(
    'works on behind the sign-in page of a guest network, and says what is in the way',
    { timeout: 300_000 },
    async () => {
      const server = await serve()
      const { madrid, toledo } = await twoOffices(await server.organisation())
      await server.stop()
      const asked: string[] = []
      const portal = createServer((request, response) => {
        asked.push(request.url ?? '')
        request.resume()
        response
          .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
          .end('<!doctype html><title>Wifi</title><form><input name="room"></form>')
      })
      await listenAt(portal, server.port)
      await toledo.call('sync', 'retry', {})
      await add(toledo, 'Bar Hotel')
      const status = await until(
        () => statusOf(toledo),
        ({ state, trouble }) => state === 'offline' && trouble === 'notOurServer',
      )
      expect(status.pending).toBe(1)
      expect(asked.length).toBeGreaterThan(0)
      // A code that is typed meanwhile is not used up, and says the same.
      const fresh = await open()
      const typed = { code: connectionCode({ url: server.url, code: 'ABCDEFGHJKLMNPQR' }), join: 'add-mine' }
      expect(await fresh.reply('sync.connect', typed)).toMatchObject({
        error: { code: 'sync/not-our-server' },
      })
      await ended(portal)
      await server.start()
      for (const office of [madrid, toledo]) await office.call('sync', 'retry', {})
      await untilAlike([madrid, toledo])
      expect(await namesOf(madrid)).toEqual(['Bar Hotel', 'Bar Sol'])
    },
  )

  it(
    'goes through the proxy of its network, and says when that lets nothing through',
    { timeout: 300_000 },
    async () => {
      const server = await serve({ env: { ENLACE_HOST: '0.0.0.0' } })
      // Reached by a name: the own computer is never asked for through a proxy.
      const url = `https://${hostname()}:${server.port}`
      const asked: string[] = []
      const sockets = new Set<Socket>()
      const proxy = createServer((_request, response) => response.writeHead(405).end())
      proxy.on('connect', (request, socket: Socket) => {
        asked.push(request.url ?? '')
        sockets.add(socket)
        const through = connectTcp(server.port, '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n')
          through.pipe(socket).pipe(through)
        })
        for (const end of [through, socket]) end.on('error', () => undefined)
      })
      const port = await listenAt(proxy)
      const code = await server.organisation()
      const env = { HTTPS_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: '' }
      const { madrid, toledo } = await twoOffices(() => code(url), { env })
      expect(new Set(asked)).toEqual(new Set([new URL(url).host]))
      // Pokes come through it as well.
      await add(madrid, 'Bar Luna')
      await until(
        () => namesOf(toledo),
        (names) => names.includes('Bar Luna'),
      )
      for (const socket of sockets) socket.destroy()
      await ended(proxy)
      await add(toledo, 'Bar Mar')
      await until(
        () => statusOf(toledo),
        ({ state, trouble, pending }) => state === 'offline' && trouble === 'proxy' && pending === 1,
      )
      await listenAt(proxy, port)
      for (const office of [madrid, toledo]) await office.call('sync', 'retry', {})
      await untilAlike([madrid, toledo])
      expect(await namesOf(madrid)).toEqual(['Bar Luna', 'Bar Mar', 'Bar Sol'])
    },
  )
})
