import { readFile } from 'node:fs/promises'
import type { Protocol } from 'electron'
import { securityHeaders } from '../host/content-policy.ts'
import type { StaticFiles } from '../host/static-files.ts'
import { parseTilePath } from '../services/tiles/tile-path.ts'
import type { TileSource } from '../services/tiles/tile-source.ts'

/** A standard scheme gives the page an origin of its own; `file:` would share one with every file of the disk. */
const SCHEME = 'app'
const HOST = 'enlace'
export const APP_ORIGIN = `${SCHEME}://${HOST}`

/** Must run before the app is ready. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/**
 * Serves the built window and map tiles at `app://enlace/`. Electron's security guide, "Avoid usage of the file://
 * protocol and prefer usage of custom protocols" and "Define a Content Security Policy".
 */
export function serveApp(protocol: Pick<Protocol, 'handle'>, files: StaticFiles, tiles: TileSource): void {
  const headers = securityHeaders()

  protocol.handle(SCHEME, async ({ url, method }) => {
    const { host, pathname } = new URL(url)
    if (method !== 'GET' || host !== HOST) return new Response(null, { status: 403, headers })
    const tile = parseTilePath(pathname)
    if (tile) return sendTile(await tiles.get(tile))
    const found = files.find(pathname)
    if (!found) return new Response(null, { status: 404, headers })
    const { file, contentType, cacheControl } = found
    // A new build replaces files while a window is open.
    const content = await readFile(file).catch(() => undefined)
    if (!content) return new Response(null, { status: 404, headers })
    return new Response(content, {
      headers: { ...headers, 'content-type': contentType, 'cache-control': cacheControl },
    })
  })

  function sendTile(answer: Awaited<ReturnType<TileSource['get']>>): Response {
    if (!answer.ok) return new Response(null, { status: answer.error === 'not-found' ? 404 : 502, headers })
    const { bytes, contentType } = answer.value
    return new Response(Uint8Array.from(bytes), { headers: { ...headers, 'content-type': contentType } })
  }
}
