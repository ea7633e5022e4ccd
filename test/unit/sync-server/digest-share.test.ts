import { expect, it } from 'vitest'
import { createDigestShare } from '#sync-server/store/digest-share.ts'

const made = (seq: number) => ({ epoch: 'e', seq, digests: [] })

it('computes one after another, and once for who asks the same', async () => {
  const share = createDigestShare()
  const begun: string[] = []
  const ends: (() => void)[] = []
  const make = (name: string, seq: number) => () => {
    begun.push(name)
    return new Promise<ReturnType<typeof made>>((done) => ends.push(() => done(made(seq))))
  }
  const first = share('a')('1', make('a1', 1))
  const same = share('a')('1', make('again', 9))
  const other = share('b')('1', make('b1', 2))
  await Promise.resolve()
  expect(begun).toEqual(['a1'])
  ends[0]?.()
  expect([await first, await same]).toEqual([made(1), made(1)])
  expect(begun).toEqual(['a1', 'b1'])
  ends[1]?.()
  expect(await other).toEqual(made(2))
  expect(await share('a')('1', make('kept', 9))).toEqual(made(1))
})

it('tries afresh what failed, and goes on with the next', async () => {
  const share = createDigestShare()('a')
  const failing = share('1', () => Promise.reject(new Error('busy')))
  const next = share('2', () => Promise.resolve(made(2)))
  await expect(failing).rejects.toThrow('busy')
  expect(await next).toEqual(made(2))
  expect(await share('1', () => Promise.resolve(made(1)))).toEqual(made(1))
})
