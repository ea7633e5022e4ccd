import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allocationEntries,
  asChosen,
  freeMoney,
  oldestFirst,
  paymentEntries,
  refundEntries,
  reversalEntries,
  takeFree,
  writeOffEntry,
} from '#core/domain/billing/payments.ts'
import { balanceEffect, settledEffect } from '#core/domain/ledger/effect.ts'
import type { OpenInvoice } from '#core/domain/ledger/reader.ts'
import { ledgerEntrySchema, type LedgerEntry } from '#core/domain/ledger/schema.ts'
import { validate } from '#core/lib/validate.ts'

const openOf = (id: string, open: number, dueOn = '2026-03-16'): OpenInvoice => ({
  id,
  number: `F-${id}`,
  dueOn,
  currency: 'EUR',
  open,
})
const invoices = [openOf('b', 2000, '2026-04-16'), openOf('a', 1000), openOf('c', 500, '2026-04-16')]
const posting = {
  currency: 'EUR',
  date: '2026-04-20',
  postedAt: '2026-04-20T09:00:00.000Z',
  customerId: 'customer-1',
}
const pay = (amount: number, key = 'p1') =>
  paymentEntries(posting, { key, amount, way: 'transfer' }, oldestFirst(amount, invoices).parts)
const keys = () => {
  let count = 0
  return () => `k${++count}`
}
const balanceOf = (entries: readonly LedgerEntry[]) =>
  entries.reduce((sum, one) => sum + balanceEffect(one), 0)
const settledOf = (entries: readonly LedgerEntry[], id: string) =>
  entries.filter(({ invoiceId }) => invoiceId === id).reduce((sum, one) => sum + settledEffect(one), 0)

describe('money that comes in', () => {
  it.each([
    [400, [['a', 400]], 0],
    [1000, [['a', 1000]], 0],
    [
      1500,
      [
        ['a', 1000],
        ['b', 500],
      ],
      0,
    ],
    [
      3400,
      [
        ['a', 1000],
        ['b', 2000],
        ['c', 400],
      ],
      0,
    ],
    [
      9000,
      [
        ['a', 1000],
        ['b', 2000],
        ['c', 500],
      ],
      5500,
    ],
  ])('of %i goes to what is due first, and the rest is credit', (amount, expected, surplus) => {
    const allocation = oldestFirst(amount, invoices)
    expect(allocation.parts.map((part) => [part.invoiceId, part.amount])).toEqual(expected)
    expect(allocation.surplus).toBe(surplus)
  })

  it('goes where somebody chose, never more than is open or there', () => {
    const chosen = (...parts: [string, number][]) =>
      asChosen(
        1200,
        parts.map(([invoiceId, amount]) => ({ invoiceId, amount })),
        invoices,
      )
    expect(chosen(['c', 500], ['b', 600])).toMatchObject({ ok: true, value: { surplus: 100 } })
    expect(chosen(['c', 501])).toMatchObject({ error: { code: 'moreThanOpen', left: 500 } })
    expect(chosen(['a', 1000], ['b', 300])).toMatchObject({ error: { code: 'moreThanFree', left: 200 } })
    expect(chosen(['x', 1])).toMatchObject({ error: { code: 'invoiceNotOpen' } })
    expect(chosen(['a', 1], ['a', 1])).toMatchObject({ error: { code: 'invoiceTwice' } })
    for (const amount of [0, -5, 1.5])
      expect(chosen(['a', amount])).toMatchObject({ error: { code: 'notPositive' } })
  })

  it('lowers the balance once and settles what it was given to', () => {
    const entries = pay(1500)
    expect(balanceOf(entries)).toBe(-1500)
    expect([settledOf(entries, 'a'), settledOf(entries, 'b')]).toEqual([1000, 500])
    for (const entry of entries) expect(validate(ledgerEntrySchema, entry)).toMatchObject({ ok: true })
  })

  it('never gives more than there is nor more than is open', () => {
    const open = fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 8 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), open, (amount, amounts) => {
        const list = amounts.map((one, index) => openOf(`i${index}`, one))
        const { parts, surplus } = oldestFirst(amount, list)
        expect(parts.reduce((sum, part) => sum + part.amount, 0) + surplus).toBe(amount)
        expect(asChosen(amount, parts, list)).toEqual({ ok: true, value: { parts, surplus } })
      }),
    )
  })
})

describe('what is left of payments and credit notes', () => {
  const note = { id: 'note', issuedOn: '2026-01-05', currency: 'EUR', gross: -700 }

  it('is theirs less what was given and paid back, the oldest first', () => {
    const entries = pay(9000)
    const all = freeMoney(entries, [note])
    expect(all.map(({ sourceId, free }) => [sourceId, free])).toEqual([
      ['note', 700],
      ['p1', 5500],
    ])
    const refund = refundEntries(posting, all, 1000, { way: 'transfer' }, keys())
    if (!refund.ok) throw new Error(refund.error.code)
    expect(refund.value.map(({ sourceId, amount }) => [sourceId, amount])).toEqual([
      ['note', 700],
      ['p1', 300],
    ])
    expect(balanceOf(refund.value)).toBe(1000)
    expect(freeMoney([...entries, ...refund.value], [note])).toMatchObject([{ sourceId: 'p1', free: 5200 }])
  })

  it('goes to invoices later without moving the balance', () => {
    const money = freeMoney(pay(9000), [note])
    const given = allocationEntries(
      posting,
      money,
      [
        { invoiceId: 'd', amount: 900 },
        { invoiceId: 'e', amount: 50 },
      ],
      keys(),
    )
    if (!given.ok) throw new Error(given.error.code)
    expect(given.value.map(({ sourceId, invoiceId, amount }) => [sourceId, invoiceId, amount])).toEqual([
      ['note', 'd', 700],
      ['p1', 'd', 200],
      ['p1', 'e', 50],
    ])
    expect(balanceOf(given.value)).toBe(0)
    const tooMuch = allocationEntries(posting, money, [{ invoiceId: 'd', amount: 6201 }], keys())
    expect(tooMuch).toMatchObject({ error: { code: 'moreThanFree', invoiceId: 'd', left: 6200 } })
  })

  it('is never paid back twice', () => {
    expect(takeFree(6201, freeMoney(pay(9000), [note]))).toMatchObject({
      error: { code: 'moreThanFree', left: 6200 },
    })
    expect(takeFree(0, [])).toMatchObject({ error: { code: 'notPositive' } })
  })
})

describe('what is taken back or given up', () => {
  it('a payment that bounced leaves nothing behind, and can bounce only once', () => {
    const paid = pay(1500)
    const back = reversalEntries(paid, { date: '2026-05-01', postedAt: '2026-05-01T09:00:00.000Z' })
    expect(balanceOf([...paid, ...back])).toBe(0)
    expect([settledOf([...paid, ...back], 'a'), settledOf([...paid, ...back], 'b')]).toEqual([0, 0])
    expect(freeMoney([...paid, ...back], [])).toEqual([])
    expect(back.map(({ key }) => key)).toEqual(['p1/reversed', 'p1/a/reversed', 'p1/b/reversed'])
  })

  it('a write-off settles at most what is open', () => {
    const [, , invoice = openOf('x', 1)] = invoices
    const off = (amount: number) => writeOffEntry(posting, invoice, amount, { key: 'w' })
    const entry = off(500)
    if (!entry.ok) throw new Error(entry.error.code)
    expect(balanceOf([entry.value])).toBe(-500)
    expect(settledOf([entry.value], 'c')).toBe(500)
    expect(off(501)).toMatchObject({ error: { code: 'moreThanOpen', left: 500 } })
    expect(off(0)).toMatchObject({ error: { code: 'notPositive' } })
  })
})
