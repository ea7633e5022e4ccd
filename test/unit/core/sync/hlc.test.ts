import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  HLC_START,
  hlcMoment,
  hlcToText,
  MAX_REMOTE_LEAD,
  parseHlc,
  receive,
  tick,
  type Hlc,
} from '#core/sync/hlc.ts'

const seed = Number(process.env.SEED ?? 20_260_302)
const runs = { seed, numRuns: Number(process.env.RUNS ?? 400) }

/** The last moment of the year 9999: text order holds until then. */
const END = 253_402_300_799_999
const clock: fc.Arbitrary<Hlc> = fc.record({
  millis: fc.oneof(
    fc.integer({ min: 0, max: END - 1 }),
    fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_003 }),
  ),
  counter: fc.oneof(fc.integer({ min: 0, max: 99_999 }), fc.constantFrom(0, 9, 10, 99_998, 99_999)),
})
const later = (a: Hlc, b: Hlc) => a.millis - b.millis || a.counter - b.counter

describe(`the hybrid logical clock (seed ${seed})`, () => {
  it('is sorted by its text as it runs', () => {
    fc.assert(
      fc.property(clock, clock, (a, b) => {
        const [x, y] = [hlcToText(a, 'device'), hlcToText(b, 'device')]
        expect(Math.sign(later(a, b))).toBe(x < y ? -1 : x > y ? 1 : 0)
      }),
      runs,
    )
  })

  it('never runs backwards, whatever the wall clock and other devices say', () => {
    const event = fc.oneof(
      fc.record({ now: fc.double({ min: 0, max: 4_000, noNaN: true }) }),
      fc.record({
        now: fc.double({ min: 0, max: 4_000, noNaN: true }),
        remote: fc.record({ millis: fc.integer({ min: 0, max: 200_000 }), counter: fc.nat(99_999) }),
      }),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let last = HLC_START
        let text = hlcToText(last, 'd')
        for (const one of events) {
          if ('remote' in one) {
            const seen = receive(last, one.remote, one.now)
            expect(later(seen, last)).toBeGreaterThanOrEqual(0)
            expect(seen.millis).toBeLessThanOrEqual(Math.max(last.millis, one.now + MAX_REMOTE_LEAD))
            last = seen
          }
          const next = tick(last, one.now)
          expect(later(next, last)).toBeGreaterThan(0)
          expect(next.millis).toBeGreaterThanOrEqual(Math.floor(one.now))
          expect(hlcToText(next, 'd') > text).toBe(true)
          last = next
          text = hlcToText(next, 'd')
        }
      }),
      runs,
    )
  })

  it('follows another device, but no further than two minutes ahead', () => {
    const now = 1_700_000_000_000
    const own = { millis: now, counter: 3 }
    const near = { millis: now + 120_000, counter: 7 }
    expect(receive(own, near, now)).toEqual(near)
    expect(receive(own, { millis: now + 120_001, counter: 0 }, now)).toEqual(own)
    expect(receive(own, { millis: now, counter: 2 }, now)).toEqual(own)
    expect(tick(receive(own, near, now), now)).toEqual({ millis: now + 120_000, counter: 8 })
  })

  it('moves on by a millisecond when its counter is full', () => {
    expect(tick({ millis: 5, counter: 99_998 }, 5)).toEqual({ millis: 5, counter: 99_999 })
    expect(tick({ millis: 5, counter: 99_999 }, 5)).toEqual({ millis: 6, counter: 0 })
    expect(tick({ millis: 5, counter: 99_999 }, 3)).toEqual({ millis: 6, counter: 0 })
  })

  it('reads its own text back and refuses any other', () => {
    fc.assert(
      fc.property(clock, fc.uuid(), (value, device) => {
        const text = hlcToText(value, device)
        expect(parseHlc(text)).toEqual({ clock: value, device })
        expect(hlcMoment(text)).toBe(new Date(value.millis).toISOString())
      }),
      runs,
    )
    expect(hlcToText({ millis: 1_772_360_430_123, counter: 42 }, 'd1')).toBe(
      '2026-03-01T10:20:30.123Z-00042-d1',
    )
    for (const text of [
      '',
      '2026-03-01T10:20:30.123Z-00042-',
      '2026-03-01T10:20:30.123Z-0042-d1',
      '2026-02-31T10:20:30.123Z-00042-d1',
      '2026-13-01T10:20:30.123Z-00042-d1',
      '2026-03-01T24:00:00.000Z-00042-d1',
    ])
      expect(parseHlc(text)).toBeUndefined()
  })
})
