import { Map as LeafletMap } from 'leaflet'
import { expect, it, onTestFinished, vi } from 'vitest'
import { CanvasOverlay, type Sheet } from '#renderer/map/overlay/canvas-overlay.ts'
import type { MapColours } from '#renderer/map/palette.ts'

const WIDTH = 500
const HEIGHT = 830

/** A map of a fixed size with one overlay, and what its painter was given last. */
function makeMap(latitude: number, longitude: number, zoom: number) {
  const container = document.createElement('div')
  Object.defineProperties(container, { clientWidth: { value: WIDTH }, clientHeight: { value: HEIGHT } })
  document.body.append(container)
  // Only the painters draw, and there is none that does.
  const context = { setTransform: () => undefined, clearRect: () => undefined }
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never)
  const map = new LeafletMap(container, { zoomAnimation: false, fadeAnimation: false })
  map.setView([latitude, longitude], zoom, { animate: false })
  let sheet: Sheet | undefined
  new CanvasOverlay([{ paint: (given) => void (sheet = given) }], {} as MapColours).addTo(map)
  onTestFinished(() => {
    map.remove()
    vi.restoreAllMocks()
  })
  if (!sheet) throw new Error('nothing was painted')
  return { map, sheet }
}

it.each([
  ['in the middle of the world', 40, -3, 6],
  ['where the canvas reaches beyond the north end of the projection', 55, 10, 2],
  ['where it reaches beyond the south end', -60, 10, 2],
])('lies on the map below it %s', (_where, latitude, longitude, zoom) => {
  const { map, sheet } = makeMap(latitude, longitude, zoom)
  for (const [north, east] of [
    [latitude, longitude],
    [40.4168, -3.7038],
    [-54.8, -68.3],
  ] as const) {
    const { x, y } = map.latLngToContainerPoint([north, east])
    // The canvas begins a fifth of the map's size before it.
    expect(sheet.x(east)).toBeCloseTo(x + WIDTH * 0.2, 0)
    expect(sheet.y(north)).toBeCloseTo(y + HEIGHT * 0.2, 0)
  }
})
