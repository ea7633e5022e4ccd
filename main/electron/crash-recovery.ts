import type { BrowserWindow, WebContents } from 'electron'
import type { Log } from '../host/log.ts'

/** A page that ends this often within the period is not loaded again by itself. */
const MOST_CRASHES = 3
/** Milliseconds. */
const PERIOD = 60_000

/** The parts of a window that are used. */
export type RecoverableWindow = Pick<BrowserWindow, 'on' | 'isDestroyed'> & {
  webContents: Pick<WebContents, 'on' | 'reload'>
}

export interface RecoveryOptions {
  /** Asks the person; true loads the page again. */
  askReload: (reason: 'crashed' | 'hanging') => Promise<boolean>
  now: () => number
  log: Log
}

/**
 * Loads a page again when its process ends; drafts and data are the host's, so nothing is lost. One that keeps ending,
 * or hangs, is asked about.
 */
export function recoverFromCrashes(
  window: RecoverableWindow,
  { askReload, now, log }: RecoveryOptions,
): void {
  const crashes: number[] = []
  let isAsking = false

  const ask = async (reason: 'crashed' | 'hanging'): Promise<void> => {
    // A page that hangs is reported again and again.
    if (isAsking) return
    isAsking = true
    const again = await askReload(reason)
    isAsking = false
    if (again && !window.isDestroyed()) window.webContents.reload()
  }

  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    log.error('page ended', { reason })
    crashes.push(now())
    while (crashes[0] !== undefined && crashes[0] < now() - PERIOD) crashes.shift()
    if (crashes.length < MOST_CRASHES) window.webContents.reload()
    else void ask('crashed')
  })
  window.on('unresponsive', () => {
    log.warn('page hangs')
    void ask('hanging')
  })
}
