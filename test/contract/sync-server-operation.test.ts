import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { accessRequests } from '#core/contract/access-contract.ts'
import { syncRequests } from '#core/contract/sync-contract.ts'
import { systemClock } from '#core/lib/clock.ts'
import { createEnrolmentCode, createOrganisation } from '#sync-server/auth/organisations.ts'
import { addPerson } from '#sync-server/auth/people.ts'
import { readConfig } from '#sync-server/config.ts'
import { errorForLog } from '#sync-server/http/app.ts'
import { openDatabase } from '#sync-server/index.ts'
import { serveDatabase } from '#sync-server/server.ts'
import { customerOf } from '../support/builders.ts'
import { sendTo, TestDevice } from '../support/sync-device.ts'
import { tempFolder } from '../support/temp-folder.ts'

/* What whoever runs a server sees of it. */

async function serve() {
  const config = readConfig([], { PORT: '0', ENLACE_DATA: tempFolder(), ENLACE_LOG_LEVEL: 'info' })
  if (!config.ok) throw new Error(JSON.stringify(config.error))
  const lines: string[] = []
  const database = await openDatabase(config.value)
  const server = await serveDatabase(database, config.value, {
    clock: systemClock,
    storeWorker: '',
    logs: { write: (line) => void lines.push(line) },
  })
  let isClosed = false
  const close = async () => {
    if (!isClosed) await server.close()
    isClosed = true
  }
  onTestFinished(close)
  const { id: org } = await createOrganisation(database, 'Fibra Henares', systemClock.now)
  const code = await createEnrolmentCode(database, { org, lifetime: 60_000 }, systemClock.now)
  const device = new TestDevice(server.url)
  await device.enrol(code)
  return { server, database, org, code, device, lines, close }
}

const get = (url: string, path: string) => sendTo(url, path, { method: 'GET' })

const newCustomer = (device: TestDevice, name: string) =>
  device.op(
    [{ collection: 'customers', id: 'c1', path: '', kind: 'create', to: customerOf({ id: 'c1', name }) }],
    'customer.create',
  )

describe('a server', () => {
  it('says that it runs, whether it can work, what it did, and what it can be asked', async () => {
    const { server, database, device } = await serve()
    expect(await get(server.url, '/health')).toMatchObject({ status: 200, text: '{"ok":true}' })
    expect((await get(server.url, '/ready')).status).toBe(200)
    await device.push([newCustomer(device, 'Bar Sol')])
    await device.pullAll()
    const { text: figures } = await get(server.url, '/metrics')
    expect(figures).toContain('enlace_ops_total{status="taken"} 1')
    expect(figures).toMatch(/enlace_request_seconds_count\{route="\/v1\/push",status="200"\} 1/)
    expect(figures).not.toContain(device.id)

    const { paths } = JSON.parse((await get(server.url, '/openapi.json')).text) as {
      paths: Record<string, Record<string, { requestBody?: object }>>
    }
    for (const name of Object.keys({ ...syncRequests, ...accessRequests }))
      expect(paths[`/v1/${name}`]?.post?.requestBody, name).toBeDefined()
    for (const path of ['/v1/live', '/health', '/ready', '/metrics', '/openapi.json'])
      expect(paths[path]?.get, path).toBeDefined()

    // Without its database it runs, and cannot work.
    await database.close()
    expect((await get(server.url, '/health')).status).toBe(200)
    expect(await get(server.url, '/ready')).toMatchObject({
      status: 503,
      text: expect.stringContaining('sync/unavailable') as unknown,
    })
  })

  it('logs one line a request, in which there is nobody and nothing that anybody wrote', async () => {
    const { server, database, org, code, device, lines } = await serve()
    const email = 'ada.secreta@example.com'
    const password = 'correcto caballo pila'
    const made = await addPerson(
      database,
      org,
      { email, role: 'admin', name: 'Ada Secreta' },
      systemClock.now,
    )
    await device.push([newCustomer(device, 'Bar Secreto')])
    await device.call('password-reset', { device: device.id, email, code: made.code, password })
    await device.call('sign-in', { device: device.id, email, password })
    await device.call('sign-in', { device: device.id, email, password: 'otra secreta' })
    await device.call('enrol', { code, device: device.introduction(), schema: 1, proof: 'x' })
    await sendTo(server.url, `/v1/none?who=${email}`, { body: '{"secreto":' })
    await sendTo(server.url, '/v1/push', {
      headers: { 'content-type': 'application/json', authorization: `Bearer ${device.token}x` },
      body: '{"secreto":',
    })
    const requests = lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ msg }) => msg === 'request')
    expect(requests.map(({ route, status }) => `${String(route)} ${String(status)}`)).toEqual([
      '/v1/enrol 200',
      '/v1/push 200',
      '/v1/password-reset 200',
      '/v1/sign-in 200',
      '/v1/sign-in 403',
      '/v1/enrol 400',
      'unknown 404',
      '/v1/push 401',
    ])
    // All but the line that says where it listens.
    const log = lines.slice(1).join('\n')
    for (const secret of [
      ...['secret', 'Secret', email, 'caballo', code, made.code, made.id],
      ...[device.token, device.id, device.introduction().publicKey, 'PC de pruebas', '127.0.0.1', org],
    ])
      expect(log).not.toContain(secret)
  })

  it('logs of an error what happened and where, and none of the values that it was about', async () => {
    const failure = Object.assign(
      new Error('duplicate key value violates unique constraint "people_email"'),
      {
        code: '23505',
        detail: 'Key (org, email)=(o, ada@example.com) already exists.',
      },
    )
    const logged = errorForLog(failure)
    expect(logged).toMatchObject({ message: failure.message, code: '23505' })
    expect(logged.stack).toContain('sync-server-operation')
    expect(JSON.stringify(logged)).not.toContain('ada@example.com')
    const { database, device, lines } = await serve()
    await database.close()
    expect((await device.push([])).status).toBe(500)
    const errors = lines.map((line) => JSON.parse(line) as { level: number; err?: object })
    expect(errors.find(({ level }) => level === 50)?.err).toMatchObject({ message: 'the database is closed' })
  })

  it('finishes what is under way when it is told to stop, and answers for it', async () => {
    const { server, device, close } = await serve()
    const { hostname, port } = new URL(server.url)
    const body = JSON.stringify({
      device: device.id,
      schema: 1,
      epoch: device.epoch,
      ops: [newCustomer(device, 'Bar Sol')],
    })
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    const head = [
      'POST /v1/push HTTP/1.1',
      `host: ${hostname}`,
      'content-type: application/json',
      `authorization: Bearer ${device.token}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'expect: 100-continue',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    // It has the head of the request, and says so.
    await once(socket, 'data')
    socket.write(body.slice(0, 100))
    const closing = close()
    socket.write(body.slice(100))
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 [\s\S]*"status":"taken"/)
    socket.end()
    await closing
    await expect(get(server.url, '/health')).rejects.toThrow()
  })
})
