import { readFileSync } from 'node:fs'
import type { Browser, BrowserPage } from '../store/devtools.ts'
import { mainTasks, traced } from './trace.ts'

/** What the page costs its window. */
export interface RendererResult {
  typing: {
    letters: number
    /** Tasks over 50 ms, and the longest one, on the page's main thread: time of the processor, milliseconds. */
    longTasks: number
    longest: number
  }
  /** After everything that was done at the screen, in MB of 10^6 bytes. */
  memory: {
    heap: number
    /** What the renderer's process holds, code and shared libraries too; only where Linux tells it. */
    process: number | undefined
  }
}

/** What a task may take at most, milliseconds. */
const LONG = 50

/** Types words into the search box as a quick hand does, and measures every task of the page meanwhile. */
export async function measureTyping(
  browser: Browser,
  page: BrowserPage,
  words: readonly string[],
): Promise<RendererResult['typing']> {
  const events = await traced(browser, async () => {
    for (const word of words) await page.evaluate(`listBench.typeSlowly(${JSON.stringify(word)})`)
  })
  // Where the system does not tell the processor's time, the clock has to do.
  const times = mainTasks(events).map(({ tdur, dur = 0 }) => (tdur ?? dur) / 1000)
  return {
    letters: words.join('').length,
    longTasks: times.filter((time) => time > LONG).length,
    longest: Math.max(0, ...times),
  }
}

export async function measureMemory(browser: Browser, page: BrowserPage): Promise<RendererResult['memory']> {
  await page.send('Performance.enable', {})
  const { metrics } = await page.send('Performance.getMetrics', {})
  // What the protocol answers.
  const heap = (metrics as { name: string; value: number }[]).find(({ name }) => name === 'JSHeapUsedSize')
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo', {})
  const renderers = (processInfo as { type: string; id: number }[]).filter(({ type }) => type === 'renderer')
  // The browser keeps an empty one in reserve.
  const held = renderers.flatMap(({ id }) => residentOf(id) ?? [])
  return {
    heap: (heap?.value ?? Number.NaN) / 1e6,
    process: held.length > 0 ? Math.max(...held) : undefined,
  }
}

/** Memory of a process that is in use now, MB. */
function residentOf(id: number): number | undefined {
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]
    return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6
  } catch {
    return undefined
  }
}
