import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COLOURS } from '#core/domain/catalog/schema.ts'

const css = readFileSync(resolve(import.meta.dirname, '../../../../renderer/ui/tokens.css'), 'utf8')

/** The colours that a rule sets. */
function colours(selector: string): Map<string, string> {
  const start = css.indexOf(`\n${selector} {`)
  if (start < 0) throw new Error(`no rule ${selector}`)
  const body = css.slice(start, css.indexOf('}', start))
  return new Map(
    [...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((hit) => [hit[1] ?? '', hit[2] ?? '']),
  )
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

/** Text on ground: 4.5 to 1 (WCAG 1.4.3). */
const TEXT: readonly [text: string, ground: string][] = [
  ...['text', 'muted', 'faint'].flatMap((text) =>
    ['canvas', 'surface', 'sunken', 'hover'].map((ground): [string, string] => [text, ground]),
  ),
  ...['canvas', 'surface', 'accent-soft', 'hover'].map((ground): [string, string] => ['accent-text', ground]),
  ...['text', 'muted', 'faint'].map((text): [string, string] => [text, 'accent-soft']),
  ...['danger', 'warning', 'success'].flatMap((tone): [string, string][] => [
    [`${tone}-text`, 'surface'],
    [`${tone}-text`, 'canvas'],
    [`${tone}-text`, `${tone}-soft`],
    ['text', `${tone}-soft`],
  ]),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
]

/** Edges of controls and focus rings: 3 to 1 (WCAG 1.4.11). */
const EDGES: readonly [edge: string, ground: string][] = [
  ...['surface', 'canvas'].map((ground): [string, string] => ['control', ground]),
  ...['surface', 'canvas', 'sunken'].map((ground): [string, string] => ['focus', ground]),
  ['danger', 'surface'],
  ['accent', 'canvas'],
]

function tooWeak(theme: Map<string, string>, pairs: readonly [string, string][], least: number): string[] {
  return pairs.flatMap(([front, back]) => {
    const ratio = contrast(theme.get(front) ?? '', theme.get(back) ?? '')
    return ratio >= least ? [] : [`${front} on ${back}: ${ratio.toFixed(2)}`]
  })
}

describe.each([
  ['light', ':root', ''],
  ['dark', ':root.dark', '.dark '],
])('colours of the %s theme', (_name, selector, prefix) => {
  const theme = colours(selector)

  it('let every text be read', () => {
    expect(tooWeak(theme, TEXT, 4.5)).toEqual([])
  })

  it('let every control and focus ring be seen', () => {
    expect(tooWeak(theme, EDGES, 3)).toEqual([])
  })

  it.each(COLOURS)('let a %s badge be read', (colour) => {
    const badge = colours(`${prefix}[data-colour='${colour}']`)
    expect(tooWeak(badge, [['badge-text', 'badge-ground']], 4.5)).toEqual([])
  })
})
