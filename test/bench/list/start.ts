import { spawnSync } from 'node:child_process'
import { databaseFile } from '#main/store/database-file.ts'
import { startBrowserHost } from '../../support/browser-host.ts'
import { launchBrowser, until } from '../store/devtools.ts'
import { spreadOf } from './spread.ts'

const RUNS = 5

/** Holds when the list shows its first customer. */
export const FIRST_ROW = `document.querySelector('[role=grid] [role=row][aria-rowindex="2"]')`

/** Milliseconds from starting the host's process until the browser has painted customers; medians. */
export interface StartTimes {
  warm: number
  /** The database has to come from the disk. Only where `dd` can make the system forget a file (GNU). */
  cold?: number
}

export async function measureStart(
  data: string,
  profile: string,
  say: (text: string) => void,
): Promise<StartTimes> {
  const warm: number[] = []
  const cold: number[] = []
  for (let run = 0; run < RUNS; run++) {
    // The very first start makes the browser's profile, and every one reads the file into memory.
    if (run === 0) await timeStart(data, profile)
    warm.push(await timeStart(data, profile))
    if (forget(databaseFile(data))) cold.push(await timeStart(data, profile))
  }
  const times: StartTimes = { warm: spreadOf(warm).p50, ...(cold.length > 0 && { cold: spreadOf(cold).p50 }) }
  say(`start to first rows: ${times.warm.toFixed(0)} ms, from disk ${times.cold?.toFixed(0) ?? '-'} ms`)
  return times
}

/** The browser runs already, as a person's does. */
async function timeStart(data: string, profile: string): Promise<number> {
  const browser = await launchBrowser(profile)
  try {
    const start = performance.now()
    const host = await startBrowserHost({ folder: data, flags: ['--locale=es'] })
    try {
      const page = await browser.open(host.url)
      await until(page, FIRST_ROW)
      // Two frames later it is on the screen.
      await page.evaluate(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`)
      return performance.now() - start
    } finally {
      await host.stop()
    }
  } finally {
    await browser.close()
  }
}

/** Drops a file from the system's memory. */
const forget = (file: string): boolean =>
  spawnSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' }).status === 0
