import type { HostClient } from '#core/contract/host-client.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { splitBox, type ShownBox } from '../lat-lng.ts'

export type TownLabel = MethodOutput<'geo', 'labels'>['labels'][number]

const KEPT_VIEWS = 48
const LIMIT = 220
/** Milliseconds of rest before a new view is asked for. */
const QUIET = 90

/**
 * Town names for what the map shows. Views are widened to whole squares of the zoom level, so that small pans find their
 * answer in the cache; an answer that comes after the map has moved on is kept, but not shown.
 */
export function createTownLabels(
  geo: Pick<HostClient['geo'], 'labels'>,
  language: () => 'es' | 'en',
  show: (labels: TownLabel[]) => void,
) {
  const cache = new Map<string, TownLabel[]>()
  let wanted = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(key: string, view: ShownBox) {
    const replies = await Promise.all(
      splitBox(view).map((box) =>
        geo.labels({ ...box, zoom: view.zoom, language: language(), limit: LIMIT }),
      ),
    )
    // Without a gazetteer the map has no names; the search box says why.
    if (replies.some((reply) => !reply.ok)) return
    const labels = replies
      .flatMap((reply) => (reply.ok ? reply.value.labels : []))
      .sort((a, b) => Number(b.capital) - Number(a.capital) || b.rank - a.rank)
    cache.set(key, labels)
    const [oldest] = cache.keys()
    if (cache.size > KEPT_VIEWS && oldest !== undefined) cache.delete(oldest)
    if (key === wanted) show(labels)
  }

  return {
    request(shown: ShownBox) {
      const view = widen(shown)
      const key = [language(), view.zoom, view.west, view.south, view.east, view.north].join('/')
      wanted = key
      clearTimeout(timer)
      const known = cache.get(key)
      if (known) show(known)
      else timer = setTimeout(() => void ask(key, view), QUIET)
    },
    stop() {
      clearTimeout(timer)
      wanted = ''
    },
  }
}

/** The view in whole squares of half a 256-pixel tile, rounded outwards. */
export function widen(view: ShownBox): ShownBox {
  const zoom = Math.round(view.zoom)
  const side = 180 / 2 ** zoom
  const out = (value: number) => Number(value.toFixed(9))
  return {
    zoom,
    west: out(Math.floor(view.west / side) * side),
    east: out(Math.ceil(view.east / side) * side),
    south: out(Math.max(-90, Math.floor(view.south / side) * side)),
    north: out(Math.min(90, Math.ceil(view.north / side) * side)),
  }
}
