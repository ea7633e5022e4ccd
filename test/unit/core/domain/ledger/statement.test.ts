import fc from 'fast-check'
import { expect, it } from 'vitest'
import { balanceEffect } from '#core/domain/ledger/effect.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { statementOfAccount } from '#core/domain/ledger/statement.ts'
import { addDays } from '#core/domain/values/plain-date.ts'
import { entryOf } from '#test/support/builders.ts'

const entry = (key: string, date: string, kind: LedgerEntry['kind'], amount: number) =>
  entryOf({ key, date, kind, amount })

it('shows what was owed before, each entry with the balance after it, and what is owed now', () => {
  const { opening, rows, closing } = statementOfAccount(
    [
      entry('charge', '2026-02-28', 'charge', 3200),
      entry('tax', '2026-02-28', 'tax', 672),
      entry('late', '2026-03-20', 'charge', 1000),
      entry('paid', '2026-03-05', 'payment', -3872),
      entry('given', '2026-03-05', 'allocation', 3872),
      entry('april', '2026-04-01', 'charge', 9999),
    ],
    '2026-03-01',
    '2026-04-01',
  )
  expect(opening).toBe(3872)
  expect(rows.map((row) => [row.entry.key, row.balance])).toEqual([
    ['paid', 0],
    ['late', 1000],
  ])
  expect(closing).toBe(1000)
})

it('always closes with the sum of the entries, wherever it is cut', () => {
  const kind = fc.constantFrom(
    'charge' as const,
    'credit' as const,
    'payment' as const,
    'allocation' as const,
  )
  const one = fc.tuple(fc.nat(60), kind, fc.integer({ min: -5000, max: 5000 }))
  fc.assert(
    fc.property(fc.array(one, { maxLength: 30 }), fc.nat(60), (given, cut) => {
      const entries = given.map(([day, what, amount], i) =>
        entry(`${i}`, addDays('2026-01-01', day), what, amount),
      )
      const middle = addDays('2026-01-01', cut)
      const first = statementOfAccount(entries, '2026-01-01', middle)
      const second = statementOfAccount(entries, middle, '2026-12-31')
      expect(second.opening).toBe(first.closing)
      expect(second.closing).toBe(entries.reduce((sum, each) => sum + balanceEffect(each), 0))
      expect(first.rows.length + second.rows.length).toBe(
        entries.filter((each) => each.kind !== 'allocation').length,
      )
    }),
  )
})
