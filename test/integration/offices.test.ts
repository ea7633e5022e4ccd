import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { startOffice, until, type OfficeHost } from '../support/office-host.ts'
import { startPostgres, type RunningPostgres } from '../support/postgres.ts'
import { createServerProcess, type ServerProcess } from '../support/server-process.ts'

let postgres: RunningPostgres | undefined
const folders: string[] = []
const offices: OfficeHost[] = []
const servers: ServerProcess[] = []

beforeAll(async () => {
  postgres = await startPostgres()
}, 120_000)
afterEach(async () => {
  for (const { host } of offices.splice(0)) await host.stop()
  for (const server of servers.splice(0)) await server.stop()
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

async function startServer(databaseUrl?: string): Promise<ServerProcess> {
  const server = await createServerProcess({ data: newFolder(), databaseUrl })
  servers.push(server)
  await server.start()
  return server
}

async function open(options: Parameters<typeof startOffice>[0] = {}): Promise<OfficeHost> {
  const office = await startOffice({ folder: newFolder(), ...options })
  offices.push(office)
  return office
}

const connect = (office: OfficeHost, code: string, join: 'add-mine' | 'set-mine-aside' = 'add-mine') =>
  office.call('sync', 'connect', { code, join })

const inSync = (office: OfficeHost) =>
  until(
    () => office.call('sync', 'status', {}),
    ({ state }) => state === 'inSync',
  )

const namesOf = async (office: OfficeHost) =>
  (await office.documents('customers')).map(({ name }) => String(name)).sort()

const add = (office: OfficeHost, name: string) => office.run('customer.create', { name, type: 'business' })

describe.each(['SQLite', 'PostgreSQL'])('offices with a server on %s', (kind) => {
  const serverHere = async () =>
    startServer(kind === 'PostgreSQL' ? await postgres?.newDatabase() : undefined)

  it('show each other what they write, at once', async () => {
    const server = await serverHere()
    const code = await server.organisation()
    const madrid = await open()
    await add(madrid, 'Bar Sol')
    await connect(madrid, await code())
    const toledo = await open()
    await connect(toledo, await code(), 'set-mine-aside')
    await until(
      () => namesOf(toledo),
      (names) => names.includes('Bar Sol'),
    )
    await Promise.all([inSync(madrid), inSync(toledo)])
    const times: number[] = []
    for (let index = 0; index < 20; index++) {
      const name = `Cliente ${index}`
      const began = performance.now()
      await add(toledo, name)
      await until(
        () => namesOf(madrid),
        (names) => names.includes(name),
      )
      times.push(performance.now() - began)
    }
    times.sort((a, b) => a - b)
    console.log(
      `${kind}: a save reads at the other office after ${times[10]?.toFixed(0)} ms (p50), ${times[18]?.toFixed(0)} ms (p95)`,
    )
    expect(times[18]).toBeLessThan(2000)
    await until(
      () => namesOf(madrid),
      (names) => names.length === 21,
    )
    expect(await madrid.documents('customers')).toEqual(await toledo.documents('customers'))
  })
})
