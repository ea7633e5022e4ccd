import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWindowState, saveWindowState, SMALLEST, type Bounds } from '#main/electron/window-state.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const LAPTOP: Bounds = { x: 0, y: 25, width: 1440, height: 875 }
const SECOND: Bounds = { x: 1440, y: 0, width: 2560, height: 1440 }
const FIRST = { width: 1440, height: 900, isMaximised: false }

describe('where a window opens', () => {
  it('where it was, also maximised', () => {
    const folder = tempFolder()
    const bounds = { x: 1500, y: 40, width: 1200, height: 800 }
    expect(saveWindowState(folder, bounds, true)).toBe(true)
    expect(readWindowState(folder, [LAPTOP, SECOND])).toEqual({ ...bounds, isMaximised: true })
  })

  it('in the middle, as the system places it, when that display is gone', () => {
    const folder = tempFolder()
    saveWindowState(folder, { x: 1500, y: 40, width: 1200, height: 800 }, false)
    expect(readWindowState(folder, [LAPTOP])).toEqual({ width: 1200, height: 800, isMaximised: false })
  })

  it.each<[string, Bounds]>([
    ['below', { x: 100, y: 900, width: 1000, height: 700 }],
    ['above, its title bar hidden', { x: 100, y: -400, width: 1000, height: 700 }],
    ['to the right but for a sliver', { x: 1400, y: 100, width: 1000, height: 700 }],
    ['to the left but for a sliver', { x: -970, y: 100, width: 1000, height: 700 }],
  ])('not %s', (_where, bounds) => {
    const folder = tempFolder()
    saveWindowState(folder, bounds, false)
    expect(readWindowState(folder, [LAPTOP])).not.toHaveProperty('x')
  })

  it('no larger than the largest display', () => {
    const folder = tempFolder()
    saveWindowState(folder, { x: 0, y: 25, width: 5120, height: 2880 }, false)
    expect(readWindowState(folder, [LAPTOP])).toMatchObject({ width: 1440, height: 875 })
  })

  it('can always be dragged, wherever it was', () => {
    const folder = tempFolder()
    const side = fc.integer({ min: -6000, max: 6000 })
    fc.assert(
      fc.property(
        side,
        side,
        fc.integer({ min: 900, max: 6000 }),
        fc.integer({ min: 600, max: 4000 }),
        (x, y, width, height) => {
          saveWindowState(folder, { x, y, width, height }, false)
          const state = readWindowState(folder, [LAPTOP, SECOND])
          expect(state.width).toBeGreaterThanOrEqual(SMALLEST.width)
          expect(state.width).toBeLessThanOrEqual(SECOND.width)
          expect(state.height).toBeLessThanOrEqual(SECOND.height)
          if (state.x === undefined || state.y === undefined) return
          const { x: left, y: top } = state
          const shown = [LAPTOP, SECOND].some(
            (display) =>
              top >= display.y &&
              top < display.y + display.height &&
              left < display.x + display.width &&
              left + state.width > display.x,
          )
          expect(shown).toBe(true)
        },
      ),
    )
  })
})

describe('a file that is not what was written', () => {
  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['cut short', '{"x":10,"y":2'],
    ['another value', 'null'],
    ['a list', '[1,2,3,4]'],
    ['text for numbers', '{"x":"1","y":"1","width":"1000","height":"700"}'],
    ['numbers out of this world', '{"x":0,"y":30,"width":1e300,"height":700}'],
    ['smaller than the program can show', '{"x":0,"y":30,"width":10,"height":10}'],
    ['a size missing', '{"x":0,"y":30,"width":1000}'],
  ])('%s: the size of the first run', (_what, text) => {
    const folder = tempFolder()
    if (text !== undefined) writeFileSync(join(folder, 'window.json'), text)
    expect(readWindowState(folder, [SECOND])).toEqual(FIRST)
  })

  it('takes only `true` for maximised, and whole pixels', () => {
    const folder = tempFolder()
    writeFileSync(
      join(folder, 'window.json'),
      '{"x":1500.4,"y":30.6,"width":1000.2,"height":700,"isMaximised":"yes","__proto__":{"x":1}}',
    )
    expect(readWindowState(folder, [SECOND])).toEqual({
      x: 1500,
      y: 31,
      width: 1000,
      height: 700,
      isMaximised: false,
    })
  })
})

describe('saving', () => {
  it('keeps nothing but the place', () => {
    const folder = tempFolder()
    const bounds = { x: 1, y: 2, width: 1000, height: 700 }
    saveWindowState(folder, { ...bounds, more: 1 } as Bounds, false)
    expect(JSON.parse(readFileSync(join(folder, 'window.json'), 'utf8'))).toEqual({
      ...bounds,
      isMaximised: false,
    })
  })

  it('says when it cannot, and goes on', () => {
    const folder = join(tempFolder(), 'gone')
    expect(saveWindowState(folder, LAPTOP, false)).toBe(false)
    expect(existsSync(folder)).toBe(false)
  })
})
