import type { Protocol } from 'electron'
import type { TileSource } from '../services/tiles/tiles.ts'
import { contentSecurityPolicy, readStaticFile, securityHeaders } from '../loopback/static-files.ts'

/** A standard scheme gives the page an origin of its own; `file:` would share one with every file of the disk. */
export const APP_ORIGIN = 'app://enlace'

/** Must run before the app is ready. */
export function registerAppScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Electron's security guide, "Avoid usage of the file:// protocol and prefer usage of custom protocols". */
export function serveApp(protocol: Protocol, rendererFolder: string, tiles: TileSource): void {
  const headers = { ...securityHeaders, 'Content-Security-Policy': contentSecurityPolicy() }
  protocol.handle('app', async ({ url, method }) => {
    const { origin, host, pathname } = new URL(url)
    if (method !== 'GET' || (origin !== APP_ORIGIN && host !== 'enlace'))
      return new Response(null, { status: 403 })
    if (pathname.startsWith('/tiles/')) {
      const tile = await tiles(pathname)
      return new Response(Buffer.from(tile.body), {
        status: tile.status,
        headers: { ...headers, ...tile.headers },
      })
    }
    const file = await readStaticFile(rendererFolder, pathname)
    if (!file) return new Response(null, { status: 404, headers })
    return new Response(new Uint8Array(file.body), { headers: { ...headers, 'Content-Type': file.type } })
  })
}
