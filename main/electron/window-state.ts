import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

export interface WindowState extends Partial<Bounds> {
  width: number
  height: number
  maximised: boolean
}

const FIRST: WindowState = { width: 1440, height: 900, maximised: false }
/** So much of the title bar must be on a display for a person to be able to drag the window, in pixels. */
const GRIP = 80

/** Where the window was, unless that display is gone. */
export function readWindowState(folder: string, displays: readonly Bounds[]): WindowState {
  const saved = readSaved(join(folder, 'window.json'))
  if (!saved) return FIRST
  const { x, y, width, height, maximised } = saved
  const isVisible =
    x !== undefined &&
    y !== undefined &&
    displays.some(
      (display) =>
        x + width - GRIP > display.x &&
        x + GRIP < display.x + display.width &&
        y >= display.y &&
        y + GRIP < display.y + display.height,
    )
  return isVisible ? saved : { width, height, maximised }
}

export function saveWindowState(folder: string, bounds: Bounds, maximised: boolean): void {
  writeFileSync(join(folder, 'window.json'), JSON.stringify({ ...bounds, maximised }))
}

function readSaved(file: string): WindowState | undefined {
  try {
    const saved: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof saved !== 'object' || saved === null) return undefined
    const { x, y, width, height, maximised } = saved as Record<string, unknown>
    const isSize = (value: unknown): value is number =>
      typeof value === 'number' && value >= 400 && value < 20_000
    if (!isSize(width) || !isSize(height)) return undefined
    const place = typeof x === 'number' && typeof y === 'number' ? { x, y } : {}
    return { ...place, width, height, maximised: maximised === true }
  } catch {
    // No file yet, or one that a crash cut short: the first-run size serves.
    return undefined
  }
}
