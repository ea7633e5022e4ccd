import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shareOfPeriod } from '#core/domain/billing/proration.ts'
import { billedPeriods, type BillingLine, type BillingTerms } from '#core/domain/billing/line.ts'
import { periodsIn } from '#core/domain/billing/periods.ts'
import { serviceLines } from '#core/domain/billing/service-lines.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import type { Charge, Service } from '#core/domain/service/schema.ts'
import { exactProduct, exactToMinor } from '#core/domain/values/exact.ts'
import { addDays, daysBetween } from '#core/domain/values/plain-date.ts'
import { chargeOf, serviceOf } from '#test/support/builders.ts'
import { postedOf } from '#test/support/billing-table.ts'

/* fast-check prints the seed and the path of a run that fails. */

const currency = fc.constantFrom('EUR', 'JPY', 'TND')
const day = (first: string, days: number) =>
  fc.integer({ min: 0, max: days }).map((count) => addDays(first, count))
const price = fc.integer({ min: -2_000_000, max: 2_000_000 }).map((amount) => (amount / 10_000).toFixed(4))
const span = fc
  .tuple(day('2025-12-01', 200), fc.integer({ min: 1, max: 90 }))
  .map(([from, days]) => ({ id: `${from}+${days}`, from, to: addDays(from, days) }))

const terms: fc.Arbitrary<BillingTerms> = fc.record({
  paymentType: fc.constantFrom('prepaid', 'postpaid'),
  billDay: fc.integer({ min: 1, max: 31 }),
})

const charge: fc.Arbitrary<Charge> = fc
  .record({
    unitPrice: price,
    quantity: fc.constantFrom('1', '3', '0.5'),
    periodMonths: fc.constantFrom(1, 2, 3, 12),
    from: day('2025-12-01', 150),
    length: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
    pauses: fc.array(span, { maxLength: 3 }),
  })
  .map(({ length, ...fields }) =>
    chargeOf({ ...fields, ...(length !== undefined && { to: addDays(fields.from, length) }) }),
  )

const service: fc.Arbitrary<Service> = fc
  .record({
    currency,
    charges: fc.array(charge, { minLength: 1, maxLength: 3 }),
    end: fc.option(day('2026-02-01', 300)),
  })
  .map(({ currency: code, charges, end }) =>
    serviceOf({
      currency: code,
      activeFrom: '2025-12-01',
      charges: charges.map((one, index) => ({ ...one, id: `c${index}` })),
      ...(end !== null && { status: 'ended', endedOn: end }),
    }),
  )

/** Runs and posts, once per day given; what the ledger holds in the end. */
function ledgerOf(states: readonly Service[], billing: BillingTerms, days: readonly string[]): LedgerEntry[] {
  const ledger: LedgerEntry[] = []
  days.forEach((through, index) => {
    const state = states[Math.min(index, states.length - 1)] as Service
    ledger.push(...postedOf(linesOf(state, billing, ledger, through), state.currency))
  })
  return ledger
}

function linesOf(
  state: Service,
  billing: BillingTerms,
  ledger: LedgerEntry[],
  through: string,
): BillingLine[] {
  const input = { service: state, terms: billing, billed: billedPeriods(ledger), through, exitFeeText: '' }
  const { lines, problems } = serviceLines(input)
  expect(problems).toEqual([])
  return lines
}

const sumOf = (entries: readonly LedgerEntry[]) => entries.reduce((sum, { amount }) => sum + amount, 0)
const END = '2027-12-01'

describe('billing', () => {
  it('adds any split of a period up to the whole, to the unit', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: 366 }), { maxLength: 6 })
    fc.assert(
      fc.property(
        price,
        currency,
        day('2024-01-01', 900),
        fc.integer({ min: 1, max: 366 }),
        cuts,
        (...given) => {
          const [amount, code, from, days, places] = given
          const whole = { from, to: addDays(from, days) }
          const exact = exactProduct(amount, '1')
          const edges = [0, ...places.filter((place) => place < days).sort((a, b) => a - b), days]
          const parts = edges
            .slice(1)
            .map((edge, index) =>
              shareOfPeriod(exact, code, whole, [
                { from: addDays(from, edges[index] ?? 0), to: addDays(from, edge) },
              ]),
            )
          const sum = parts.reduce((all, part) => all + part.net, 0)
          expect(sum).toBe(exactToMinor(exact, code))
          for (const part of parts) expect(Math.abs(part.rounding)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it('changes nothing when it is run again', () => {
    fc.assert(
      fc.property(service, terms, day('2026-01-01', 600), (state, billing, through) => {
        const ledger = ledgerOf([state], billing, [through])
        expect(linesOf(state, billing, ledger, through)).toEqual([])
        // Nor on an earlier day.
        expect(linesOf(state, billing, ledger, addDays(through, -45))).toEqual([])
      }),
    )
  })

  it('comes to the same sum in one run or in many, early or late', () => {
    fc.assert(
      fc.property(
        service,
        terms,
        fc.array(day('2025-12-15', 700), { maxLength: 12 }),
        (state, billing, days) => {
          const many = ledgerOf([state], billing, [...days.sort(), END])
          const once = ledgerOf([state], billing, [END])
          expect(sumOf(many)).toBe(sumOf(once))
          expect(new Set(many.map(({ key }) => key)).size).toBe(many.length)
        },
      ),
    )
  })

  it('comes to the same sum whatever was true meanwhile: ends, pauses and dates are corrected', () => {
    const changes = fc
      .tuple(service, fc.array(fc.tuple(span, fc.option(day('2026-01-01', 400))), { maxLength: 4 }))
      .map(([last, others]) => [
        ...others.map(([pause, end]): Service => ({
          ...last,
          status: end === null ? 'active' : 'ended',
          ...(end !== null && { endedOn: end }),
          charges: last.charges.map((one) => ({ ...one, pauses: [pause] })),
        })),
        last,
      ])
    const days = fc.array(day('2026-01-01', 500), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(changes, terms, days, (states, billing, moments) => {
        const ledger = ledgerOf(states, billing, [...moments.sort(), END])
        expect(sumOf(ledger)).toBe(sumOf(ledgerOf(states.slice(-1), billing, [END])))
        expect(new Set(ledger.map(({ key }) => key)).size).toBe(ledger.length)
      }),
    )
  })

  it('settles no day of a charge twice, even when the bill day moves', () => {
    const many = fc.array(fc.tuple(terms, day('2025-12-15', 500)), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(service, many, (state, runs) => {
        const ledger: LedgerEntry[] = []
        for (const [billing, through] of runs.sort((a, b) => (a[1] < b[1] ? -1 : 1)))
          ledger.push(...postedOf(linesOf(state, billing, ledger, through), state.currency))
        for (const { id } of state.charges) {
          const spans = ledger
            .filter(({ chargeId, basis }) => chargeId === id && basis?.rule !== 'correction')
            .map(({ periodFrom = '', periodTo = '' }) => ({ periodFrom, periodTo }))
            .sort((a, b) => (a.periodFrom < b.periodFrom ? -1 : 1))
          for (const [index, { periodTo }] of spans.slice(0, -1).entries())
            expect(periodTo <= (spans[index + 1]?.periodFrom ?? '')).toBe(true)
        }
      }),
    )
  })

  it('bills what a meter counted in all, however it was read and run', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 500 })), {
      minLength: 2,
      maxLength: 8,
    })
    fc.assert(
      fc.property(steps, fc.array(day('2026-01-15', 400), { maxLength: 6 }), (reads, days) => {
        let date = '2026-01-31'
        let value = 1000
        const readings = [{ id: 'r', date, value: String(value) }]
        for (const [gap, used] of reads) {
          date = addDays(date, gap)
          value += used
          readings.push({ id: date, date, value: String(value) })
        }
        const meter = (until: string): Service =>
          serviceOf({
            activeFrom: '2026-01-01',
            status: 'ended',
            endedOn: addDays(date, 1),
            charges: [
              chargeOf({
                kind: 'metered',
                from: '2026-02-01',
                unitPrice: '1',
                readings: readings.filter((one, index) => index < 2 || one.date <= until),
              }),
            ],
          })
        const moments = [...days.sort(), END]
        const ledger = ledgerOf(moments.map(meter), { paymentType: 'postpaid', billDay: 1 }, moments)
        expect(sumOf(ledger)).toBe((value - 1000) * 100)
      }),
    )
  })

  it('counts as many periods as the months of a contract hold', () => {
    fc.assert(
      fc.property(day('2020-01-01', 3000), fc.integer({ min: 1, max: 12 }), (from, months) => {
        const rule = { anchor: from, billDay: Number(from.slice(8)), months: 1 }
        const periods = [...periodsIn(rule, { from, to: addDays(from, months * 31 + 40) })]
        expect(periods[0]?.from).toBe(from)
        const lengths = periods.slice(0, months).map((one) => daysBetween(one.from, one.to))
        expect(Math.min(...lengths)).toBeGreaterThanOrEqual(28)
        expect(Math.max(...lengths)).toBeLessThanOrEqual(31)
      }),
    )
  })
})
