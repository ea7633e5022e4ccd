import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#core/lib/clock.ts'
import { revokeStep } from '#core/sync/server/device-steps.ts'
import { createEnrolmentCode, createOrganisation } from '#sync-server/auth/organisations.ts'
import { readConfig } from '#sync-server/config.ts'
import { codeHash } from '#sync-server/crypto.ts'
import { startSyncServer, type SyncServer } from '#sync-server/index.ts'
import { createSyncStore } from '#sync-server/store/sync-store.ts'
import { sendTo, tagRows, TestDevice } from '../support/sync-device.ts'
import { tableDigests } from '../support/table-digests.ts'

/** One server for all: whatever is tried, not a byte of its tables may change. */
const folder = mkdtempSync(join(tmpdir(), 'enlace-sync-security-'))
let server: SyncServer
let org: string
let device: TestDevice
let foreign: TestDevice
let revoked: TestDevice

beforeAll(async () => {
  const config = readConfig([], { PORT: '0', ENLACE_DATA: folder, ENLACE_LOG_LEVEL: 'silent' })
  if (!config.ok) throw new Error(JSON.stringify(config.error))
  server = await startSyncServer({ ...config.value, bodyLimit: 65_536, requestTimeout: 1000 })
  const newOrganisation = async () => (await createOrganisation(server.database, 'Red', systemClock.now)).id
  org = await newOrganisation()
  device = await enrolOne(org)
  revoked = await enrolOne(org)
  foreign = await enrolOne(await newOrganisation())
  await device.push([device.op(tagRows('t1', 'Fibra'))])
  const store = createSyncStore({ database: server.database, org, codeHash, now: () => '' })
  await revokeStep(store, revoked.id)
}, 60_000)
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

async function enrolOne(into: string): Promise<TestDevice> {
  const one = new TestDevice(server.url)
  const code = await createEnrolmentCode(server.database, { org: into, lifetime: 60_000 }, systemClock.now)
  const { body } = await one.enrol(code)
  if (!body.ok) throw new Error(body.refusal)
  return one
}

/** What is tried, and what comes of it: status and code, or the statuses of a push. */
async function refused(attempt: () => Promise<unknown>): Promise<unknown> {
  const before = await tableDigests(server.database)
  const answer = await attempt()
  expect(await tableDigests(server.database)).toEqual(before)
  return answer
}

const send = async (path: string, body: string | Buffer, headers: Record<string, string> = {}) => {
  const all = {
    'content-type': 'application/json',
    authorization: `Bearer ${device.token}`,
    ...headers,
  }
  const { status, text } = await sendTo(server.url, path, { headers: all, body })
  return [status, (JSON.parse(text) as { error: { code: string } }).error.code]
}
const statusesOf = async (answer: ReturnType<TestDevice['push']>) => {
  const { body } = await answer
  return body.ok ? body.results.map(({ status }) => status) : body.refusal
}
const pushBody = (more: object = {}) =>
  JSON.stringify({ device: device.id, schema: 1, epoch: device.epoch, ops: [], ...more })

/** Sends bytes one by one, so slowly that the request never ends; answers what the server said to it. */
const trickle = (begin: string): Promise<string> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname, () => socket.write(begin))
    const drops = setInterval(() => socket.write('x'), 200)
    let text = ''
    socket.on('data', (part) => (text += part.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearInterval(drops)
      resolve(text)
    })
  })

describe('nothing is written, and the answer says why,', () => {
  it('without a token, or with one of nobody', async () => {
    for (const authorization of ['', 'Bearer', 'Bearer x', `Basic ${device.token}`])
      for (const path of [
        'push',
        'pull',
        'heads',
        'chain',
        'digests',
        'buckets',
        'lease',
        'terms',
        'replace',
      ])
        expect(await refused(() => send(`/v1/${path}`, pushBody(), { authorization }))).toEqual([
          401,
          'sync/unauthorised',
        ])
  })

  it('with the token of another device or organisation', async () => {
    for (const { token } of [foreign, revoked])
      expect(await refused(() => send('/v1/push', pushBody(), { authorization: `Bearer ${token}` }))).toEqual(
        [403, 'sync/forbidden'],
      )
    const stolen = foreign.op(tagRows('t9', 'Ajena'))
    expect(await refused(() => statusesOf(device.push([stolen])))).toEqual(['refused'])
  })

  it('of a revoked device, by itself or through another one', async () => {
    const op = revoked.op(tagRows('t9', 'Fuera'))
    expect(await refused(() => statusesOf(revoked.push([op])))).toBe('revoked')
    expect(await refused(() => statusesOf(device.push([op])))).toEqual(['refused'])
    const receipt = 'a'.repeat(64)
    expect(await refused(() => statusesOf(device.push([{ ...op, receipt }])))).toEqual(['refused'])
  })

  it('of a push that is replayed, or of a chain that was bent', async () => {
    const twin = Object.assign(new TestDevice(server.url), { token: device.token, epoch: device.epoch })
    const [row] = tagRows('t1', 'Fibra')
    if (!row) throw new Error('no row')
    const next = structuredClone(device.n)
    const op = device.op(tagRows('t2', 'Radio'))
    const forged = [
      { ...op, rows: [{ ...row, i: 0, salt: 's'.repeat(22) }] },
      { ...op, header: { ...op.header, prevHash: '0'.repeat(64) } },
      { ...op, header: { ...op.header, n: next } },
      { ...op, header: { ...op.header, at: 'mañana' } },
      // It would be merged as another desktop's word.
      { ...op, header: { ...op.header, former: foreign.id } },
      { ...op, header: { ...op.header, sig: twin.sign(op.header.hash) } },
    ]
    for (const one of forged)
      expect(await refused(() => statusesOf(device.push([one])))).toEqual(['tampered'])
    await device.push([op])
    expect(await refused(() => statusesOf(device.push([op, op])))).toEqual(['taken', 'taken'])
  })

  it('of a body that is too large, too deep, or none of the contract', async () => {
    const zeros = gzipSync(JSON.stringify({ device: '0'.repeat(10_000_000) }))
    const cases: [string | Buffer, Record<string, string>, unknown][] = [
      ['x'.repeat(70_000), {}, [413, 'sync/too-large']],
      [zeros, { 'content-encoding': 'gzip' }, [413, 'sync/too-large']],
      ['['.repeat(30_000), {}, [400, 'sync/too-deep']],
      ['{"a":'.repeat(10_000), {}, [400, 'sync/too-deep']],
      ['{"device":', {}, [400, 'sync/invalid-input']],
      [pushBody({ ops: [{}] }), {}, [400, 'sync/invalid-input']],
      [pushBody({ ops: 'DROP' }), {}, [400, 'sync/invalid-input']],
      [pushBody({ epoch: 'x'.repeat(1000) }), {}, [400, 'sync/invalid-input']],
    ]
    for (const [body, headers, expected] of cases)
      expect(await refused(() => send('/v1/push', body, headers))).toEqual(expected)
  })

  it('by a way round the paths or into the SQL', async () => {
    const paths = [
      '/v1/../push',
      '/v1/%2e%2e/%2e%2e/etc/passwd',
      '/v1/push%00',
      '/server.sqlite',
      '/v1/push/..',
    ]
    for (const path of paths)
      expect(await refused(() => send(path, pushBody()))).toEqual([404, 'sync/unknown-path'])
    const hostile = "x' OR '1'='1"
    const asked = () => device.call('chain', { device: device.id, schema: 1, of: hostile, n: 1 })
    expect(await refused(asked)).toMatchObject({ status: 200, body: { ok: true } })
    expect(await refused(() => send('/v1/heads', JSON.stringify({ device: hostile, schema: 1 })))).toEqual([
      403,
      'sync/forbidden',
    ])
  })

  it('by somebody who sends drop by drop, and others are served meanwhile', async () => {
    const begun = [
      'POST /v1/push HTTP/1.1\r\nHost: x\r\nX-Slow: ',
      'POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n',
    ]
    const ended = refused(async () => Promise.all(begun.map(trickle)))
    expect((await sendTo(server.url, '/health', { method: 'GET' })).status).toBe(200)
    for (const answer of (await ended) as string[]) expect(answer).toMatch(/^(HTTP\/1\.1 4\d\d|$)/)
  }, 30_000)
})

describe('a listener on the live channel', () => {
  const metric = async (name: string): Promise<number> => {
    const { text } = await sendTo(server.url, '/metrics', { method: 'GET' })
    const line = text.split('\n').find((one) => one.startsWith(`${name} `))
    return Number(line?.slice(name.length + 1) ?? 0)
  }
  /** Resolves when the first event has come. */
  const open = (): Promise<Socket> =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(server.url)
      const socket = connect(Number(port), hostname, () =>
        socket.write(`GET /v1/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${device.token}\r\n\r\n`),
      )
      socket.on('error', () => undefined)
      socket.on('data', (part) => part.includes('event: poke') && resolve(socket))
    })
  it('that comes too often loses its oldest connections', async () => {
    const sockets: Socket[] = []
    for (let count = 0; count < 6; count++) sockets.push(await open())
    const [first, second, ...others] = sockets
    for (const socket of [first, second]) if (socket && !socket.closed) await once(socket, 'close')
    expect(await metric('enlace_live_dropped_total{code="sync/too-many-connections"}')).toBe(2)
    expect(others.map(({ closed }) => closed)).toEqual([false, false, false, false])
    for (const socket of others) socket.destroy()
  })
})
