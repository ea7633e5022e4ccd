import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { ensureBuilt } from '../support/built.ts'
import { openLoopbackServer } from '../support/transports.ts'

type Opened = Awaited<ReturnType<typeof openLoopbackServer>>

let opened: Opened
beforeAll(async () => {
  await ensureBuilt()
  opened = await openLoopbackServer()
}, 120_000)
afterAll(() => opened.close())

interface Answer {
  status: number
  body: string
  headers: Record<string, string | string[] | undefined>
}

/** A request as any program may make it: `fetch` would mend paths and refuse some headers. */
function send(method: string, path: string, headers: Record<string, string>, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port: opened.server.port, method, path, headers },
      (incoming) => {
        let text = ''
        incoming.setEncoding('utf8').on('data', (part: string) => (text += part))
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, body: text, headers: incoming.headers }),
        )
      },
    )
    outgoing.on('error', reject).end(body)
  })
}

const good = () => ({ cookie: opened.cookie, origin: opened.origin, 'content-type': 'application/json' })
const info = (headers: Record<string, string>) => send('POST', '/host/app.info', headers, '{}')

describe('the loopback door', () => {
  it('lets in who entered by the link, from its own page', async () => {
    expect(await info(good())).toMatchObject({ status: 200 })
  })

  it.each([
    ['no cookie', () => ({ origin: opened.origin, 'content-type': 'application/json' }), 401],
    ['a made-up cookie', () => ({ ...good(), cookie: `${opened.cookie.split('=')[0]}=guess` }), 401],
    ['another origin', () => ({ ...good(), origin: 'https://evil.example' }), 403],
    ['the same name with another port', () => ({ ...good(), origin: 'http://127.0.0.1:1' }), 403],
    ['no origin', () => ({ cookie: opened.cookie, 'content-type': 'application/json' }), 403],
    ['the origin null of a sandboxed frame', () => ({ ...good(), origin: 'null' }), 403],
    ['a rebound host name', () => ({ ...good(), host: `evil.example:${opened.server.port}` }), 403],
    ['localhost, which is not its name', () => ({ ...good(), host: `localhost:${opened.server.port}` }), 403],
    ['another site by Sec-Fetch-Site', () => ({ ...good(), 'sec-fetch-site': 'cross-site' }), 403],
  ])('refuses %s', async (_name, headers, status) => {
    const answer = await info(headers())
    expect(answer.status).toBe(status)
    expect(answer.body).not.toContain('dataFolder')
  })

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data'])(
    'refuses a body of type %s, which forms of other sites can send',
    async (type) => {
      expect(await info({ ...good(), 'content-type': type })).toMatchObject({ status: 415 })
    },
  )

  it('refuses calls by GET, and bodies that are no JSON', async () => {
    expect(await send('GET', '/host/app.info', good())).toMatchObject({ status: 405 })
    expect(await send('POST', '/host/app.info', good(), '{')).toMatchObject({ status: 400 })
  })

  it('answers a body over 32 MB with its code', async () => {
    const answer = await send('POST', '/host/settings.set', good(), `"${'x'.repeat(33 * 1024 * 1024)}"`)
    expect(answer).toMatchObject({ status: 413 })
    expect(answer.body).toContain('host/too-large')
  })

  it('spends a link at its first use', async () => {
    const link = opened.server.newLink()
    expect(await opened.enter(link)).not.toBe('')
    expect(await opened.enter(link)).toBe('')
    const path = new URL(link).pathname
    expect(await send('GET', path, {})).toMatchObject({ status: 401 })
    expect(await send('GET', '/enter/guess', {})).toMatchObject({ status: 401 })
  })

  it('gives a cookie that scripts and other sites cannot use', async () => {
    const answer = await send('GET', new URL(opened.server.newLink()).pathname, {})
    const [cookie] = answer.headers['set-cookie'] ?? []
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  it.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/..%5c..%5cpackage.json',
    '//etc/passwd',
    '/assets/%00',
    '/%E0%A4%A',
  ])('serves no file outside the window: %s', async (path) => {
    const answer = await send('GET', path, { cookie: opened.cookie })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.body).not.toContain('"name"')
  })

  it('serves no page without the cookie, and a strict policy with it', async () => {
    expect(await send('GET', '/', {})).toMatchObject({ status: 401 })
    const page = await send('GET', '/', { cookie: opened.cookie })
    expect(page.status).toBe(200)
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain("default-src 'self'")
    expect(policy).not.toMatch(/unsafe-(inline|eval)/)
    expect(page.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    expect(page.headers['access-control-allow-origin']).toBeUndefined()
  })

  it.each([
    ['no cookie', () => ({ origin: opened.origin })],
    ['another origin', () => ({ origin: 'https://evil.example', headers: { cookie: opened.cookie } })],
    ['no origin', () => ({ headers: { cookie: opened.cookie } })],
  ])('opens no socket with %s', async (_name, options) => {
    const socket = new WebSocket(`ws://127.0.0.1:${opened.server.port}/events`, options())
    const outcome = await new Promise<string>((done) => {
      socket.on('open', () => done('open'))
      socket.on('error', () => done('refused'))
    })
    expect(outcome).toBe('refused')
  })
})
