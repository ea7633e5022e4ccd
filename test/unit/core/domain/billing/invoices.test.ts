import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueDate } from '#core/domain/billing/due-date.ts'
import { issueDraft, proformaOf } from '#core/domain/billing/issue.ts'
import { invoiceSchema } from '#core/domain/invoice/schema.ts'
import { ledgerEntrySchema } from '#core/domain/ledger/schema.ts'
import { taxOf } from '#core/domain/values/money.ts'
import { validate } from '#core/lib/validate.ts'
import { details, drafted, lineOf, linesOf, numbered, onlyDraft } from '#test/support/billing-drafts.ts'
import { tableRows } from '#test/support/billing-table.ts'
import { entryOf } from '#test/support/builders.ts'

const TAXES = `
case                              | currency | lines (net rate day)                                | taxes                       | net   | tax  | gross
one rate, once on the sum         | EUR | 333 iva 2026-04-01, 333 iva 2026-04-01, 333 iva 2026-04-01 | 21% of 999 = 210       | 999   | 210  | 1209
… by the line it would be 3 × 70  | EUR | 335 iva 2026-04-01, 335 iva 2026-04-01, 335 iva 2026-04-01 | 21% of 1005 = 211      | 1005  | 211  | 1216
half a cent goes away from zero   | EUR | 50 iva 2026-04-01                                     | 21% of 50 = 11              | 50    | 11   | 61
… on both sides                   | EUR | -50 iva 2026-04-01                                    | 21% of -50 = -11            | -50   | -11  | -61
two rates                         | EUR | 2000 iva 2026-04-01, 500 reduced 2026-04-01           | 21% of 2000 = 420, 10% of 500 = 50 | 2500 | 470 | 2970
the rate before the change        | EUR | 2000 iva 2012-08-31                                   | 18% of 2000 = 360           | 2000  | 360  | 2360
the rate from the change on       | EUR | 2000 iva 2012-09-01                                   | 21% of 2000 = 420           | 2000  | 420  | 2420
caught up over a change           | EUR | 2000 iva 2012-08-01, 2000 iva 2012-09-01              | 18% of 2000 = 360, 21% of 2000 = 420 | 4000 | 780 | 4780
exempt                            | EUR | 2000 exempt 2026-04-01                                | 0% of 2000 = 0              | 2000  | 0    | 2000
without tax                       | EUR | 2000 none 2026-04-01                                  | 0% of 2000 = 0              | 2000  | 0    | 2000
nothing to pay                    | EUR | 0 iva 2026-04-01                                      | 21% of 0 = 0                | 0     | 0    | 0
a discount                        | EUR | 2000 iva 2026-04-01, -500 iva 2026-04-01              | 21% of 1500 = 315           | 1500  | 315  | 1815
credit and charge cancel out      | EUR | 2000 iva 2026-04-01, -2000 iva 2026-04-01             | 21% of 0 = 0                | 0     | 0    | 0
yen                               | JPY | 1226 iva 2026-04-01                                   | 21% of 1226 = 257           | 1226  | 257  | 1483
dinars                            | TND | 12333 iva 2026-04-01                                  | 21% of 12333 = 2590         | 12333 | 2590 | 14923
`

describe('the totals of an invoice', () => {
  it.each(tableRows(TAXES))('%s', (_case, currency = '', cells = '', totals, net, tax, gross) => {
    const lines = cells.split(', ').map((cell, index) => {
      const [amount, rate = '', taxOn = ''] = cell.split(' ')
      const { taxRateId: _usual, ...line } = lineOf({ key: `c${index}/x`, net: Number(amount), taxOn })
      return rate === 'none' ? line : { ...line, taxRateId: rate }
    })
    const draft = onlyDraft({ lines, currency })
    const said = draft.taxes.map((one) => `${one.percent}% of ${one.net} = ${one.tax}`).join(', ')
    expect([said, draft.net, draft.tax, draft.gross]).toEqual([
      totals,
      Number(net),
      Number(tax),
      Number(gross),
    ])
  })

  it('are the sum of the lines and taxes, whatever these are', () => {
    const line = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.constantFrom('iva', 'reduced', 'exempt'))
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), (given) => {
        const lines = given.map(([net, taxRateId], index) => lineOf({ key: `c${index}/x`, net, taxRateId }))
        const draft = onlyDraft({ lines })
        expect(draft.net).toBe(given.reduce((sum, [net]) => sum + net, 0))
        expect(draft.taxes.reduce((sum, { net }) => sum + net, 0)).toBe(draft.net)
        expect(draft.gross).toBe(draft.net + draft.tax)
        for (const { net, tax, percent } of draft.taxes) expect(tax).toBe(taxOf(net, percent))
        const { invoice, entries } = issueDraft(draft, details())
        expect(entries.reduce((sum, { amount }) => sum + amount, 0)).toBe(invoice.gross)
        expect(entries.map((entry) => validate(ledgerEntrySchema, entry).ok)).not.toContain(false)
        expect(validate(invoiceSchema, numbered(invoice))).toMatchObject({ ok: true })
      }),
    )
  })
})

describe('what goes on which invoice', () => {
  it('is one for the customer and one for each site that is invoiced separately', () => {
    const lines = ['site-1', 'site-2', 'site-3', 'site-2'].map((siteId, index) =>
      lineOf({ siteId, key: `c${index}/x` }),
    )
    const { drafts } = drafted({ lines, separate: ['site-2'] })
    expect(drafts.map(({ siteId, lines: own }) => [siteId, own.length])).toEqual([
      [undefined, 2],
      ['site-2', 2],
    ])
  })

  it('takes what was posted by hand too, and posts it no second time', () => {
    const visit = entryOf({
      key: 'visit',
      amount: 3500,
      taxRateId: 'iva',
      description: 'Visita',
      siteId: 'site-1',
    })
    const draft = onlyDraft({ lines: [lineOf()], uninvoiced: [visit] })
    expect(draft.lines.map(({ transactionId, net }) => [transactionId, net])).toEqual([
      ['c1/2026-03-01', 2000],
      ['visit', 3500],
    ])
    const { entries } = issueDraft(draft, details())
    expect(entries.map(({ key, amount }) => [key, amount])).toEqual([
      ['c1/2026-03-01', 2000],
      ['invoice-9/tax/iva/21', 1155],
    ])
  })

  it('leaves out what belongs to no site or rate, says so and bills the rest', () => {
    const { drafts, problems } = drafted({
      lines: [
        lineOf({ siteId: 'gone', key: 'a/x' }),
        lineOf({ taxRateId: 'unknown', key: 'b/x' }),
        lineOf({ taxRateId: 'later', key: 'c/x' }),
        lineOf({ key: 'd/x' }),
      ],
      uninvoiced: [entryOf({ key: 'dollars', currency: 'USD' })],
    })
    expect(problems.map(({ code, detail }) => [code, detail])).toEqual([
      ['siteMissing', 'a/x'],
      ['taxRateUnknown', 'b/x'],
      ['taxRateNotYet', 'c/x'],
      ['currencyDiffers', 'dollars'],
    ])
    expect(drafts.map(({ net }) => net)).toEqual([2000])
  })

  it('is a credit note when it comes to less than nothing', () => {
    expect(onlyDraft({ lines: linesOf([2000, -3100]) })).toMatchObject({ kind: 'creditNote', gross: -1331 })
    expect(onlyDraft({ lines: linesOf([2000, -2000]) })).toMatchObject({ kind: 'invoice', gross: 0 })
  })

  it('is nothing of the ledger in a proforma', () => {
    const proforma = proformaOf(onlyDraft({ lines: [lineOf()] }), details())
    expect(proforma).toMatchObject({ kind: 'proforma', gross: 2420 })
    expect(proforma.lines[0]).not.toHaveProperty('transactionId')
    expect(validate(invoiceSchema, numbered(proforma))).toMatchObject({ ok: true })
  })
})

describe('the due date', () => {
  it.each([
    ['2026-04-01', { days: 15 }, '2026-04-16'],
    ['2026-04-01', { days: 0 }, '2026-04-01'],
    ['2026-02-10', { days: 30, fromMonthEnd: true }, '2026-03-30'],
    ['2024-02-29', { days: 0, fromMonthEnd: true }, '2024-02-29'],
    ['2026-04-01', { days: 15, payDays: [5, 20] }, '2026-04-20'],
    ['2026-04-10', { days: 15, payDays: [5, 20] }, '2026-05-05'],
    ['2026-02-01', { days: 15, payDays: [31] }, '2026-02-28'],
    ['2026-12-20', { days: 15, payDays: [1] }, '2027-02-01'],
  ])('of %s with %j is %s', (issuedOn, terms, due) => expect(dueDate(issuedOn, terms)).toBe(due))

  it('refuses what is no term', () => {
    expect(() => dueDate('2026-04-01', { days: -1 })).toThrow(RangeError)
    expect(() => dueDate('2026-04-01', { days: 1, payDays: [32] })).toThrow(RangeError)
  })
})
