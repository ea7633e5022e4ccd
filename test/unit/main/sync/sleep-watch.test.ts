import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchSleep } from '#main/services/sync/sleep-watch.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('notices that the computer slept, once for each time, and nothing while it was only slow', () => {
  let now = 0
  let wakes = 0
  const stop = watchSleep(
    () => now,
    () => wakes++,
  )
  /** So much time goes by until the timer strikes, which stands still while the computer sleeps. */
  const pass = (seconds: number) => {
    now += seconds * 1000
    vi.advanceTimersByTime(10_000)
  }
  for (const seconds of [10, 12, 29]) pass(seconds)
  expect(wakes).toBe(0)
  pass(8 * 3600)
  expect(wakes).toBe(1)
  pass(10)
  expect(wakes).toBe(1)
  // A clock that was put back is no sleep.
  pass(-3600)
  pass(10)
  expect(wakes).toBe(1)
  pass(60)
  expect(wakes).toBe(2)
  stop()
  pass(3600)
  expect(wakes).toBe(2)
})
