import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CustomScheme } from 'electron'
import { describe, expect, it } from 'vitest'
import { err, ok } from '#core/lib/result.ts'
import { registerAppScheme, serveApp } from '#main/electron/protocol.ts'
import { createStaticFiles } from '#main/host/static-files.ts'
import type { TileSource } from '#main/services/tiles/tile-source.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const noTiles: TileSource = { get: () => Promise.resolve(err('not-found')) }

/** The page's folder as it is built, with a secret beside it, behind Electron's `protocol`. */
function makePage(tiles: TileSource = noTiles) {
  const folder = tempFolder()
  const renderer = join(folder, 'renderer')
  mkdirSync(join(renderer, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'clave')
  writeFileSync(join(renderer, 'index.html'), '<!doctype html>')
  writeFileSync(join(renderer, 'assets', 'index-abc.js'), 'export {}')
  writeFileSync(join(renderer, 'assets', 'a b.css'), 'p {}')
  writeFileSync(join(renderer, 'assets', 'font.woff2'), 'x')
  writeFileSync(join(renderer, 'assets', 'data.bin'), 'x')
  let handler: ((request: Request) => Response | Promise<Response>) | undefined
  let scheme = ''
  serveApp(
    {
      handle(name, given) {
        scheme = name
        handler = given
      },
    },
    createStaticFiles(renderer),
    tiles,
  )
  const ask = async (url: string, method = 'GET'): Promise<Response> => {
    // Of a request the handler reads these two; Electron gives the address as the page wrote it.
    const request = { url, method } as Request
    const response = await handler?.(request)
    if (!response) throw new Error('nothing is served')
    return response
  }
  return { ask, folder, renderer, scheme: () => scheme }
}

describe('app://enlace', () => {
  it('is a standard, secure scheme of its own, without more rights than the page needs', () => {
    const registered: CustomScheme[] = []
    registerAppScheme({ registerSchemesAsPrivileged: (schemes) => void registered.push(...schemes) })
    expect(registered).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ])
    expect(makePage().scheme()).toBe('app')
  })

  it.each([
    ['/', 'text/html; charset=utf-8', 'no-store'],
    ['/index.html', 'text/html; charset=utf-8', 'no-store'],
    ['/index.html?a=1#b', 'text/html; charset=utf-8', 'no-store'],
    ['/assets/index-abc.js', 'text/javascript; charset=utf-8', 'private, max-age=31536000, immutable'],
    ['/assets/a%20b.css', 'text/css; charset=utf-8', 'private, max-age=31536000, immutable'],
    ['/assets/font.woff2', 'font/woff2', 'private, max-age=31536000, immutable'],
    ['/assets/data.bin', 'application/octet-stream', 'private, max-age=31536000, immutable'],
  ])('serves %s as %s', async (path, type, cache) => {
    const response = await makePage().ask(`app://enlace${path}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('cache-control')).toBe(cache)
    expect((await response.text()).length).toBeGreaterThan(0)
  })

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/../../secret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/assets/..%252f..%252fsecret.txt',
    '//secret.txt',
    '/index.html/../../secret.txt',
    '/index.html%00.js',
    '/C:/secret.txt',
    '/etc/passwd',
    '/assets',
    '/assets/',
    '/nothing.js',
    '/INDEX.HTML',
    '/constructor',
    '/__proto__',
  ])('has nothing at %s, and says so under its policy', async (path) => {
    const response = await makePage().ask(`app://enlace${path}`)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
  })

  it('answers that a file is not there when it went after it was listed', async () => {
    const { ask, renderer } = makePage()
    rmSync(join(renderer, 'assets', 'index-abc.js'))
    expect((await ask('app://enlace/assets/index-abc.js')).status).toBe(404)
  })

  it.each([
    ['another host', 'app://other/index.html', 'GET'],
    ['a host that begins like it', 'app://enlace.example/index.html', 'GET'],
    ['its name as a user name', 'app://enlace@other/index.html', 'GET'],
    ['a port', 'app://enlace:81/index.html', 'GET'],
    ['a method that changes', 'app://enlace/index.html', 'POST'],
    ['a method that asks for rights', 'app://enlace/', 'OPTIONS'],
  ])('refuses %s', async (_what, url, method) => {
    const response = await makePage().ask(url, method)
    expect(response.status).toBe(403)
    expect(await response.text()).toBe('')
  })

  it.each(['/', '/assets/index-abc.js', '/nothing', '/tiles/0/0/0'])(
    'puts %s under the policy: nothing from elsewhere, no frames, no guessed types',
    async (path) => {
      const { headers } = await makePage().ask(`app://enlace${path}`)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'self'")
      expect(policy).toContain("connect-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain("object-src 'none'")
      expect(policy).not.toMatch(/unsafe|\*|https?:/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
    },
  )
})

describe('map tiles', () => {
  it('come with their type', async () => {
    const { ask } = makePage({
      get: () => Promise.resolve(ok({ bytes: Buffer.from([1, 2, 3]), contentType: 'image/png' })),
    })
    const response = await ask('app://enlace/tiles/3/4/2')
    expect(response.headers.get('content-type')).toBe('image/png')
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2, 3])
  })

  it.each([
    ['not-found', 404],
    ['unreachable', 502],
  ] as const)('%s answers %i', async (problem, status) => {
    const { ask } = makePage({ get: () => Promise.resolve(err(problem)) })
    expect((await ask('app://enlace/tiles/3/4/2')).status).toBe(status)
  })

  it.each(['/tiles/1/2/0', '/tiles/23/0/0', '/tiles/1/1', '/tiles/1/-1/0', '/tiles/1/1/1.png'])(
    'that do not exist are not asked for: %s',
    async (path) => {
      const { ask } = makePage({ get: () => Promise.reject(new Error('must not be asked')) })
      expect((await ask(`app://enlace${path}`)).status).toBe(404)
    },
  )
})
