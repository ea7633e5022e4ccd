import { checkCoordinates, parseCoordinates, type TypedCoordinates } from './coordinates.ts'
import type { NotUnderstood } from './place-input.ts'

/** What a link to a map says. */
export type PlaceLink =
  /** `exact` is false for the middle of the map that the link shows. */
  | { kind: 'point'; point: TypedCoordinates; exact: boolean; name?: string }
  | { kind: 'text'; text: string }
  | { kind: 'none'; reason: NotUnderstood }

interface Link {
  host: string
  /** Decoded segments. */
  path: string[]
  query: Map<string, string>
  hash: string
  /** As it came, for patterns that cross the parts. */
  raw: string
}

/** Reads a `geo:` address or a link to a map anywhere in the text; undefined when there is none. */
export function readPlaceLink(text: string): PlaceLink | undefined {
  if (/^geo:/i.test(text)) return readGeo(text)
  const found = /https?:\/\/\S+/i.exec(text)?.[0] ?? (BARE_LINK.test(text) ? `https://${text}` : undefined)
  if (!found) return undefined
  const link = parseLink(found)
  const service = SERVICES.find(({ host }) => host.test(link.host))
  return service?.read(link) ?? none('link')
}

const BARE_LINK =
  /^(?:(?:www|maps)\.)?(?:google\.[a-z.]{2,6}\/maps|goo\.gl|maps\.app\.goo\.gl|plus\.codes|openstreetmap\.org|osm\.org|apple\.com|bing\.com\/maps|w3w\.co|what3words\.com)\S*$/i

const none = (reason: NotUnderstood): PlaceLink => ({ kind: 'none', reason })
const named = (text: string | undefined): PlaceLink | undefined =>
  text === undefined || text.trim() === '' ? undefined : { kind: 'text', text: text.trim() }

/** Percent signs that belong to no escape are left as they are. */
function decode(text: string): string {
  const spaced = text.replace(/\+/g, ' ')
  try {
    return decodeURIComponent(spaced)
  } catch (error) {
    if (error instanceof URIError) return spaced
    throw error
  }
}

/** Written out here because core knows no `URL`. */
function parseLink(text: string): Link {
  const [, host = '', path = '', query = '', hash = ''] =
    /^https?:\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/i.exec(text) ?? []
  const pairs = query.split('&').map((pair): [string, string] => {
    const at = pair.indexOf('=')
    return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))]
  })
  return {
    host: host.toLowerCase().replace(/:\d+$/, ''),
    path: path
      .split('/')
      .filter(Boolean)
      .map((segment) => decode(segment)),
    query: new Map(pairs),
    hash,
    raw: text,
  }
}

/** RFC 5870, with the `q` that Android adds. */
function readGeo(text: string): PlaceLink {
  const [address = '', query = ''] = text.slice(4).split('?')
  const [place = '', ...parameters] = address.split(';')
  const system = parameters.find((parameter) => /^crs=/i.test(parameter))
  if (system && !/^crs=wgs84$/i.test(system)) return none('link')
  const q = parseLink(`https://x/?${query}`).query.get('q')
  const [latitude, longitude] = place.split(',')
  const asked = fromQuery(q)
  const point = pointAt(latitude, longitude, asked === undefined, q)
  // Words are searched for round the position, which is 0,0 when there is none.
  const isNowhere = point?.kind === 'point' && point.point.latitude === 0 && point.point.longitude === 0
  return (asked?.kind === 'point' || isNowhere ? asked : undefined) ?? point ?? asked ?? none('link')
}

/** "40.4,-3.7(Oficina)", "loc:40.4,-3.7", or the words of an address. */
function fromQuery(query: string | undefined): PlaceLink | undefined {
  if (!query) return undefined
  const [, where = '', name] = /^(?:loc:)?([^()]*)(?:\(([^()]*)\))?$/i.exec(query.trim()) ?? []
  const point = parseCoordinates(where)
  if (point.ok) return { kind: 'point', point: point.value, exact: true, ...(name && { name: name.trim() }) }
  return named(query)
}

function pointAt(
  latitude: string | undefined,
  longitude: string | undefined,
  exact = true,
  name?: string,
): PlaceLink | undefined {
  const isNumber = (text: string | undefined) =>
    text !== undefined && /^[+-]?\d{1,3}(?:\.\d{1,20})?$/.test(text)
  if (!isNumber(latitude) || !isNumber(longitude)) return undefined
  const point = checkCoordinates(Number(latitude), Number(longitude))
  if (!point.ok) return undefined
  return {
    kind: 'point',
    point: { ...point.value, swapped: false },
    exact,
    ...(name && { name: name.trim() }),
  }
}

/** The first of the parameters that holds a point; else the first that holds words. */
function fromParameters(link: Link, keys: readonly string[]): PlaceLink | undefined {
  const found = keys.map((key) => fromQuery(link.query.get(key))).filter((one) => one !== undefined)
  return found.find((one) => one.kind === 'point') ?? found[0]
}

const LAT_LNG = String.raw`(-?\d{1,3}(?:\.\d{1,20})?)`
const pairIn = (text: string | undefined, pattern: RegExp, exact = true, name?: string) => {
  const parts = pattern.exec(text ?? '')
  return parts ? pointAt(parts[1], parts[2], exact, name) : undefined
}

function readGoogle(link: Link): PlaceLink | undefined {
  const kind = link.path.findIndex((segment) => ['place', 'search', 'dir'].includes(segment))
  const stops =
    kind < 0 ? [] : link.path.slice(kind + 1).filter((segment) => !/^@|^(?:data|am)=/.test(segment))
  // The last stop of a route is where one wants to go.
  const label = link.path[kind] === 'dir' ? stops.at(-1) : stops[0]
  // The pin's own position; the last one when the link has a history.
  const pins = [...link.raw.matchAll(new RegExp(`!3d${LAT_LNG}!4d${LAT_LNG}`, 'g'))].at(-1)
  const pin =
    pins && pointAt(pins[1], pins[2], true, label && !parseCoordinates(label).ok ? label : undefined)
  if (pin) return pin
  const asked = fromParameters(link, ['q', 'query', 'destination', 'daddr']) ?? fromQuery(label)
  if (asked?.kind === 'point') return asked
  const name = asked?.kind === 'text' ? asked.text : undefined
  // A code says more than the middle of the map.
  if (name && /[23456789CFGHJMPQRVWX]{4,8}\+/i.test(name)) return asked
  return (
    fromParameters(link, ['ll', 'center', 'cbll', 'viewpoint']) ??
    pairIn(
      link.path.find((segment) => segment.startsWith('@')),
      new RegExp(`^@${LAT_LNG},${LAT_LNG}`),
      false,
      name,
    ) ??
    asked
  )
}

function readOpenStreetMap(link: Link): PlaceLink | undefined {
  if (link.path[0] === 'go') return none('shortLink')
  const to = link.query.get('to') ?? link.query.get('route')?.split(';').at(-1)
  return (
    pointAt(link.query.get('mlat'), link.query.get('mlon')) ??
    pointAt(link.query.get('lat'), link.query.get('lon')) ??
    fromQuery(to) ??
    fromParameters(link, ['query']) ??
    pairIn(link.hash, new RegExp(`map=\\d{1,2}(?:\\.\\d{1,4})?/${LAT_LNG}/${LAT_LNG}`), false)
  )
}

function readApple(link: Link): PlaceLink | undefined {
  const point = fromParameters(link, ['coordinate', 'll', 'daddr', 'address', 'q'])
  const name = link.query.get('q') ?? link.query.get('name')
  if (point?.kind === 'point' && name && !parseCoordinates(name).ok) return { ...point, name }
  return point ?? fromParameters(link, ['sll', 'center'])
}

function readBing(link: Link): PlaceLink | undefined {
  return (
    pairIn(
      link.query.get('sp'),
      new RegExp(`^point\\.${LAT_LNG}_${LAT_LNG}`),
      true,
      link.query.get('sp')?.split('_')[2],
    ) ??
    fromParameters(link, ['where1', 'q']) ??
    pairIn(link.query.get('cp'), new RegExp(`^${LAT_LNG}~${LAT_LNG}`), false)
  )
}

/** Services whose links hold a position; the first that fits the host reads the link. */
const SERVICES: { host: RegExp; read: (link: Link) => PlaceLink | undefined }[] = [
  { host: /(?:^|\.)(?:goo\.gl|bit\.ly)$/, read: () => none('shortLink') },
  { host: /(?:^|\.)google\.[a-z]{2,3}(?:\.[a-z]{2})?$/, read: readGoogle },
  { host: /(?:^|\.)plus\.codes$/, read: (link) => named(link.path.at(-1)) },
  { host: /(?:^|\.)(?:openstreetmap|osm)\.org$/, read: readOpenStreetMap },
  { host: /^(?:maps|beta\.maps)\.apple\.com$/, read: readApple },
  { host: /(?:^|\.)bing\.com$/, read: readBing },
  {
    host: /(?:^|\.)waze\.com$/,
    read: (link) =>
      fromQuery(link.query.get('to')?.replace(/^ll\./, '')) ?? fromParameters(link, ['ll', 'latlng', 'q']),
  },
  {
    host: /(?:^|\.)here\.com$/,
    read: (link) =>
      pairIn(link.path.at(-1), new RegExp(`^${LAT_LNG},${LAT_LNG}`)) ??
      pairIn(link.query.get('map'), new RegExp(`^${LAT_LNG},${LAT_LNG}`), false),
  },
  { host: /(?:^|\.)(?:what3words\.com|w3w\.co)$/, read: () => none('what3words') },
]
