import { describe, expect, it, vi } from 'vitest'
import { createIdleWork } from '#main/host/idle-work.ts'

/** Idle work with a clock that a test turns on, and calls that a test ends. */
function makeWork(jobs: number | (() => Promise<void>)[] = 1) {
  const done: number[] = []
  let timers: { at: number; then: () => void }[] = []
  let now = 0
  const work = createIdleWork({
    jobs:
      typeof jobs === 'number'
        ? Array.from({ length: jobs }, (_, n) => () => Promise.resolve(void done.push(n)))
        : jobs,
    after(milliseconds, then) {
      const timer = { at: now + milliseconds, then }
      timers.push(timer)
      return () => (timers = timers.filter((one) => one !== timer))
    },
  })
  return {
    work,
    done,
    pass(milliseconds: number) {
      now += milliseconds
      const due = timers.filter(({ at }) => at <= now)
      timers = timers.filter(({ at }) => at > now)
      for (const { then } of due) then()
    },
    /** Begins a call; the answer ends it. */
    async call(): Promise<() => Promise<void>> {
      let end: () => void = () => undefined
      const call = work.during(new Promise<void>((resolve) => (end = resolve)))
      await Promise.resolve()
      return () => {
        end()
        return call
      }
    },
  }
}

describe('work that a start owes', () => {
  it('waits for the first calls and a while of quiet after them', async () => {
    const { call, pass, done } = makeWork()
    pass(5000)
    expect(done).toEqual([])
    const endFirst = await call()
    await endFirst()
    pass(1000)
    const endSecond = await call()
    pass(5000)
    expect(done).toEqual([])
    await endSecond()
    pass(1499)
    expect(done).toEqual([])
    pass(1)
    expect(done).toEqual([0])
  })

  it('begins at the latest after twenty seconds, also while a call runs and when none ever came', async () => {
    const busy = makeWork()
    await busy.call()
    busy.pass(20_000)
    expect(busy.done).toEqual([0])
    const quiet = makeWork()
    quiet.pass(20_000)
    expect(quiet.done).toEqual([0])
  })

  it('is done once, one piece after another', async () => {
    let endFirst: () => void = () => undefined
    const begun: number[] = []
    const { pass, call } = makeWork([
      () => {
        begun.push(0)
        return new Promise<void>((resolve) => (endFirst = resolve))
      },
      () => Promise.resolve(void begun.push(1)),
    ])
    pass(20_000)
    const end = await call()
    await end()
    pass(20_000)
    expect(begun).toEqual([0])
    endFirst()
    await vi.waitFor(() => expect(begun).toEqual([0, 1]))
  })

  it('does not begin, nor go on, once it was stopped', async () => {
    const never = makeWork()
    never.work.stop()
    never.pass(20_000)
    const end = await never.call()
    await end()
    never.pass(20_000)
    expect(never.done).toEqual([])

    const { work, pass, done } = makeWork([
      () => Promise.resolve(work.stop()),
      () => Promise.resolve(void done.push(1)),
    ])
    pass(20_000)
    await Promise.resolve()
    await Promise.resolve()
    expect(done).toEqual([])
  })

  it('passes on what a call answers and throws', async () => {
    const { work } = makeWork()
    expect(await work.during(Promise.resolve(7))).toBe(7)
    await expect(work.during(Promise.reject(new Error('no')))).rejects.toThrow('no')
  })
})
