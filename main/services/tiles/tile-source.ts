import { err, ok, type Result } from '#core/lib/result.ts'
import type { CachedTile, TileCache } from './tile-cache.ts'
import type { TileAddress } from './tile-path.ts'
import { parseTileSetting, tileUrl, type TileService } from './tile-setting.ts'

export interface Tile {
  bytes: Buffer
  contentType: string
}

/** `not-found`: no service is set or it has no such tile. `unreachable`: no network, or the service failed. */
export type TileProblem = 'not-found' | 'unreachable'

/** Map tiles of the person's own service, fetched by the host so that windows need no access to other machines. */
export interface TileSource {
  get(address: TileAddress): Promise<Result<Tile, TileProblem>>
}

export interface TileSourceOptions {
  /** Reads the device setting `map.tiles`. */
  readSetting: () => Promise<unknown>
  cache: TileCache
  fetch: typeof fetch
  now: () => number
  /** Names the program, as the usage policies of tile services ask. */
  userAgent: string
}

/** Milliseconds. */
const TIMEOUT = 15_000
const LARGEST_TILE = 4 * 1024 * 1024
/** When the service says nothing: seven days, as the tile usage policy of OpenStreetMap asks. */
const DEFAULT_FRESH = 7 * 24 * 3600_000

/** Asks the cache first, then the service; an outdated tile is better than none when there is no network. */
export function createTileSource(options: TileSourceOptions): TileSource {
  const running = new Map<string, Promise<Result<Tile, TileProblem>>>()

  const load = async (service: TileService, url: string): Promise<Result<Tile, TileProblem>> => {
    const cached = await options.cache.get(url)
    if (cached && cached.freshUntil > options.now()) return ok(cached)
    const answer = await download(options, service, url, cached)
    if (answer.ok) await options.cache.put(url, answer.value)
    return !answer.ok && cached && answer.error === 'unreachable' ? ok(cached) : answer
  }

  return {
    async get(address) {
      const service = parseTileSetting(await options.readSetting())
      if (!service) return err('not-found')
      const url = tileUrl(service, address)
      const earlier = running.get(url)
      if (earlier) return earlier
      const loading = load(service, url).finally(() => running.delete(url))
      running.set(url, loading)
      return loading
    },
  }
}

async function download(
  { fetch, userAgent, now }: TileSourceOptions,
  service: TileService,
  url: string,
  cached: CachedTile | undefined,
): Promise<Result<CachedTile, TileProblem>> {
  try {
    const response = await fetch(url, {
      headers: {
        'user-agent': userAgent,
        accept: 'image/*',
        ...(service.referer ? { referer: service.referer } : {}),
        ...(cached?.etag ? { 'if-none-match': cached.etag } : {}),
      },
      credentials: 'omit',
      signal: AbortSignal.timeout(TIMEOUT),
    })
    const freshUntil = now() + freshness(response.headers)
    if (response.status === 304 && cached) return ok({ ...cached, freshUntil })
    if (response.status === 404 || response.status === 410) return err('not-found')
    const contentType = response.headers.get('content-type') ?? ''
    if (!response.ok || !isImage(contentType)) return err('unreachable')
    const bytes = Buffer.from(await response.arrayBuffer())
    if (bytes.length > LARGEST_TILE) return err('unreachable')
    return ok({ bytes, contentType, freshUntil, etag: response.headers.get('etag') ?? undefined })
  } catch {
    // No network, no such host, too slow: expected offline.
    return err('unreachable')
  }
}

/** Pictures without script only: an SVG opened by itself could run code under the program's origin. */
const isImage = (contentType: string): boolean => /^image\/(png|jpeg|webp|gif|avif)\b/.test(contentType)

/** `max-age` of Cache-Control (RFC 9111 §5.2.2.1) in milliseconds. */
function freshness(headers: Headers): number {
  const control = headers.get('cache-control') ?? ''
  if (/no-store|no-cache/.test(control)) return 0
  const seconds = /max-age=(\d+)/.exec(control)?.[1]
  return seconds ? Number(seconds) * 1000 : DEFAULT_FRESH
}
