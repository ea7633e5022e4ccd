/** How long no call may have run before the work begins, in milliseconds: a first screen asks in bursts. */
const QUIET = 1500
/** The work begins at the latest so long after the start, in milliseconds, also under calls and without a window. */
const LATEST = 20_000

/** Ends a wait that has not passed yet. */
export type Cancel = () => void

export interface IdleWorkOptions {
  /** Carried out one after another; none rejects. */
  jobs: readonly (() => Promise<void>)[]
  /** Calls back after so many milliseconds; must not keep the process alive. */
  after: (milliseconds: number, then: () => void) => Cancel
}

export interface IdleWork {
  /** Counts a call: the work waits while one runs. */
  during<T>(call: Promise<T>): Promise<T>
  /** Nothing begins any more. */
  stop(): void
}

/** Work that a start owes, done once the first screen has what it asked for. */
export function createIdleWork({ jobs, after }: IdleWorkOptions): IdleWork {
  let running = 0
  let hasBegun = false
  let isStopped = false
  let cancelQuiet: Cancel = () => undefined
  const cancelLatest = after(LATEST, () => void begin())

  async function begin(): Promise<void> {
    if (hasBegun) return
    hasBegun = true
    cancelQuiet()
    cancelLatest()
    for (const job of jobs) if (!isStopped) await job()
  }

  return {
    async during(call) {
      running += 1
      cancelQuiet()
      try {
        return await call
      } finally {
        running -= 1
        if (running === 0 && !hasBegun) {
          cancelQuiet()
          cancelQuiet = after(QUIET, () => void begin())
        }
      }
    },
    stop() {
      isStopped = true
      hasBegun = true
      cancelQuiet()
      cancelLatest()
    },
  }
}
