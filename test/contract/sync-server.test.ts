import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#core/lib/clock.ts'
import { joinParts, MOST_ROWS_IN_PART, partsOf } from '#core/sync/parts.ts'
import { revokeStep } from '#core/sync/server/device-steps.ts'
import { createEnrolmentCode, createOrganisation } from '#sync-server/auth/organisations.ts'
import { readConfig, type ServerConfig } from '#sync-server/config.ts'
import { codeHash } from '#sync-server/crypto.ts'
import { startSyncServer, type SyncServer } from '#sync-server/index.ts'
import { createSyncStore } from '#sync-server/store/sync-store.ts'
import { startPostgres, type RunningPostgres } from '../support/postgres.ts'
import { sendTo, tagRows, TestDevice } from '../support/sync-device.ts'

let postgres: RunningPostgres | undefined
const folder = mkdtempSync(join(tmpdir(), 'enlace-sync-server-'))
const servers: SyncServer[] = []

beforeAll(async () => {
  postgres = await startPostgres()
}, 120_000)
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})
afterAll(async () => {
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

async function start(changes: Partial<ServerConfig> = {}): Promise<SyncServer> {
  const config = readConfig([], {
    PORT: '0',
    ENLACE_DATA: join(folder, randomUUID()),
    ENLACE_LOG_LEVEL: 'silent',
  })
  if (!config.ok) throw new Error(JSON.stringify(config.error))
  const server = await startSyncServer({ ...config.value, ...changes })
  servers.push(server)
  return server
}

const newOrganisation = async ({ database }: SyncServer) =>
  (await createOrganisation(database, 'Fibra Henares', systemClock.now)).id

async function joinOne(server: SyncServer, org: string): Promise<TestDevice> {
  const device = new TestDevice(server.url)
  const code = await createEnrolmentCode(server.database, { org, lifetime: 60_000 }, systemClock.now)
  const { body } = await device.enrol(code)
  if (!body.ok) throw new Error(body.refusal)
  return device
}

describe.each(['SQLite', 'PostgreSQL'])('a server on %s', (kind) => {
  const startHere = async (changes: Partial<ServerConfig> = {}) =>
    start(kind === 'SQLite' ? changes : { ...changes, databaseUrl: await postgres?.newDatabase() })

  it('takes what one desktop pushes and gives it to another', async () => {
    const server = await startHere()
    const org = await newOrganisation(server)
    const [one, two] = [await joinOne(server, org), await joinOne(server, org)]
    const { body, status } = await one.push([one.op(tagRows('t1', 'Fibra')), one.op(tagRows('t2', 'Radio'))])
    expect({ status, body }).toMatchObject({ status: 200, body: { ok: true, seq: 2 } })
    expect(body.ok && body.results.map(({ status }) => status)).toEqual(['taken', 'taken'])
    for (const size of [1, 100]) {
      const items = await two.pullAll(size)
      expect(items.flatMap((item) => (item.type === 'record' ? [item.id] : []))).toEqual(['t1', 't2'])
      expect(items.filter(({ type }) => type === 'op')).toHaveLength(2)
    }
  })

  it('takes a big op part by part, and gives it part by part; the last part commits', async () => {
    const server = await startHere()
    const org = await newOrganisation(server)
    const [one, two] = [await joinOne(server, org), await joinOne(server, org)]
    const count = 2 * MOST_ROWS_IN_PART + 7
    const op = one.op(Array.from({ length: count }, (_, i) => tagRows(`t${i}`, `Etiqueta ${i}`)).flat())
    const [first, second, third] = partsOf(op)
    if (!first || !second || !third) throw new Error('too few parts')
    expect((await one.push([first])).body).toMatchObject({ seq: 0, results: [{ status: 'part', next: 1 }] })
    // Without the second part the last one commits nothing.
    expect((await one.push([third])).body).toMatchObject({ seq: 0, results: [{ status: 'part', next: 1 }] })
    expect(await two.pullAll()).toEqual([])
    expect((await one.push([second])).body).toMatchObject({ seq: 1, results: [{ status: 'taken' }] })
    expect((await one.push([second])).body).toMatchObject({ seq: 1, results: [{ status: 'taken' }] })
    const items = await two.pullAll(1000)
    expect(items.filter(({ type }) => type === 'op')).toHaveLength(3)
    const [whole] = joinParts(items)
    expect(whole?.type === 'op' && whole.op.rows).toEqual(op.rows)
    expect(items.filter(({ type }) => type === 'record')).toHaveLength(count)
    // Sent anew in parts of another size, as another version of the program does: all of them have to come again.
    const resized = one.op([...tagRows('v1', 'Uno'), ...tagRows('v2', 'Dos'), ...tagRows('v3', 'Tres')])
    const [single] = partsOf(resized, 1)
    const pairs = partsOf(resized, 2)
    if (!single) throw new Error('no part')
    expect((await one.push([single])).body).toMatchObject({ results: [{ status: 'part', next: 1 }] })
    expect((await one.push(pairs.slice(1))).body).toMatchObject({ results: [{ status: 'part', next: 0 }] })
    expect((await one.push(pairs)).body).toMatchObject({
      results: [{ status: 'part', next: 1 }, { status: 'taken' }],
    })

    const forged = partsOf(one.op(tagRows('u1', 'Uno').concat(tagRows('u2', 'Dos'))), 1)
    const altered = forged.map((part, index) => (index === 1 ? { ...part, rows: [] } : part))
    expect((await one.push(altered)).body).toMatchObject({
      results: [{ status: 'part' }, { status: 'tampered' }],
    })
    expect((await one.push(forged)).body).toMatchObject({
      results: [{ status: 'part' }, { status: 'taken' }],
    })
  })

  it('answers a push that comes again as the first time, and writes nothing', async () => {
    const server = await startHere()
    const device = await joinOne(server, await newOrganisation(server))
    const op = device.op(tagRows('t1', 'Fibra'))
    const first = await device.push([op])
    const items = await device.pullAll()
    expect(await device.push([op])).toEqual(first)
    expect(await device.pullAll()).toEqual(items)
  })

  it('goes on after a stop with everything that it answered for', async () => {
    const databaseUrl = kind === 'SQLite' ? undefined : await postgres?.newDatabase()
    const data = join(folder, randomUUID())
    const server = await start({ data, databaseUrl })
    const device = await joinOne(server, await newOrganisation(server))
    await device.push([device.op(tagRows('t1', 'Fibra'))])
    const items = await device.pullAll()
    await server.close()
    servers.splice(0)
    const again = await start({ data, databaseUrl })
    Object.assign(device, { url: again.url })
    expect(await device.pullAll()).toEqual(items)
    expect((await device.push([device.op(tagRows('t2', 'Radio'))])).body).toMatchObject({ ok: true, seq: 2 })
  })

  it('pokes the listening desktops of the organisation, and no others', async () => {
    const server = await startHere()
    const org = await newOrganisation(server)
    const [one, two] = [await joinOne(server, org), await joinOne(server, org)]
    const stranger = await joinOne(server, await newOrganisation(server))
    const heard = { two: 0, stranger: 0 }
    const stops = await Promise.all([
      listen(two, () => heard.two++),
      listen(stranger, () => heard.stranger++),
    ])
    await expect.poll(() => heard).toEqual({ two: 1, stranger: 1 })
    await one.push([one.op(tagRows('t1', 'Fibra'))])
    await expect.poll(() => heard.two).toBeGreaterThan(1)
    await stranger.push([stranger.op(tagRows('t1', 'Fibra'))])
    await expect.poll(() => heard.stranger).toBe(2)
    for (const stop of stops) stop()
  })
})

describe('two servers on one PostgreSQL', () => {
  it('serve the same organisation, and poke each other’s desktops', async () => {
    const databaseUrl = await postgres?.newDatabase()
    const [first, second] = [await start({ databaseUrl }), await start({ databaseUrl })]
    const org = await newOrganisation(first)
    const [one, two] = [await joinOne(first, org), await joinOne(second, org)]
    let heard = 0
    const stop = await listen(two, () => heard++)
    await expect.poll(() => heard).toBe(1)
    let count = 0
    await expect
      .poll(async () => {
        await one.push([one.op(tagRows(`t${++count}`, `Etiqueta ${count}`))])
        return heard
      })
      .toBeGreaterThan(1)
    stop()
    expect((await two.pullAll()).filter(({ type }) => type === 'record')).toHaveLength(count)
  })
})

describe('a server that is closed', () => {
  it('does not wait for connections that ask for nothing, nor keeps those that were busy', async () => {
    const server = await start()
    const device = await joinOne(server, await newOrganisation(server))
    const { hostname, port } = new URL(server.url)
    const silent = connect(Number(port), hostname)
    await once(silent, 'connect')
    const heads = device.call('heads', { device: device.id, schema: 1 })
    const closed = server.close()
    await Promise.all([once(silent, 'close'), heads.catch(() => undefined), closed])
    await expect(device.call('heads', { device: device.id, schema: 1 })).rejects.toThrow('ECONNREFUSED')
  }, 5000)
})

describe('a request that must not be taken', () => {
  const nothingWritten = async (device: TestDevice) => expect(await device.pullAll()).toEqual([])

  it('without a token, or with a wrong one', async () => {
    const server = await start()
    const device = await joinOne(server, await newOrganisation(server))
    for (const token of ['', 'wrong'])
      expect(await device.push([device.op(tagRows('t1', 'Fibra'))], token)).toMatchObject({
        status: 401,
        body: { error: { code: 'sync/unauthorised' } },
      })
    await nothingWritten(device)
  })

  it('of another organisation’s device', async () => {
    const server = await start()
    const [own, foreign] = [
      await joinOne(server, await newOrganisation(server)),
      await joinOne(server, await newOrganisation(server)),
    ]
    const op = own.op(tagRows('t1', 'Fibra'))
    expect(await own.push([op], foreign.token)).toMatchObject({
      status: 403,
      body: { error: { code: 'sync/forbidden' } },
    })
    // Relayed under its own name, the op's author is unknown there.
    const relayed = await foreign.push([op])
    expect(relayed.body).toMatchObject({ results: [{ status: 'refused', reason: 'unknownDevice' }] })
    await nothingWritten(own)
    await nothingWritten(foreign)
  })

  it('of a revoked device', async () => {
    const server = await start()
    const org = await newOrganisation(server)
    const [device, other] = [await joinOne(server, org), await joinOne(server, org)]
    const store = createSyncStore({ database: server.database, org, codeHash, now: () => '' })
    await revokeStep(store, device.id)
    const op = device.op(tagRows('t1', 'Fibra'))
    expect(await device.push([op])).toMatchObject({ status: 403, body: { refusal: 'revoked' } })
    await nothingWritten(other)
  })

  it('with a chain, a value or a signature that was tampered with', async () => {
    const server = await start()
    const device = await joinOne(server, await newOrganisation(server))
    const op = device.op(tagRows('t1', 'Fibra'))
    const [row] = op.rows
    if (!row) throw new Error('no row')
    const forgeries = [
      { ...op, rows: [{ ...row, to: { ...(row.to as object), data: { name: 'Otra', colour: 'blue' } } }] },
      { ...op, rows: [] },
      { ...op, header: { ...op.header, command: 'customer.archive' } },
      { ...op, header: { ...op.header, sig: device.sign('other') } },
      { ...op, header: { ...op.header, sig: 'none' } },
    ]
    for (const forged of forgeries)
      expect((await device.push([forged])).body).toMatchObject({ results: [{ status: 'tampered' }] })
    await nothingWritten(device)
    expect((await device.push([op])).body).toMatchObject({ results: [{ status: 'taken' }] })
  })

  it('with a gap in front of it', async () => {
    const server = await start()
    const device = await joinOne(server, await newOrganisation(server))
    device.op(tagRows('t1', 'Fibra'))
    const second = device.op(tagRows('t2', 'Radio'))
    expect((await device.push([second])).body).toMatchObject({ results: [{ status: 'gap', head: 0 }] })
    await nothingWritten(device)
  })

  it('with a code that is wrong, used up, or shown without the key', async () => {
    const server = await start()
    const org = await newOrganisation(server)
    const code = await createEnrolmentCode(server.database, { org, lifetime: 60_000 }, systemClock.now)
    const device = new TestDevice(server.url)
    expect(await device.enrol('2222-2222-2222-2222')).toMatchObject({
      status: 403,
      body: { refusal: 'wrongCode' },
    })
    expect((await device.enrol(code)).body.ok).toBe(true)
    expect(await new TestDevice(server.url).enrol(code)).toMatchObject({ body: { refusal: 'wrongCode' } })
    // Who knows the id and the public key of a device, but has no key, gets no token.
    const thief = new TestDevice(server.url)
    Object.defineProperty(thief, 'id', { value: device.id })
    thief.introduction = () => device.introduction()
    expect(await thief.enrol(code)).toMatchObject({ status: 400, body: { refusal: 'proof' } })
    // The device itself may ask again, when the answer got lost.
    const { token } = device
    expect((await device.enrol(code)).body.ok).toBe(true)
    // A request that a network delivers twice takes nothing away from who had the first answer.
    expect(device.token).toBe(token)
    expect(await device.push([], token)).toMatchObject({ status: 200 })
  })

  it('that is too large, too deep, no JSON, or not of the contract', async () => {
    const server = await start({ bodyLimit: 65_536 })
    const device = await joinOne(server, await newOrganisation(server))
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${device.token}` }
    const send = async (body: string | Buffer, more: Record<string, string> = {}) => {
      const { status, text } = await sendTo(server.url, '/v1/push', {
        headers: { ...headers, ...more },
        body,
      })
      return [status, (JSON.parse(text) as { error: { code: string } }).error.code]
    }
    const zeros = JSON.stringify({ device: '0'.repeat(10_000_000) })
    expect(await send('x'.repeat(70_000))).toEqual([413, 'sync/too-large'])
    expect(await send(gzipSync(zeros), { 'content-encoding': 'gzip' })).toEqual([413, 'sync/too-large'])
    expect(await send('['.repeat(30_000))).toEqual([400, 'sync/too-deep'])
    expect(await send('{"device":')).toEqual([400, 'sync/invalid-input'])
    expect(await send('{}')).toEqual([400, 'sync/invalid-input'])
    expect(await send('x', { 'content-type': 'text/plain' })).toEqual([400, 'sync/invalid-input'])
    const op = device.op(tagRows('t1', 'Fibra'))
    const wrong = { device: device.id, schema: 1, epoch: device.epoch, ops: [{ ...op, rows: [{ i: 'x' }] }] }
    expect(await send(JSON.stringify(wrong))).toEqual([400, 'sync/invalid-input'])
    await nothingWritten(device)
  })

  it('that walks out of its path or into the SQL', async () => {
    const server = await start()
    const org = await newOrganisation(server)
    const device = await joinOne(server, org)
    for (const path of ['/v1/../../etc/passwd', '/v1/%2e%2e%2fpush', '/v1/push%00', '/../server.sqlite'])
      expect((await sendTo(server.url, path, { method: 'GET' })).status).toBeGreaterThanOrEqual(400)
    const hostile = "x'); DROP TABLE ops; --"
    const lease = await device.call('lease', {
      ...{ device: device.id, schema: 1, kind: 'mail' },
      ...{ key: hostile, act: 'take' },
    })
    expect(lease).toMatchObject({
      status: 200,
      body: { ok: true, leases: [{ key: hostile, holder: { device: device.id } }] },
    })
    await device.push([device.op(tagRows(hostile, hostile))])
    const other = await joinOne(server, org)
    expect(await other.pullAll()).toHaveLength(2)
  })

  it('too often', async () => {
    const server = await start({ requestsPerMinute: 10 })
    const device = await joinOne(server, await newOrganisation(server))
    const statuses = await Promise.all(
      Array.from({ length: 15 }, () => device.call('heads', { device: device.id, schema: 1 })),
    )
    expect(statuses.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(5)
    expect((await sendTo(server.url, '/health', { method: 'GET' })).status).toBe(200)
  })

  it('that guesses codes, while an office of fifty desktops behind one address comes in', async () => {
    const server = await start()
    const org = await newOrganisation(server)
    for (let desktop = 0; desktop < 50; desktop++) await joinOne(server, org)
    const guesses = await Promise.all(
      Array.from({ length: 20 }, () => new TestDevice(server.url).enrol('ABCD-EFGH')),
    )
    expect(guesses.map(({ status }) => status).sort()).toEqual([
      ...Array.from({ length: 10 }, () => 403),
      ...Array.from({ length: 10 }, () => 429),
    ])
  })

  it('that never ends', async () => {
    const server = await start({ requestTimeout: 1000 })
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname)
    socket.write('POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n')
    const answered = await new Promise<string>((resolve) => {
      let text = ''
      socket.on('data', (part) => (text += part.toString()))
      socket.on('close', () => resolve(text))
      socket.on('error', () => resolve(text))
    })
    expect(answered).toMatch(/^(HTTP\/1\.1 4\d\d|$)/)
  })
})

/** Counts the pokes that a device hears; answers how to stop. */
async function listen(device: TestDevice, heard: () => void): Promise<() => void> {
  const stop = new AbortController()
  const response = await fetch(`${device.url}/v1/live`, {
    headers: { authorization: `Bearer ${device.token}` },
    signal: stop.signal,
  })
  const read = async () => {
    const decoder = new TextDecoder()
    if (!response.body) throw new Error('no body')
    for await (const part of response.body)
      for (const _ of decoder.decode(part).matchAll(/event: poke/g)) heard()
  }
  void read().catch(() => undefined)
  return () => stop.abort()
}
