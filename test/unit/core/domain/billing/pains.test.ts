import { describe, expect, it } from 'vitest'
import { invoiceDrafts } from '#core/domain/billing/invoice-draft.ts'
import type { BilledPeriod } from '#core/domain/billing/line.ts'
import { draftCustomer } from '#core/domain/billing/run.ts'
import { addDays, plainDateAt } from '#core/domain/values/plain-date.ts'
import { drafted, linesOf, taxes } from '#test/support/billing-drafts.ts'
import { billedAfter, runOf, sayLines } from '#test/support/billing-table.ts'
import { chargeOf, customerOf, serviceOf } from '#test/support/builders.ts'

/*
 * What users of other programs complain of, by its number (research: features, part c). Each must not happen here. The
 * ninth, of documents that are sent twice, is held by issue-run.test.ts and invoice-files.test.ts in test/unit/main.
 */

const netsOf = (run: Parameters<typeof runOf>[0]) => runOf(run).lines.map(({ net }) => net)

describe('billing', () => {
  it('1: never charges more for a part of a month than for the whole', () => {
    for (let day = 1; day <= 31; day++) {
      const from = `2026-03-${String(day).padStart(2, '0')}`
      const [net = 0] = netsOf({ terms: 'EUR 1 post', charges: `80/1 from ${from}`, through: '2026-04-01' })
      expect(Math.abs(net - (8000 * (32 - day)) / 31)).toBeLessThan(1)
    }
  })

  it('2: never divides the first quarter by its days', () => {
    for (const payment of ['pre', 'post'])
      expect(
        netsOf({
          terms: `EUR 1 ${payment}`,
          charges: '92/3 from 2026-07-01 to 2026-10-01',
          through: '2026-10-01',
        }),
      ).toEqual([9200])
  })

  it('3: never bills a term of twelve months eleven times', () => {
    const year = '20/1 from 2026-01-31 to 2027-01-31'
    const nets = netsOf({ terms: 'EUR 31 post', charges: year, through: '2027-06-01' })
    expect(nets).toEqual(Array.from({ length: 12 }, () => 2000))
    // With another bill day there are thirteen lines, and still twelve months of money.
    const split = netsOf({ terms: 'EUR 1 post', charges: year, through: '2027-06-01' })
    expect(split.reduce((sum, net) => sum + net, 0)).toBe(24_000)
  })

  it('4: never has a negative price on an invoice that is made before its period starts', () => {
    for (let early = 0; early <= 120; early++) {
      const through = addDays('2026-03-01', -early)
      for (const payment of ['pre', 'post']) {
        const nets = netsOf({ terms: `EUR 1 ${payment}`, charges: '20/1 from 2026-03-01', through })
        expect(nets).toEqual(payment === 'pre' && early === 0 ? [2000] : [])
      }
    }
    expect(netsOf({ terms: 'EUR 1 pre', charges: '20/1 from 2026-03-01', through: '2026-05-01' })).toEqual([
      2000, 2000, 2000,
    ])
  })

  it('5: never stops at one broken service', () => {
    const charges = [chargeOf({ from: '2026-03-01' })]
    const good = serviceOf({ activeFrom: '2026-03-01', charges })
    const bad = serviceOf({ id: 'bad', charges: [chargeOf({ unitPrice: 'free' })] })
    const draft = draftCustomer(
      {
        customer: customerOf(),
        billsServices: true,
        sites: [{ id: 'site-1', separateInvoice: false }],
        services: [bad, good],
        billed: [],
        uninvoiced: [],
      },
      { through: '2026-04-01', taxes, exitFeeText: { es: '', en: '' } },
    )
    expect(draft.net).toBe(3200)
    expect(draft.problems).toMatchObject([
      { code: 'chargeInvalid', serviceId: 'bad', detail: 'charges/charge-1/unitPrice service.priceForm' },
    ])
  })

  it('6: never differs by a cent between lines and total', () => {
    const { drafts } = drafted({ lines: linesOf([4833, 4833, 4833]) })
    expect(drafts).toMatchObject([{ net: 14_499, tax: 3045, gross: 17_544 }])
    const thirds = '145/1 to 2026-03-11 & 145/1 from 2026-03-11 to 2026-03-21 & 145/1 from 2026-03-21'
    const nets = netsOf({ terms: 'EUR 1 post', charges: thirds, through: '2026-04-01' })
    expect(nets).toHaveLength(3)
    expect(nets.reduce((sum, net) => sum + net, 0)).toBe(14_500)
  })

  it('7: never puts the first month on two invoices, and tells how the part came about', () => {
    const first = runOf({ terms: 'EUR 1 pre', charges: '20/1 from 2026-03-13', through: '2026-04-01' })
    const { drafts } = invoiceDrafts({
      customer: { id: 'customer-1', currency: 'EUR' },
      sites: [{ id: 'site-1', separateInvoice: false }],
      lines: first.lines,
      uninvoiced: [],
      taxes,
    })
    expect(drafts).toHaveLength(1)
    expect(drafts[0]?.lines.map(({ basis }) => basis)).toMatchObject([
      { rule: 'part', days: 19, wholeDays: 31, unitPrice: '20' },
      { rule: 'whole' },
    ])
  })

  it('8: never bills a season in which the charge is paused', () => {
    const run = { terms: 'EUR 1 pre', charges: '20/1 from 2026-01-01 pause 2026-04-10..2026-09-20' }
    const nets = netsOf({ ...run, through: '2026-12-31' })
    // January to March, nine days of April, eleven of September, October to December; nothing was ended or begun again.
    expect(nets).toEqual([2000, 2000, 2000, 600, 733, 2000, 2000, 2000])
  })

  it('10: never bills one period two, four or six times', () => {
    const run = {
      terms: 'EUR 1 post',
      charges: '20/1 from 2026-01-01 & once 50 & -5/1',
      through: '2026-04-01',
    }
    const { lines } = runOf(run)
    for (let again = 0; again < 6; again++)
      expect(runOf({ ...run, billed: billedAfter(lines) }).lines).toEqual([])
    // Two runs at once post the same keys, of which the ledger takes each only once.
    expect(runOf(run).lines.map(({ key }) => key)).toEqual(lines.map(({ key }) => key))
  })

  it('11: never bills twice around midnight in another zone', () => {
    const run = { terms: 'EUR 1 post', charges: '20/1 from 2026-01-01' }
    const moments = [
      '2026-03-31T09:59:00Z',
      '2026-03-31T10:01:00Z',
      '2026-04-01T10:59:00Z',
      '2026-04-01T11:01:00Z',
    ]
    const billed: BilledPeriod[] = []
    for (const zone of ['Pacific/Kiritimati', 'Europe/Madrid', 'Pacific/Pago_Pago'])
      for (const moment of moments) {
        const through = plainDateAt(Date.parse(moment), zone)
        billed.push(...billedAfter(runOf({ ...run, through, billed }).lines))
      }
    expect(billed.map(({ periodFrom }) => periodFrom)).toEqual(['2026-01-01', '2026-02-01', '2026-03-01'])
  })

  it('12: never misses a period or drifts from its day, however late it is run', () => {
    const run = { terms: 'EUR 31 post', charges: '20/1 from 2026-01-31', through: '2026-07-02' }
    expect(sayLines(runOf(run), 'EUR')).toBe(
      '01-31..02-28 20 = 20.00; 02-28..03-31 20 = 20.00; 03-31..04-30 20 = 20.00; ' +
        '04-30..05-31 20 = 20.00; 05-31..06-30 20 = 20.00',
    )
  })
})
