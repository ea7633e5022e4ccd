import { jsonEqual } from '#core/lib/json-value.ts'
import type { SyncNetwork } from '#core/sync/client/ports.ts'
import type { PullAnswer, PullRequest } from '#core/sync/wire.ts'

export interface ReadAheadOptions {
  /** Records that are handed on together at the most, save what the last page of them has more. */
  together: number
}

type Pull = SyncNetwork['pull']

/**
 * Pulls for the long way of a first sync: while the file takes in records, or older activity, what comes behind them is
 * fetched. What has come of records until the file asks again is handed on as one page: large transactions write each
 * page of the file less often. An ordinary pull goes to the server as it is, whose answer has to be of that moment.
 */
export function readAhead(pull: Pull, { together }: ReadAheadOptions): Pull {
  const lines = new Map<string, Line>()
  return async (request) => {
    const { only } = request
    if (only === undefined) return pull(request)
    const known = lines.get(only)
    const line = known?.isAt(request) ? known : createLine(pull, request, only === 'records' ? together : 1)
    lines.set(only, line)
    try {
      return await line.take()
    } finally {
      if (line.isOver()) lines.delete(only)
    }
  }
}

type Line = ReturnType<typeof createLine>

/** Pages one after another from one place on. `enough`: items that wait until no more are fetched. */
function createLine(pull: Pull, start: PullRequest, enough: number) {
  /** What is fetched next, and what has to be asked for next. */
  let [fetched, handed] = [start, start]
  let ready: PullAnswer | undefined
  let failure: { error: unknown } | undefined
  let isOver = false
  let fetching: Promise<void> | undefined

  const step = async (): Promise<void> => {
    try {
      const page = await pull(fetched)
      const whole = ready ? joined(ready, page) : page
      // What does not go on from there is told when it is asked for.
      isOver = !whole?.ok || !whole.more || whole.scope !== undefined
      ready = whole ?? ready
      if (whole?.ok) fetched = { ...fetched, after: whole.next }
    } catch (error) {
      isOver = true
      failure = { error }
    }
  }
  const fill = (): void => {
    if (isOver || fetching || (ready?.ok && ready.items.length >= enough)) return
    fetching = step().then(() => {
      fetching = undefined
      fill()
    })
  }

  return {
    isAt: (request: PullRequest): boolean => jsonEqual(request, handed),
    isOver: (): boolean => isOver && !ready,
    /** What is ready; waits for a page when nothing is. */
    async take(): Promise<PullAnswer> {
      fill()
      while (!ready && fetching) await fetching
      const page = ready
      ready = undefined
      if (!page) throw failure?.error
      if (page.ok) handed = { ...handed, after: page.next }
      fill()
      return page
    },
  }
}

/** Two pages as one; undefined when the second one does not go on from the first. */
function joined(page: PullAnswer, next: PullAnswer): PullAnswer | undefined {
  if (!page.ok || !next.ok || next.epoch !== page.epoch || next.scope) return undefined
  const { total } = page
  return { ...next, items: page.items.concat(next.items), ...(total !== undefined && { total }) }
}
