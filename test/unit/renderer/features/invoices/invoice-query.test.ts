import { describe, expect, it } from 'vitest'
import { standingOf } from '#renderer/host/billing/index.ts'
import { addressOf, isFiltered, queryFromAddress } from '#renderer/features/invoices/list/invoice-query.ts'
import { chosenNet, creditChoices } from '#renderer/features/invoices/page/credit-form.ts'

describe('the address of the list of invoices', () => {
  it('brings the same list again', () => {
    const address = {
      ...{ q: 'fmad', kind: 'invoice', state: 'overdue', office: 'office-1', series: 'FMAD' },
      ...{ from: '2026-01-01', to: '2026-03-31', min: '1000', max: '5000', run: 'run-1', customer: 'c-1' },
      ...{ sort: 'gross', dir: 'asc' },
    }
    const query = queryFromAddress(address)
    expect(query).toEqual({
      filter: {
        ...{ text: 'fmad', kind: 'invoice', state: 'overdue', officeId: 'office-1', series: 'FMAD' },
        ...{ from: '2026-01-01', to: '2026-03-31', min: 1000, max: 5000, runId: 'run-1', customerId: 'c-1' },
      },
      sort: { field: 'gross', direction: 'asc' },
    })
    expect(addressOf(query)).toEqual(address)
    expect(isFiltered(query.filter)).toBe(true)
  })

  it('leaves out what it does not know', () => {
    const query = queryFromAddress({
      kind: 'car',
      state: ['x'],
      from: '2026-02-30',
      min: '-1',
      sort: 'size',
      q: '',
    })
    expect(query).toEqual({ filter: {}, sort: { field: 'issued', direction: 'desc' } })
    expect(addressOf(query)).toEqual({})
    expect(isFiltered(query.filter)).toBe(false)
  })
})

describe('how an invoice stands', () => {
  const invoice = { kind: 'invoice' as const, gross: 100, open: 100, dueOn: '2026-03-10' }
  it.each([
    [invoice, '2026-03-10', 'open'],
    [invoice, '2026-03-11', 'overdue'],
    [{ ...invoice, open: 40 }, '2026-03-10', 'partlyPaid'],
    [{ ...invoice, open: 0 }, '2026-12-31', 'paid'],
    [{ ...invoice, kind: 'creditNote' as const, gross: -100, open: 0 }, '2026-12-31', 'kind.creditNote'],
  ])('%o on %s is %s', (one, today, key) => expect(standingOf(one, today).key).toBe(key))
})

describe('what is credited of a line', () => {
  const choice = (left: number, typed: string) => ({
    lineId: '1',
    description: 'Fibra',
    left,
    isChosen: true,
    typed,
  })

  it('offers what is left of each line, and nothing of those that have none', () => {
    const lines = [
      { id: '1', description: 'Fibra' },
      { id: '2', description: 'Alta' },
    ] as never
    const creditable = [
      { lineId: '1', left: 2200 },
      { lineId: '2', left: 0 },
    ]
    expect(creditChoices(lines, creditable, 'EUR', ',')).toEqual([choice(2200, '22,00')])
  })

  it('takes no more than is left, with the sign of the line', () => {
    expect(chosenNet(choice(2200, '22,00'), 'EUR')).toBe(2200)
    expect(chosenNet(choice(2200, '22.01'), 'EUR')).toBeUndefined()
    expect(chosenNet(choice(-500, '5'), 'EUR')).toBe(-500)
    expect(chosenNet(choice(500, '5'), 'JPY')).toBe(5)
    for (const typed of ['', '0', '-1', 'all', '1e3'])
      expect(chosenNet(choice(2200, typed), 'EUR')).toBeUndefined()
  })
})
