import type { Answer, Browser } from '../store/devtools.ts'

/** One finished piece of work of a thread, as the browser's tracing tells it. */
export interface TraceEvent {
  name: string
  pid: number
  tid: number
  /** Beginning, microseconds. */
  ts: number
  /** Time on the clock and, where the system tells it, time of the processor; microseconds. */
  dur?: number
  tdur?: number
  args: Record<string, unknown>
}

const CATEGORIES = ['toplevel', 'devtools.timeline', '__metadata']

/** What the browser did while `work` ran. */
export async function traced(browser: Browser, work: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = []
  // What the protocol calls events.
  const stop = browser.listen('Tracing.dataCollected', ({ value }: Answer) =>
    events.push(...(value as TraceEvent[])),
  )
  const complete = new Promise<void>((done) => {
    const forget = browser.listen('Tracing.tracingComplete', () => (forget(), done()))
  })
  await browser.send('Tracing.start', {
    traceConfig: { includedCategories: CATEGORIES, excludedCategories: ['*'] },
  })
  await work()
  await browser.send('Tracing.end', {})
  await complete
  stop()
  return events
}

/** The tasks of the page's main thread: the thread that its renderer process calls so, and that did most. */
export function mainTasks(events: readonly TraceEvent[]): TraceEvent[] {
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  )
  return events.filter(
    ({ name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && mains.has(`${pid}/${tid}`),
  )
}
