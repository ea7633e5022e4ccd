import type { Palette } from './base-map/protocol.ts'

/** Every colour of a map, resolved from `map.css` for canvases. */
export interface MapColours extends Palette {
  text: string
  quiet: string
  halo: string
  grid: string
  code: string
  codeFill: string
  codeText: string
  point: string
  pointEdge: string
  pointText: string
  pointChosen: string
  /** The page's own font. */
  font: string
}

const NAMES = {
  sea: '--map-sea',
  land: '--map-land',
  coast: '--map-coast',
  shore: '--map-shore',
  border: '--map-border',
  text: '--map-text',
  quiet: '--map-quiet',
  halo: '--map-halo',
  grid: '--map-grid',
  code: '--map-code',
  codeFill: '--map-code-fill',
  codeText: '--map-code-text',
  point: '--map-point',
  pointEdge: '--map-point-edge',
  pointText: '--map-point-text',
  pointChosen: '--map-point-chosen',
} as const satisfies Record<Exclude<keyof MapColours, 'font'>, string>

/** Reads the colours that are in force inside an element. A probe resolves variables and mixes to plain colours. */
export function readColours(element: HTMLElement): MapColours {
  const probe = document.createElement('span')
  probe.hidden = true
  element.append(probe)
  const resolve = (name: string) => {
    probe.style.color = `var(${name})`
    return getComputedStyle(probe).color
  }
  const entries = Object.entries(NAMES).map(([key, name]) => [key, resolve(name)])
  probe.remove()
  const font = getComputedStyle(element).fontFamily || 'sans-serif'
  // The names above are exactly the keys of MapColours.
  return { ...(Object.fromEntries(entries) as Record<keyof typeof NAMES, string>), font }
}

/** Calls back when the theme changes: `dark` is a class of the root element. Returns the function that ends it. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['class', 'data-theme'],
  })
  return () => observer.disconnect()
}
