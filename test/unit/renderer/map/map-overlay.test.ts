import { Map as LeafletMap } from 'leaflet'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createMapOverlay } from '#renderer/map/overlay/map-overlay.ts'
import type { MapColours } from '#renderer/map/palette.ts'

const point = (id: string, latitude: number, longitude: number) => ({ id, label: id, latitude, longitude })
const MADRID = [point('a', 40.4168, -3.7038), point('b', 40.4169, -3.7039), point('c', 40.4167, -3.7037)]
const LISBON = point('lisbon', 38.7223, -9.1393)

/** A map of Iberia with circles, and what is written on it. */
function makeMap() {
  const container = document.createElement('div')
  Object.defineProperties(container, { clientWidth: { value: 900 }, clientHeight: { value: 700 } })
  document.body.append(container)
  const written: string[] = []
  const context: object = new Proxy(
    { fillText: (text: string) => written.push(text), measureText: () => ({ width: 40 }) },
    { get: (own, name) => (Reflect.get(own, name) as unknown) ?? (() => undefined), set: () => true },
  )
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never)
  const frames = vi.spyOn(window, 'requestAnimationFrame').mockReturnValue(1)
  const map = new LeafletMap(container, { zoomAnimation: false, fadeAnimation: false })
  map.setView([40, -5], 6, { animate: false })
  const overlay = createMapOverlay(
    {
      geo: { labels: () => new Promise(() => undefined) },
      language: () => 'es',
      position: () => undefined,
      points: () => [...MADRID, LISBON],
      chosenId: () => undefined,
      countries: () => [],
      hasNames: () => true,
    },
    {} as MapColours,
  )
  overlay.layer.addTo(map)
  onTestFinished(() => {
    map.remove()
    vi.restoreAllMocks()
  })
  frames.mockClear()
  return { overlay, frames, written }
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
})
