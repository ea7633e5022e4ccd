import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** How long a download of Electron may take before the browser host starts instead, in milliseconds. */
const DOWNLOAD_LIMIT = 60_000
/** How long the place it comes from may take to answer at all, in milliseconds. */
const PROBE_LIMIT = 4000

type Environment = Readonly<Record<string, string | undefined>>

/** The package's main file starts a download when loaded; its manifest does not. */
const packageFolder = (): string => dirname(createRequire(import.meta.url).resolve('electron/package.json'))

/** The installed Electron program, or undefined. Takes under a millisecond and downloads nothing. */
export function findElectron(folder = packageFolder()): string | undefined {
  const note = join(folder, 'path.txt')
  if (!existsSync(note)) return undefined
  const binary = join(folder, 'dist', readFileSync(note, 'utf8').trim())
  return existsSync(binary) ? binary : undefined
}

/** Downloads Electron's program when the place it comes from answers; gives up after a minute. */
export async function downloadElectron(begins: () => void): Promise<string | undefined> {
  if (!(await answers(downloadAddress(process.env)))) return undefined
  begins()
  const child = spawn(process.execPath, [join(packageFolder(), 'install.js')], { stdio: 'ignore' })
  const timer = setTimeout(() => child.kill(), DOWNLOAD_LIMIT)
  await new Promise<void>((done) => {
    child.on('error', () => done())
    child.on('exit', () => done())
  })
  clearTimeout(timer)
  return findElectron()
}

/** Where Electron's own installer looks (its manual, "Mirror"). */
const downloadAddress = (env: Environment): string =>
  env.ELECTRON_MIRROR || env.npm_config_electron_mirror || 'https://github.com/'

async function answers(address: string): Promise<boolean> {
  try {
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_LIMIT), redirect: 'manual' })
    return true
  } catch {
    // No network, or one that leads nowhere: expected offline.
    return false
  }
}

export const hasDisplay = (platform: NodeJS.Platform, env: Environment): boolean =>
  platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
