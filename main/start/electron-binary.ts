import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** How long a download of Electron may take before the browser host starts instead, in milliseconds. */
const DOWNLOAD_LIMIT = 60_000

const folder = (): string =>
  // The package's main file starts a download when loaded; its manifest does not.
  dirname(createRequire(import.meta.url).resolve('electron/package.json'))

/** The installed Electron program, or undefined. Takes under a millisecond and downloads nothing. */
export function findElectron(): string | undefined {
  const note = join(folder(), 'path.txt')
  if (!existsSync(note)) return undefined
  const binary = join(folder(), 'dist', readFileSync(note, 'utf8'))
  return existsSync(binary) ? binary : undefined
}

/** Tries to download Electron's program, for at most a minute. */
export async function downloadElectron(): Promise<string | undefined> {
  const child = spawn(process.execPath, [join(folder(), 'install.js')], { stdio: 'ignore' })
  const timer = setTimeout(() => child.kill(), DOWNLOAD_LIMIT)
  await new Promise<void>((done) => {
    child.on('error', () => done())
    child.on('exit', () => done())
  })
  clearTimeout(timer)
  return findElectron()
}

export const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
