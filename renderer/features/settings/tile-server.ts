/** The person's own tile server: the device setting `map.tiles`, which the map reads. */
export interface TileServer {
  url: string
  attribution: string
  maxZoom: number
}

export const TILES_SETTING = 'map.tiles'
export const DEFAULT_MAX_ZOOM = 19

/** Something wrong with a field: a key of the texts, and what it names. */
export interface TileIssue {
  key: string
  missing?: string
}

/** Hosts of one's own network may do without encryption. */
const isLocalHost = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.local') ||
  host.endsWith('.lan') ||
  !host.includes('.') ||
  /^(127|10)\.\d+\.\d+\.\d+$|^192\.168\.\d+\.\d+$|^172\.(1[6-9]|2\d|3[01])\.\d+\.\d+$/.test(host)

export function checkTileUrl(typed: string): TileIssue | undefined {
  const url = typed.trim()
  if (!url) return { key: 'settings.map.urlMissing' }
  const parsed = URL.parse(url.replace(/\{[^}]*\}/g, '0'))
  const isAllowed =
    parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLocalHost(parsed.hostname))
  if (!isAllowed) return { key: 'settings.map.urlForm' }
  const missing = ['{z}', '{x}', '{y}'].filter((place) => !url.includes(place))
  return missing.length > 0 ? { key: 'settings.map.urlNoPlaces', missing: missing.join(', ') } : undefined
}

export const checkAttribution = (typed: string): TileIssue | undefined =>
  typed.trim() ? undefined : { key: 'settings.map.attributionMissing' }

/** Reads the setting; anything else than a whole one counts as none. */
export function readTileServer(value: unknown): TileServer | undefined {
  const { url, attribution, maxZoom } = (value ?? {}) as Partial<Record<keyof TileServer, unknown>>
  if (typeof url !== 'string' || typeof attribution !== 'string') return undefined
  return { url, attribution, maxZoom: typeof maxZoom === 'number' ? maxZoom : DEFAULT_MAX_ZOOM }
}
