import type { Timers } from '#core/sync/client/ports.ts'

/** Virtual time: events in the order of their moment, and of one moment in the order in which they were planned. */
export interface Scheduler extends Timers {
  /** Milliseconds since 1970 UTC, the world's true time. */
  now(): number
  sleep(milliseconds: number): Promise<void>
  /** Runs events until this moment; everything that they set off at once is done before the next one. */
  runUntil(moment: number): Promise<void>
}

/** No world has as many unless two parts keep each other busy for ever. */
const MOST_EVENTS = 150_000

interface Planned {
  moment: number
  order: number
  work: (() => void) | undefined
}

export function createScheduler(start: number): Scheduler {
  const heap: Planned[] = []
  let now = start
  let orders = 0
  let events = 0

  const isBefore = (a: Planned, b: Planned) =>
    a.moment < b.moment || (a.moment === b.moment && a.order < b.order)

  const push = (planned: Planned): void => {
    let at = heap.push(planned) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent]
      if (!above || !isBefore(planned, above)) break
      heap[at] = above
      at = parent
    }
    heap[at] = planned
  }

  const pop = (): Planned | undefined => {
    const first = heap[0]
    const last = heap.pop()
    if (!first || !last || heap.length === 0) return first
    let at = 0
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]]
      if (!left) break
      const isRight = right !== undefined && isBefore(right, left)
      const child = isRight ? right : left
      if (!isBefore(child, last)) break
      heap[at] = child
      at = 2 * at + (isRight ? 2 : 1)
    }
    heap[at] = last
    return first
  }

  const scheduler: Scheduler = {
    now: () => now,
    after(milliseconds, work) {
      const planned: Planned = { moment: now + Math.max(0, milliseconds), order: orders++, work }
      push(planned)
      return () => void (planned.work = undefined)
    },
    sleep: (milliseconds) => new Promise((done) => void scheduler.after(milliseconds, done)),
    async runUntil(moment) {
      await settled()
      while (heap[0] && heap[0].moment <= moment) {
        const next = pop()
        if (!next?.work) continue
        now = next.moment
        if (++events > MOST_EVENTS) throw new Error('the world does not come to rest')
        next.work()
        await settled()
      }
      now = Math.max(now, moment)
    },
  }
  return scheduler
}

/** Resolves when every promise that can go on without an event has done so. */
const settled = (): Promise<void> => new Promise((done) => void setImmediate(done))
