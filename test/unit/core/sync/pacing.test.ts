import { describe, expect, it } from 'vitest'
import { createBackoff, createSleeper } from '#core/sync/client/pacing.ts'
import { createScheduler } from '#test/simulation/world/scheduler.ts'

describe('waiting after failures', () => {
  it('doubles up to five minutes, half of it by chance, and begins anew after a success', () => {
    const least = createBackoff(() => 0)
    const most = createBackoff(() => 1)
    expect([1, 2, 3].map(() => least.next())).toEqual([500, 1000, 2000])
    expect([1, 2, 3].map(() => most.next())).toEqual([1000, 2000, 4000])
    for (let failure = 0; failure < 50; failure++) most.next()
    expect(most.next()).toBe(300_000)
    most.reset()
    expect(most.next()).toBe(1000)
  })
})

describe('a wait', () => {
  it('ends after its time, or at once when woken, and a wake that comes before it is not lost', async () => {
    const scheduler = createScheduler(0)
    const sleeper = createSleeper(scheduler)
    const ends: number[] = []
    const sleep = async (milliseconds: number) => {
      await sleeper.sleep(milliseconds)
      ends.push(scheduler.now())
    }
    void sleep(100)
    await scheduler.runUntil(100)
    void sleep(Infinity)
    scheduler.after(50, sleeper.wake)
    await scheduler.runUntil(200)
    sleeper.wake()
    void sleep(1000)
    await scheduler.runUntil(300)
    void sleep(1000)
    await scheduler.runUntil(2000)
    expect(ends).toEqual([100, 150, 200, 1300])
  })
})
