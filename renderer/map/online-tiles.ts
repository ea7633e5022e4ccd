import { TileLayer, type Map as LeafletMap } from 'leaflet'
import { MAX_ZOOM } from './lat-lng.ts'

/** The person's own tile server, from the device setting `map.tiles`. */
export interface TileSettings {
  url: string
  attribution: string
  maxZoom: number
}

/** Reads the setting; anything else than a whole set of tiles is as good as none. */
export function readTileSettings(value: unknown): TileSettings | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const url = 'url' in value ? value.url : undefined
  if (typeof url !== 'string' || !/^https?:\/\//i.test(url)) return undefined
  const attribution = 'attribution' in value && typeof value.attribution === 'string' ? value.attribution : ''
  const maxZoom = 'maxZoom' in value && typeof value.maxZoom === 'number' ? value.maxZoom : 19
  return { url, attribution, maxZoom: Math.min(MAX_ZOOM, Math.max(1, Math.round(maxZoom))) }
}

/** So many failures without one success between them, and the server counts as gone. */
const FAILURES = 4

/**
 * Tiles of the person's own server. They come through the host's path, so that the window asks no outside machine. After
 * repeated failures the layer takes itself away and says so.
 */
export function createOnlineTiles({ maxZoom }: TileSettings, onLost: () => void) {
  let failures = 0
  const layer = new TileLayer('/tiles/{z}/{x}/{y}', {
    maxNativeZoom: maxZoom,
    maxZoom: MAX_ZOOM,
    keepBuffer: 1,
  })
  layer.on('tileload', () => (failures = 0))
  layer.on('tileerror', () => {
    failures += 1
    if (failures < FAILURES) return
    layer.remove()
    onLost()
  })
  return {
    show(map: LeafletMap) {
      failures = 0
      layer.addTo(map)
    },
    remove: () => layer.remove(),
  }
}
