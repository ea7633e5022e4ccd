import { Map as LeafletMap } from 'leaflet'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createMapOverlay } from '#renderer/map/overlay/map-overlay.ts'
import type { MapPlace, MapPoint } from '#renderer/map/overlay/clusters.ts'
import type { MapColours } from '#renderer/map/palette.ts'

const point = (id: string, latitude: number, longitude: number) => ({ id, label: id, latitude, longitude })
const MADRID = [point('a', 40.4168, -3.7038), point('b', 40.4169, -3.7039), point('c', 40.4167, -3.7037)]
const LISBON = point('lisbon', 38.7223, -9.1393)

const COLOURS = { point: 'blue', pointChosen: 'red' } as MapColours

/** A map of Iberia with circles, what is written on it, and the colour in which each circle is filled. */
function makeMap({ points = [...MADRID, LISBON], chosen }: { points?: MapPoint[]; chosen?: MapPlace } = {}) {
  const container = document.createElement('div')
  Object.defineProperties(container, { clientWidth: { value: 900 }, clientHeight: { value: 700 } })
  document.body.append(container)
  const written: string[] = []
  const fills: string[] = []
  const own = {
    fillStyle: '',
    fillText: (text: string) => written.push(text),
    fill: () => fills.push(own.fillStyle),
    measureText: () => ({ width: 40 }),
  }
  const context: object = new Proxy(own, {
    get: (it, name) => (Reflect.get(it, name) as unknown) ?? (() => undefined),
  })
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never)
  const frames = vi.spyOn(window, 'requestAnimationFrame').mockReturnValue(1)
  const map = new LeafletMap(container, { zoomAnimation: false, fadeAnimation: false })
  map.setView([40, -5], 6, { animate: false })
  const overlay = createMapOverlay(
    {
      geo: { labels: () => new Promise(() => undefined) },
      language: () => 'es',
      position: () => undefined,
      points: () => points,
      chosen: () => chosen,
      countries: () => [],
      hasNames: () => true,
    },
    COLOURS,
  )
  overlay.layer.addTo(map)
  onTestFinished(() => {
    map.remove()
    vi.restoreAllMocks()
  })
  frames.mockClear()
  return { overlay, frames, written, fills }
}

describe('circles on the map', () => {
  it('tell how many they stand for', () => {
    const { overlay, written } = makeMap()
    expect(written).toEqual(['3'])
    expect(overlay.pointsAt({ latitude: 40.4168, longitude: -3.7038 })?.ids).toEqual(['a', 'b', 'c'])
  })

  it('are drawn anew under the pointer only where a name is to come or go', () => {
    const { overlay, frames } = makeMap()
    expect(overlay.hover({ latitude: 40.4168, longitude: -3.7038 })).toBe(true)
    expect(overlay.hover({ latitude: 43, longitude: 0 })).toBe(false)
    expect(frames).not.toHaveBeenCalled()
    expect(overlay.hover(LISBON)).toBe(true)
    expect(frames).toHaveBeenCalledTimes(1)
  })

  it('are marked where what is chosen is in them, also among many of which one is named', () => {
    const counted = { ...point('a', 40.4168, -3.7038), count: 300 }
    const colours = (chosen: MapPlace) => makeMap({ points: [counted, LISBON], chosen }).fills
    expect(colours(point('one of 300', 40.42, -3.71))).toEqual(['blue', 'red'])
    expect(colours(LISBON)).toEqual(['blue', 'red'])
    // Archived, say: in the square of a circle that stands for others alone.
    expect(colours(point('elsewhere', 38.7224, -9.1392))).toEqual(['blue', 'blue'])
  })
})
