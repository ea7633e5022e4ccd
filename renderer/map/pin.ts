import { DivIcon, DomEvent, Marker, type Map as LeafletMap } from 'leaflet'
import { moveByMetres, nearestCopy, normalisePosition, samePosition, type LatLng } from './lat-lng.ts'

/** Metres that an arrow key moves the pin; with Shift, ten. */
const STEP = 1
const LARGE_STEP = 10
/** Milliseconds of rest after which a walk with the arrow keys counts as finished. */
const REST = 700

const WIDTH = 28
const HEIGHT = 38
const SVG = 'http://www.w3.org/2000/svg'

interface PinEvents {
  /** While it moves; the position is normalised. */
  move(position: LatLng): void
  /** Once, when a drag or a walk with the keys has ended. */
  settle(position: LatLng): void
}

export interface Pin {
  setPosition(position: LatLng | undefined): void
  setLocked(locked: boolean): void
  setLabel(label: string): void
  focus(): void
  /** After the map was panned round the globe, the pin shows on the copy that is in view. */
  follow(): void
  remove(): void
}

const createIcon = (): DivIcon =>
  new DivIcon({
    html: drawPin(),
    className: 'pin',
    iconSize: [WIDTH, HEIGHT],
    iconAnchor: [WIDTH / 2, HEIGHT - 1],
  })

/** Drawn element by element: the content security policy refuses style attributes in markup. */
function drawPin(): HTMLElement {
  const holder = document.createElement('div')
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 28 38')
  svg.setAttribute('width', String(WIDTH))
  svg.setAttribute('height', String(HEIGHT))
  svg.setAttribute('aria-hidden', 'true')
  const draw = (name: string, attributes: Record<string, string>) => {
    const element = document.createElementNS(SVG, name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    svg.append(element)
  }
  draw('path', {
    d: 'M14 37C14 37 26 22.5 26 13.5A12 12 0 0 0 2 13.5C2 22.5 14 37 14 37Z',
    fill: 'currentColor',
    stroke: 'var(--surface)',
    'stroke-width': '2',
  })
  draw('circle', { cx: '14', cy: '13.5', r: '4.5', fill: 'var(--surface)' })
  holder.append(svg)
  return holder
}

/** The draggable pin: by mouse, touch and keyboard. Escape puts it back where the drag or the walk began. */
export function createPin(map: LeafletMap, label: string, events: PinEvents): Pin {
  const marker = new Marker([0, 0], {
    icon: createIcon(),
    draggable: true,
    autoPan: true,
    autoPanPadding: [60, 60],
    keyboard: true,
    title: '',
    alt: label,
    zIndexOffset: 1000,
  })
  let position: LatLng | undefined
  let begin: LatLng | undefined
  let rest: ReturnType<typeof setTimeout> | undefined
  let isLocked = false
  let isDragging = false
  let name = label

  const place = () => {
    if (!position) return
    const longitude = nearestCopy(position.longitude, map.getCenter().lng)
    marker.setLatLng([position.latitude, longitude])
  }

  function settle() {
    clearTimeout(rest)
    const from = begin
    begin = undefined
    place()
    if (position && from && !samePosition(position, from)) events.settle(position)
  }

  function move(next: LatLng) {
    position = next
    events.move(next)
  }

  function goBack(): boolean {
    clearTimeout(rest)
    if (!begin || samePosition(begin, position)) return false
    const back = begin
    begin = undefined
    move(back)
    place()
    return true
  }

  marker.on('dragstart', () => {
    isDragging = true
    begin ??= position
  })
  marker.on('drag', () => {
    const { lat, lng } = marker.getLatLng()
    move(normalisePosition({ latitude: lat, longitude: lng }))
  })
  marker.on('dragend', () => {
    isDragging = false
    settle()
  })

  /** Escape while the mouse holds the pin: wherever the focus is. */
  const cancelDrag = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isDragging) return
    isDragging = false
    event.stopPropagation()
    event.preventDefault()
    // Leaflet lets go of the pin when its dragging is switched off.
    marker.dragging?.disable()
    goBack()
    begin = undefined
    place()
    marker.dragging?.enable()
  }

  function onKey(event: KeyboardEvent) {
    if (isLocked || !position) return
    const steps: Partial<Record<string, [number, number]>> = {
      ArrowUp: [1, 0],
      ArrowDown: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
    }
    const step = steps[event.key]
    if (step && !event.ctrlKey && !event.altKey && !event.metaKey) {
      const metres = event.shiftKey ? LARGE_STEP : STEP
      begin ??= position
      move(moveByMetres(position, step[0] * metres, step[1] * metres))
      place()
      keepInView()
      clearTimeout(rest)
      rest = setTimeout(settle, REST)
    } else if (event.key !== 'Escape' || !goBack()) return
    event.preventDefault()
    event.stopPropagation()
  }

  function keepInView() {
    const at = map.latLngToContainerPoint(marker.getLatLng())
    const size = map.getSize()
    const isOutside = at.x < 20 || at.y < 40 || at.x > size.x - 20 || at.y > size.y - 10
    if (isOutside) map.panTo(marker.getLatLng(), { animate: false })
  }

  function dress() {
    const element = marker.getElement()
    if (!element) return
    element.setAttribute('aria-label', name)
    element.setAttribute('role', isLocked ? 'img' : 'application')
    element.tabIndex = isLocked ? -1 : 0
  }

  function attach() {
    marker.addTo(map)
    const element = marker.getElement()
    if (!element) return
    dress()
    DomEvent.on(element, 'keydown', (event) => {
      if (event instanceof KeyboardEvent) onKey(event)
    })
    element.addEventListener('blur', () => {
      if (rest !== undefined && begin && !isDragging) settle()
    })
    if (isLocked) marker.dragging?.disable()
  }
  document.addEventListener('keydown', cancelDrag, true)

  return {
    setPosition(next) {
      if (samePosition(next, position) && next) return
      position = next
      if (!next) {
        marker.remove()
        return
      }
      place()
      if (!map.hasLayer(marker)) attach()
    },
    setLocked(locked) {
      isLocked = locked
      if (locked) marker.dragging?.disable()
      else marker.dragging?.enable()
      dress()
    },
    setLabel(next) {
      name = next
      dress()
    },
    focus: () => marker.getElement()?.focus(),
    follow: () => {
      if (!isDragging) place()
    },
    remove() {
      clearTimeout(rest)
      document.removeEventListener('keydown', cancelDrag, true)
      marker.remove()
    },
  }
}
