import { Map as LeafletMap } from 'leaflet'
import { markRaw, onBeforeUnmount, onMounted, ref, shallowRef, watch, type Ref } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'
import { normaliseLongitude } from '#core/domain/values/coordinates.ts'
import { BaseMapLayer } from './base-map/base-map-layer.ts'
import { useBaseMap } from './base-map/client.ts'
import {
  MAX_ZOOM,
  metresPerPixel,
  MIN_ZOOM,
  nearestCopy,
  normalisePosition,
  type GeoBox,
  type LatLng,
  type ShownBox,
} from './lat-lng.ts'
import type { MapPlace, MapPoint } from './overlay/clusters.ts'
import { createMapOverlay } from './overlay/map-overlay.ts'
import { onThemeChange, readColours } from './palette.ts'
import { createPin, type Pin } from './pin.ts'
import { useOnlineTiles } from './useOnlineTiles.ts'

export interface LeafletMapOptions {
  host: HostClient
  language: () => string
  center: () => LatLng
  zoom: () => number
  position: () => LatLng | undefined
  points: () => readonly MapPoint[]
  chosen: () => MapPlace | undefined
  readonly: () => boolean
  /** A picture: no panning, no zooming, no keys. */
  isStatic: boolean
  pinLabel: () => string
  onMove(position: LatLng): void
  onSettle(position: LatLng): void
  onBounds(view: ShownBox): void
  onPick(ids: readonly string[], count: number): void
}

interface PressEvent {
  type: string
  latlng?: { lat: number; lng: number }
}

/** Wires Leaflet to a component: nothing of Leaflet is reactive, and all of it ends with the component. */
export function useLeafletMap(element: Readonly<Ref<HTMLElement | null>>, options: LeafletMapOptions) {
  const map = shallowRef<LeafletMap>()
  const level = ref(options.zoom())
  const resolution = ref(metresPerPixel(options.center().latitude, options.zoom()))
  const base = useBaseMap()
  const tiles = useOnlineTiles(options.host)
  let overlay: ReturnType<typeof createMapOverlay> | undefined
  let baseLayer: BaseMapLayer | undefined
  let pin: Pin | undefined

  function onMoveEnd() {
    const leaflet = map.value
    const size = leaflet?.getSize()
    if (!leaflet || !size || size.x === 0 || size.y === 0) return
    const shown = shownBox(leaflet)
    level.value = shown.zoom
    resolution.value = metresPerPixel((shown.south + shown.north) / 2, shown.zoom)
    pin?.follow()
    overlay?.show(shown)
    options.onBounds(shown)
  }

  function build(container: HTMLElement) {
    const leaflet = markRaw(new LeafletMap(container, { ...SETTINGS, ...(options.isStatic && STILL) }))
    const { latitude, longitude } = options.center()
    leaflet.setView([latitude, longitude], options.zoom(), { animate: false })
    map.value = leaflet
    const colours = readColours(container)
    baseLayer = new BaseMapLayer(base, colours, { maxZoom: MAX_ZOOM })
    baseLayer.addTo(leaflet)
    overlay = createMapOverlay(
      {
        ...options,
        geo: options.host.geo,
        countries: () => base.countries.value,
        hasNames: () => !tiles.isShown.value,
      },
      colours,
    )
    overlay.layer.addTo(leaflet)
    tiles.attach(leaflet)
    pin = createPin(leaflet, options.pinLabel(), {
      move: (position) => options.onMove(position),
      settle: (position) => options.onSettle(position),
    })
    pin.setPosition(options.position())
    pin.setLocked(options.readonly())
    leaflet.on('moveend', onMoveEnd).on('click contextmenu', onPress).on('mousemove', onHover)
    onMoveEnd()
  }

  /** A press sets the first pin; later ones are moved by dragging, by keys or by the right button. */
  function onPress({ type, latlng }: PressEvent) {
    if (!latlng) return
    const at = { latitude: latlng.lat, longitude: latlng.lng }
    const cluster = overlay?.pointsAt(at)
    if (cluster) options.onPick(cluster.ids, cluster.count)
    else if (!options.readonly() && (type === 'contextmenu' || !options.position())) {
      options.onMove(normalisePosition(at))
      options.onSettle(normalisePosition(at))
    }
  }

  function onHover({ latlng }: PressEvent) {
    if (!latlng || !element.value) return
    const isOver = overlay?.hover({ latitude: latlng.lat, longitude: latlng.lng })
    element.value.style.cursor = isOver ? 'pointer' : ''
  }

  function setColours() {
    if (!element.value) return
    const colours = readColours(element.value)
    baseLayer?.setPalette(colours)
    overlay?.layer.setColours(colours)
  }

  const sizes = new ResizeObserver(([entry]) => {
    // A hidden tab has no size: Leaflet would lose its centre.
    if (!entry || entry.contentRect.width === 0 || entry.contentRect.height === 0) return
    map.value?.invalidateSize({ pan: false, animate: false })
    overlay?.layer.redraw()
    onMoveEnd()
  })
  const stopTheme = onThemeChange(setColours)

  onMounted(() => {
    if (!element.value) return
    build(element.value)
    sizes.observe(element.value)
  })
  onBeforeUnmount(() => {
    stopTheme()
    sizes.disconnect()
    overlay?.stop()
    pin?.remove()
    baseLayer?.dispose()
    map.value?.remove()
    map.value = undefined
  })

  const redraw = () => overlay?.layer.redraw()
  watch(options.position, (position) => {
    pin?.setPosition(position)
    redraw()
  })
  watch([options.points, options.chosen, base.countries], redraw)
  watch(tiles.isShown, () => {
    redraw()
    onMoveEnd()
  })
  watch(options.readonly, (locked) => pin?.setLocked(locked))
  watch(options.pinLabel, (label) => pin?.setLabel(label))
  watch(options.language, (language) => overlay?.setLanguage(language))
  watch([() => options.center().latitude, () => options.center().longitude, options.zoom], () =>
    showAt(options.center(), options.zoom()),
  )

  function showAt({ latitude, longitude }: LatLng, zoom?: number) {
    const leaflet = map.value
    if (!leaflet) return
    const near = nearestCopy(longitude, leaflet.getCenter().lng)
    leaflet.setView([latitude, near], zoom ?? leaflet.getZoom(), { animate: !prefersStillness() })
  }

  /** Shows a whole box; a single point at street level. */
  function showBox({ west, south, east, north }: GeoBox) {
    const from = normaliseLongitude(west)
    const corners: [number, number][] = [
      [south, from],
      [north, from + (east - west)],
    ]
    map.value?.fitBounds(corners, { padding: [32, 32], maxZoom: 16, animate: !prefersStillness() })
  }

  /** Brings a point into sight, at the zoom that is set; does nothing when it is there. */
  function reveal({ latitude, longitude }: LatLng) {
    const leaflet = map.value
    if (!leaflet) return
    const near = nearestCopy(longitude, leaflet.getCenter().lng)
    if (!leaflet.getBounds().pad(-0.05).contains([latitude, near])) leaflet.panTo([latitude, near])
  }

  function centre(): LatLng {
    const at = map.value?.getCenter()
    return at ? normalisePosition({ latitude: at.lat, longitude: at.lng }) : options.center()
  }

  return {
    level,
    resolution,
    failed: base.failed,
    tiles,
    showAt,
    showBox,
    reveal,
    centre,
    zoomBy: (step: number) => map.value?.setZoom(map.value.getZoom() + step),
    focusPin: () => pin?.focus(),
  }
}

function shownBox(map: LeafletMap): ShownBox {
  const bounds = map.getBounds()
  return {
    west: bounds.getWest(),
    east: bounds.getEast(),
    south: Math.max(-90, bounds.getSouth()),
    north: Math.min(90, bounds.getNorth()),
    zoom: map.getZoom(),
  }
}

const SETTINGS = {
  attributionControl: false,
  zoomControl: false,
  worldCopyJump: true,
  minZoom: MIN_ZOOM,
  maxZoom: MAX_ZOOM,
  maxBounds: [
    [-89, -Infinity],
    [89, Infinity],
  ] satisfies [number, number][],
  maxBoundsViscosity: 1,
}

const STILL = {
  dragging: false,
  touchZoom: false,
  scrollWheelZoom: false,
  doubleClickZoom: false,
  boxZoom: false,
  keyboard: false,
  zoomAnimation: false,
  fadeAnimation: false,
}

const prefersStillness = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches
