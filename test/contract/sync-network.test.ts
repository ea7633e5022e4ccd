import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { proxyFor } from '#main/services/sync/proxy.ts'
import { callServer } from '#main/services/sync/server-calls.ts'
import { createServerHttp, type ServerHttp } from '#main/services/sync/server-http.ts'
import { SyncProblem } from '#main/services/sync/sync-problem.ts'
import { ownCertificate, type TlsFiles } from '#sync-server/tls/certificates.ts'

const folder = mkdtempSync(join(tmpdir(), 'enlace-tls-'))
let tls: TlsFiles
let otherTls: TlsFiles
beforeAll(async () => {
  tls = await ownCertificate(join(folder, 'a'), ['localhost', '127.0.0.1'], Date.now())
  otherTls = await ownCertificate(join(folder, 'b'), ['localhost', '127.0.0.1'], Date.now())
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

function httpTo(
  url: string,
  { fingerprint, environment = {} }: { fingerprint?: string; environment?: Record<string, string> } = {},
): ServerHttp {
  const http = createServerHttp({
    url,
    environment,
    userAgent: 'Enlace/test',
    ...(fingerprint !== undefined && { fingerprint }),
  })
  onTestFinished(() => http.close())
  return http
}

const troubleOf = async (call: Promise<unknown>) => {
  try {
    await call
    return 'none'
  } catch (error) {
    return error instanceof SyncProblem ? error.code : error
  }
}

const json =
  (value: unknown, status = 200): RequestListener =>
  (request, response) => {
    request.resume()
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  }

const serving = async (listener: RequestListener) =>
  httpTo(`http://127.0.0.1:${await listening(createServer(listener))}`)

const HEADS = { ok: true, epoch: 'e', heads: {} }

describe('a call of the server', () => {
  it('compresses what is large, both ways', async () => {
    const http = await serving((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const isZipped = request.headers['content-encoding'] === 'gzip'
        const body = isZipped ? gunzipSync(Buffer.concat(parts)) : Buffer.concat(parts)
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
          .end(gzipSync(JSON.stringify({ isZipped, body: JSON.parse(body.toString()) as unknown })))
      })
    })
    const small = { a: 1 }
    const large = { a: 'x'.repeat(5000) }
    expect((await http.post('/v1/x', small)).body).toEqual({ isZipped: false, body: small })
    expect((await http.post('/v1/x', large)).body).toEqual({ isZipped: true, body: large })
  })

  it('knows the page of a guest network from an answer, and reads nothing of it', async () => {
    const page = await serving((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('{"ok":true}'),
    )
    const redirect = await serving((_request, response) =>
      response.writeHead(302, { location: 'http://login.example/' }).end(),
    )
    const other = await serving(json({ error: { code: 'nothing/here' } }, 404))
    for (const http of [page, redirect, other])
      expect(await troubleOf(callServer(http, 'heads', {}, 't'))).toBe('notOurServer')
  })

  it('takes nothing for an answer that does not follow the protocol', async () => {
    const answers = ['{"ok":true}', '{"ok":true,"epoch":"e","heads":{"d":{"n":-1}}}', '[', 'null']
    for (const answer of answers) {
      const http = await serving((_request, response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(answer),
      )
      expect(await troubleOf(callServer(http, 'heads', {})), answer).toBe('badAnswer')
    }
  })

  it('tells refusals, overload and a broken connection apart', async () => {
    const answer = async (status: number, code: string) => {
      const http = await serving(json({ error: { code } }, status))
      return callServer(http, 'heads', {}).then(
        (value) => value,
        (error: unknown) => (error as SyncProblem).code,
      )
    }
    expect(await answer(401, 'sync/unauthorised')).toEqual({ ok: false, refusal: 'signIn' })
    expect(await answer(403, 'sync/forbidden')).toEqual({ ok: false, refusal: 'forbidden' })
    expect(await answer(429, 'sync/too-many-requests')).toBe('busy')
    expect(await answer(503, 'sync/unavailable')).toBe('busy')
    expect(await answer(413, 'sync/too-large')).toBe('tooLarge')
    const broken = await serving((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
      response.write('{"ok":')
      setImmediate(() => response.destroy())
    })
    expect(await troubleOf(callServer(broken, 'heads', {}))).toBe('unreachable')
    expect(await troubleOf(callServer(httpTo('http://127.0.0.1:9'), 'heads', {}))).toBe('unreachable')
    expect(await troubleOf(callServer(httpTo('http://nowhere.invalid'), 'heads', {}))).toBe('unreachable')
  })

  it('asks again on a new connection when the kept one was closed, and only then', async () => {
    const asked: Socket[] = []
    const http = await serving((request, response) => {
      const isKept = asked.includes(request.socket)
      asked.push(request.socket)
      if (isKept) request.socket.destroy()
      else json(HEADS)(request, response)
    })
    for (let i = 0; i < 2; i++) expect((await http.post('/v1/heads', {})).body).toEqual(HEADS)
    expect(asked[1]).toBe(asked[0])
    expect(new Set(asked).size).toBe(2)

    let times = 0
    const dead = await serving((request) => {
      times++
      request.socket.destroy()
    })
    expect(await troubleOf(dead.post('/v1/heads', {}))).toBe('unreachable')
    expect(times).toBe(1)
  })

  it('trusts the authority of the code alone, by whatever name the server is called', async () => {
    const port = await listening(createTlsServer({ cert: tls.cert, key: tls.key }, json(HEADS)))
    const call = (url: string, fingerprint?: string) =>
      callServer(httpTo(url, { fingerprint }), 'heads', {}).then(
        ({ ok }) => ok,
        (error: unknown) => (error as SyncProblem).code,
      )
    expect(await call(`https://127.0.0.1:${port}`, tls.fingerprint)).toBe(true)
    expect(await call(`https://localhost:${port}`, tls.fingerprint)).toBe(true)
    expect(await call(`https://127.0.0.1:${port}`, otherTls.fingerprint)).toBe('certificate')
    // Without a fingerprint the system's authorities count, of which it is none.
    expect(await call(`https://127.0.0.1:${port}`)).toBe('certificate')
    // Somebody who shows the authority's certificate, which is no secret, but has not its key.
    const [, authority = ''] = tls.cert.split(/(?<=-----END CERTIFICATE-----)\n/)
    const [own = ''] = otherTls.cert.split(/(?<=-----END CERTIFICATE-----)\n/)
    const forged = await listening(
      createTlsServer({ cert: `${own}\n${authority}`, key: otherTls.key }, json(HEADS)),
    )
    expect(await call(`https://127.0.0.1:${forged}`, tls.fingerprint)).toBe('certificate')
    // Something that speaks no TLS.
    const plain = await listening(createServer(json(HEADS)))
    expect(await call(`https://127.0.0.1:${plain}`, tls.fingerprint)).not.toBe(true)
  })

  it('hears pokes as they come, and ends with the connection', async () => {
    const http = await serving((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': still here\n\nevent: poke\nda')
      setTimeout(() => response.end('ta:\n\nevent: poke\ndata:\n\n'), 20)
    })
    const heard: string[] = []
    const status = await http.listen(
      '/v1/live',
      't',
      (event) => heard.push(event),
      new AbortController().signal,
    )
    expect([status, heard]).toEqual([200, ['poke', 'poke']])
  })

  it('stops listening when it is told to', async () => {
    const http = await serving((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: poke\ndata:\n\n')
    })
    const stop = new AbortController()
    const listened = troubleOf(http.listen('/v1/live', 't', () => stop.abort(), stop.signal))
    expect(await listened).toBe('unreachable')
  })
})

describe('a proxy', () => {
  /** A proxy that lets through who has the password, to one place whatever name is asked for. */
  async function startProxy(target: number, password?: string) {
    const asked: string[] = []
    const sockets = new Set<Socket>()
    const server = createServer((_request, response) => response.writeHead(405).end())
    server.on('connect', (request, socket: Socket) => {
      asked.push(request.url ?? '')
      sockets.add(socket)
      const given = request.headers['proxy-authorization']
      const wanted = password && `Basic ${Buffer.from(`ana:${password}`).toString('base64')}`
      if (wanted && given !== wanted)
        return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
      const through = connect(target, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        through.pipe(socket).pipe(through)
      })
      for (const end of [through, socket]) end.on('error', () => undefined)
    })
    const port = await listening(server)
    onTestFinished(() => sockets.forEach((socket) => socket.destroy()))
    return { url: `127.0.0.1:${port}`, asked }
  }

  it('is gone through as the environment says, with the certificate still checked', async () => {
    const port = await listening(createTlsServer({ cert: tls.cert, key: tls.key }, json(HEADS)))
    const proxy = await startProxy(port, 'geheim')
    const http = (by: string) =>
      httpTo('https://server.example:8420', {
        fingerprint: tls.fingerprint,
        environment: { HTTPS_PROXY: by },
      })
    expect((await callServer(http(`http://ana:geheim@${proxy.url}`), 'heads', {})).ok).toBe(true)
    expect(proxy.asked).toEqual(['server.example:8420'])
    expect(await troubleOf(callServer(http(`http://ana:falsch@${proxy.url}`), 'heads', {}))).toBe('proxy')
    expect(await troubleOf(callServer(http('http://127.0.0.1:9'), 'heads', {}))).toBe('proxy')
  })

  it.each([
    ['https://a.example', { HTTPS_PROXY: 'http://p:1' }, 'p:1'],
    ['https://a.example', { https_proxy: 'p:1' }, 'p:1'],
    ['https://a.example', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['http://a.example', { ALL_PROXY: 'http://p:1' }, 'p:1'],
    ['https://a.example', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*' }, undefined],
    ['https://a.example', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'b.example, .example' }, undefined],
    ['https://a.example:8420', { HTTPS_PROXY: 'http://p:1', no_proxy: 'a.example:443' }, 'p:1'],
    ['https://an.example', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'n.example' }, 'p:1'],
    ['http://127.0.0.1:8420', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['https://a.example', { HTTPS_PROXY: 'socks5://p:1' }, undefined],
    ['https://a.example', { HTTPS_PROXY: '::' }, undefined],
  ])('for %s with %o is %s', (address, environment, proxy) => {
    expect(proxyFor(new URL(address), environment)?.host).toBe(proxy)
  })
})
