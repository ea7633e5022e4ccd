import type { TileAddress } from './tile-path.ts'

/** Device setting with the person's own tile service. */
export const TILE_SETTING = 'map.tiles'

export interface TileService {
  /** `https://tiles.example.org/{z}/{x}/{y}.png`; `{s}` and `{r}` of Leaflet are understood. */
  url: string
  /** Sent as Referer, for services whose keys are bound to one. */
  referer?: string
}

/** Reads the setting: an address, or an object with one. Undefined when there is none that can be used. */
export function parseTileSetting(value: unknown): TileService | undefined {
  if (typeof value === 'string') return parseTileSetting({ url: value })
  if (typeof value !== 'object' || value === null || !('url' in value)) return undefined
  const { url } = value
  if (
    typeof url !== 'string' ||
    url.length > 1000 ||
    !['{z}', '{x}', '{y}'].every((part) => url.includes(part))
  )
    return undefined
  const example = parseUrl(tileUrl({ url }, { z: 0, x: 0, y: 0 }))
  if (!example || !['https:', 'http:'].includes(example.protocol)) return undefined
  const referer =
    'referer' in value && typeof value.referer === 'string' ? parseUrl(value.referer)?.href : undefined
  return { url, referer }
}

export function tileUrl(service: TileService, { z, x, y }: TileAddress): string {
  const parts: Record<string, string> = {
    z: String(z),
    x: String(x),
    y: String(y),
    '-y': String(2 ** z - 1 - y),
    s: 'abc'[(x + y) % 3] ?? 'a',
    r: '',
  }
  return service.url.replace(/\{(-?\w)\}/g, (whole, name: string) => parts[name] ?? whole)
}

const parseUrl = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined)
