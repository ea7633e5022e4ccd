import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, nextTick } from 'vue'
import { useDates } from '#renderer/data/index.ts'
import StatementTable from '#renderer/features/payments/account/StatementTable.vue'
import { useMeterReadings } from '#renderer/features/services/meters/useMeterReadings.ts'
import { useServiceWords } from '#renderer/features/services/useServiceWords.ts'
import { setLocale } from '#renderer/locales/index.ts'
import { appInfo, createChannel, mountScreen, succeed } from '../support/screen.ts'
import { testDatabase } from '../support/test-database.ts'

const opened = testDatabase()
let close: () => void = () => undefined

beforeEach(() => setLocale('es'))
afterEach(() => {
  close()
  vi.useRealTimers()
})

/** Half a minute before midnight in Madrid. */
function lateInTheEvening() {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'Date'],
    now: Date.parse('2026-11-25T22:59:30Z'),
  })
}

function show<T>(setup: () => T, info = appInfo): T {
  let made: T | undefined
  const screen = mountScreen(
    defineComponent({
      setup() {
        made = setup()
        return () => null
      },
    }),
    {
      transport: createChannel({ 'services.meters': succeed({ rows: [], total: 0 }) }).transport,
      database: opened.database,
      info,
    },
  )
  close = () => screen.unmount()
  if (made === undefined) throw new Error('not mounted')
  return made
}

describe('today', () => {
  it('is another day from midnight in the office on, without anybody asking', async () => {
    lateInTheEvening()
    const dates = show(useDates)
    expect(dates.today.value).toBe('2026-11-25')
    expect(dates.timeOrDate('2026-11-25T09:05:00Z')).toBe('10:05')
    await vi.advanceTimersByTimeAsync(29_000)
    expect(dates.today.value).toBe('2026-11-25')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(dates.today.value).toBe('2026-11-26')
    expect(dates.timeOrDate('2026-11-25T09:05:00Z')).toContain('25 nov 2026')
  })

  it('is found again by a computer that slept over midnight, within a minute', async () => {
    lateInTheEvening()
    const dates = show(useDates)
    vi.setSystemTime('2026-11-28T07:00:00Z')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(dates.today.value).toBe('2026-11-28')
  })

  it('is told anew to whoever comes after nobody looked', () => {
    lateInTheEvening()
    show(useDates)
    close()
    vi.setSystemTime('2026-11-27T12:00:00Z')
    expect(show(useDates).today.value).toBe('2026-11-27')
  })
})

describe('the day of a round of meters', () => {
  it('follows the calendar until something is typed', async () => {
    lateInTheEvening()
    const round = show(() => useMeterReadings(() => '', useServiceWords()))
    await vi.advanceTimersByTimeAsync(30_000)
    await nextTick()
    expect(round.date.value).toBe('2026-11-26')
  })

  it('stays where somebody has chosen it', async () => {
    lateInTheEvening()
    const round = show(() => useMeterReadings(() => '', useServiceWords()))
    round.date.value = '2026-11-20'
    await vi.advanceTimersByTimeAsync(30_000)
    await nextTick()
    expect(round.date.value).toBe('2026-11-20')
  })
})

describe('a day of the calendar', () => {
  it.each(['Pacific/Auckland', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'])('is itself in %s', (timeZone) => {
    const row = {
      key: 'row-1',
      kind: 'charge' as const,
      date: '2026-01-15',
      amount: 100,
      balance: 100,
      entries: 1,
      isReversal: false,
    }
    const statement = { commit: 1, currency: 'NZD', opening: 0, closing: 100, isCut: false, rows: [row] }
    const screen = mountScreen(
      StatementTable,
      {
        transport: createChannel({}).transport,
        database: opened.database,
        info: { ...appInfo, suggestedTimeZone: timeZone },
      },
      { props: { statement, rowText: () => '' } },
    )
    close = () => screen.unmount()
    expect(screen.text()).toContain('15 ene 2026')
  })
})
