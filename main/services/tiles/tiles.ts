import type { Store } from '../../store/store.ts'

export interface TileAnswer {
  status: number
  headers: Record<string, string>
  body: Uint8Array
}

export type TileSource = (path: string) => Promise<TileAnswer>

/** Tiles kept in memory: about 20 MB at the usual 20 kB each. */
const KEPT = 1000
const TIMEOUT_MS = 10_000
const LARGEST = 2_000_000
/** Tile servers ask clients to keep tiles for a week when they say nothing (OSM tile usage policy). */
const MAX_AGE_S = 7 * 24 * 3600

const empty = (status: number): TileAnswer => ({ status, headers: {}, body: new Uint8Array() })

/**
 * Map tiles of the address that the person configured (setting `map.tiles`), fetched by the host: the window needs no
 * permission for a foreign host, and the tile server gets the Referer and User-Agent it asks for. Offline the answer is
 * 502, and the map shows its own layer.
 */
export function createTileSource(store: () => Store, version: string, fetcher = fetch): TileSource {
  const kept = new Map<string, TileAnswer>()
  return async (path) => {
    const match = /^\/tiles\/(\d{1,2})\/(\d{1,8})\/(\d{1,8})$/.exec(path)
    const saved = await store().local.get('setting', 'map.tiles')
    const template = (saved?.value as { url?: unknown } | null | undefined)?.url
    if (!match || typeof template !== 'string') return empty(404)
    const [, z = '', x = '', y = ''] = match
    const url = template.replaceAll('{z}', z).replaceAll('{x}', x).replaceAll('{y}', y)
    if (!/^https?:\/\//.test(url)) return empty(404)
    const known = kept.get(url)
    if (known) return known
    try {
      const answer = await fetcher(url, {
        headers: { 'User-Agent': `Enlace/${version}`, Referer: 'https://enlace.invalid/' },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'error',
      })
      const type = answer.headers.get('content-type') ?? ''
      const body = new Uint8Array(await answer.arrayBuffer())
      if (!answer.ok || !type.startsWith('image/') || body.length > LARGEST) return empty(502)
      const tile = {
        status: 200,
        headers: { 'Content-Type': type, 'Cache-Control': `private, max-age=${MAX_AGE_S}` },
        body,
      }
      const oldest = kept.keys().next().value
      if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest)
      kept.set(url, tile)
      return tile
    } catch {
      // Offline, slow or refused: nothing a person could do about one tile.
      return empty(502)
    }
  }
}
