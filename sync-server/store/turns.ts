export interface Turns<T> {
  /** Runs `work` with one of the things, as soon as one is free; in the order of asking. */
  take<R>(work: (thing: T) => Promise<R>): Promise<R>
  /** Waits until all are free; afterwards nothing is given any more. */
  end(): Promise<void>
}

/** Hands out a few things, each to one user at a time. */
export function createTurns<T>(things: readonly T[]): Turns<T> {
  const free = [...things]
  const waiting: ((thing: T) => void)[] = []
  let hasEnded = false
  let allFree: (() => void) | undefined

  function giveBack(thing: T): void {
    const next = waiting.shift()
    if (next) next(thing)
    else free.push(thing)
    if (free.length === things.length) allFree?.()
  }

  return {
    async take(work) {
      if (hasEnded) throw new Error('the database is closed')
      const thing = free.pop() ?? (await new Promise<T>((resolve) => waiting.push(resolve)))
      try {
        return await work(thing)
      } finally {
        giveBack(thing)
      }
    },
    async end() {
      hasEnded = true
      if (free.length < things.length) await new Promise<void>((resolve) => (allFree = resolve))
    },
  }
}
