import type { Timers } from './ports.ts'

/** Milliseconds. */
const FIRST_RETRY = 1_000
const LONGEST_RETRY = 5 * 60_000

/** Waiting times after failures in a row: doubled up to five minutes, half of it by chance, so that desktops spread. */
export function createBackoff(random: () => number) {
  let failures = 0
  return {
    next(): number {
      const full = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(failures++, 20))
      return full / 2 + random() * (full / 2)
    },
    reset: () => void (failures = 0),
  }
}

/** A wait that something can cut short. A wake that comes while nobody waits is kept for the next wait. */
export function createSleeper(timers: Timers) {
  let isWoken = false
  let wakeUp: (() => void) | undefined
  return {
    /** @param milliseconds `Infinity` waits for `wake` alone. */
    sleep(milliseconds: number): Promise<void> {
      if (isWoken || milliseconds <= 0) {
        isWoken = false
        return Promise.resolve()
      }
      return new Promise((done) => {
        const finish = () => {
          wakeUp = undefined
          isWoken = false
          cancel?.()
          done()
        }
        const cancel = milliseconds === Infinity ? undefined : timers.after(milliseconds, finish)
        wakeUp = finish
      })
    },
    wake(): void {
      isWoken = true
      wakeUp?.()
    },
  }
}
