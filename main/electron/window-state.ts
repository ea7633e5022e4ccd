import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Device-independent pixels. */
export interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

export interface WindowState extends Partial<Bounds> {
  width: number
  height: number
  isMaximised: boolean
}

const FIRST: WindowState = { width: 1440, height: 900, isMaximised: false }
export const SMALLEST = { width: 900, height: 600 }
/** So much of the title bar must be on a display for a person to be able to drag the window, in pixels. */
const GRIP = 80

/** Where the window was, unless that display is gone; never larger than the largest display. */
export function readWindowState(folder: string, displays: readonly Bounds[]): WindowState {
  const saved = readSaved(join(folder, 'window.json')) ?? FIRST
  const widest = Math.max(SMALLEST.width, ...displays.map((display) => display.width))
  const highest = Math.max(SMALLEST.height, ...displays.map((display) => display.height))
  const size = { width: Math.min(saved.width, widest), height: Math.min(saved.height, highest) }
  const { x, y, isMaximised } = saved
  if (x === undefined || y === undefined) return { ...size, isMaximised }
  const bounds = { x, y, ...size }
  return displays.some((display) => canBeDragged(bounds, display))
    ? { ...bounds, isMaximised }
    : { ...size, isMaximised }
}

const canBeDragged = ({ x, y, width }: Bounds, display: Bounds): boolean =>
  x + width - GRIP >= display.x &&
  x + GRIP <= display.x + display.width &&
  y >= display.y &&
  y + GRIP <= display.y + display.height

/** A folder that cannot be written costs only the window's place. */
export function saveWindowState(
  folder: string,
  { x, y, width, height }: Bounds,
  isMaximised: boolean,
): boolean {
  try {
    writeFileSync(join(folder, 'window.json'), JSON.stringify({ x, y, width, height, isMaximised }))
    return true
  } catch {
    // The caller logs it.
    return false
  }
}

function readSaved(file: string): WindowState | undefined {
  try {
    const saved: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof saved !== 'object' || saved === null) return undefined
    const number = (name: string): number | undefined => {
      const value: unknown = Object.entries(saved).find(([key]) => key === name)?.[1]
      return typeof value === 'number' && Math.abs(value) < 100_000 ? Math.round(value) : undefined
    }
    const [x, y, width, height] = [number('x'), number('y'), number('width'), number('height')]
    if (width === undefined || height === undefined) return undefined
    if (width < SMALLEST.width || height < SMALLEST.height) return undefined
    return { x, y, width, height, isMaximised: 'isMaximised' in saved && saved.isMaximised === true }
  } catch {
    // No file yet, or one that a crash cut short: the size of the first run serves.
    return undefined
  }
}
