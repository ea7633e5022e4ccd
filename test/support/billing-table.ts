import {
  billedPeriods,
  type BilledPeriod,
  type BillingLine,
  type BillingTerms,
} from '#core/domain/billing/line.ts'
import { serviceLines, type ServiceLines } from '#core/domain/billing/service-lines.ts'
import type { OpenSpan } from '#core/domain/billing/spans.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import type { Charge, Service } from '#core/domain/service/schema.ts'
import { minorToDecimal } from '#core/domain/values/money.ts'
import { serviceOf } from './builders.ts'

/*
 * Worked examples of billing are tables of text, so that they can be read and checked with a pocket calculator:
 *
 *   terms     `EUR 31 pre`: currency, bill day, prepaid or postpaid; `unbilled <span>` for days that the status did not bill
 *   charges   `20/1 from 2026-03-01 to … pause <span> ×2 periods <date>`: price and months, separated by `&`;
 *             `once 50`; `meter 0.2/1 tiers 100:0.1,*:0.3 read 2026-02-28=100,2026-03-31=410~` (~ is an estimate, `>5` a
 *             new meter that shows 5)
 *   service   `start`, `end`, `billfrom` <date>, `free <span>` and `kept <span>` for suspensions without and with charge,
 *             `contract <from>/<months>/<fee>`, `whole` for a fee that does not shrink
 *   lines     `03-13..04-01 19/31 × 20 = 12.26`: days charged, days of the period × price, amount; `(+1)` is what
 *             cumulative rounding adds; separated by `;`
 */

/** Cells of every row of a table; its first line names the columns. */
export const tableRows = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('|').map((cell) => cell.trim()))

const spanOf = (text: string): OpenSpan => {
  const [from = '', to] = text.split('..')
  return { from, ...(to && { to }) }
}

/** `name value` pairs behind a fixed count of words. */
function* pairs(words: readonly string[]): Generator<[string, string]> {
  for (let i = 0; i < words.length; i += 2) yield [words[i] ?? '', words[i + 1] ?? '']
}

export function termsOf(text: string): BillingTerms & { currency: string } {
  const [currency = '', billDay, payment, ...rest] = text.split(/\s+/)
  const unbilled = [...pairs(rest)].map(([, span]) => spanOf(span))
  const paymentType = payment === 'pre' ? 'prepaid' : 'postpaid'
  return { currency, billDay: Number(billDay), paymentType, unbilled }
}

function chargeOfText(text: string, index: number): Charge {
  const words = text.trim().split(/\s+/)
  const kind = words[0] === 'once' ? 'oneOff' : words[0] === 'meter' ? 'metered' : 'recurring'
  if (kind !== 'recurring') words.shift()
  const [unitPrice = '', months] = (words.shift() ?? '').split('/')
  const charge: Charge = {
    id: `c${index + 1}`,
    kind,
    description: `Charge ${index + 1}`,
    unitPrice,
    quantity: '1',
    from: '2026-03-01',
    ...(months !== undefined && { periodMonths: Number(months) }),
  }
  const list = (value: string) => value.split(',').map((item, i) => ({ id: `${i}`, item }))
  for (const [name, value] of pairs(words)) {
    if (name === 'from') charge.from = value
    else if (name === 'to') charge.to = value
    else if (name === '×') charge.quantity = value
    else if (name === 'periods') charge.periodsFrom = value
    else if (name === 'cost') charge.wholesalePrice = value
    else if (name === 'pause') charge.pauses = list(value).map(({ id, item }) => ({ id, ...spanOf(item) }))
    else if (name === 'tiers')
      charge.tiers = list(value).map(({ id, item }) => {
        const [upTo = '', price = ''] = item.split(':')
        return { id, unitPrice: price, ...(upTo !== '*' && { upTo }) }
      })
    else if (name === 'read')
      charge.readings = list(value).map(({ id, item }) => ({ id, ...readingOf(item) }))
    else throw new Error(`unknown word ${name} in "${text}"`)
  }
  return charge
}

function readingOf(text: string) {
  const [, date = '', value = '', newMeterValue, guess] = /^(.+)=([\d.]+)(?:>([\d.]+))?(~)?$/.exec(text) ?? []
  return { date, value, ...(guess && { estimated: true }), ...(newMeterValue && { newMeterValue }) }
}

export function serviceOfText(charges: string, service: string, currency: string): Service {
  const made = serviceOf({
    currency,
    activeFrom: '2000-01-01',
    charges: charges === '' ? [] : charges.split('&').map(chargeOfText),
  })
  const words = service.split(/\s+/).filter((word) => word !== '')
  const suspensions = []
  for (const [name, value] of pairs(words)) {
    if (name === 'start') made.activeFrom = value
    else if (name === 'end') Object.assign(made, { endedOn: value, status: 'ended' })
    else if (name === 'billfrom') made.billFrom = value
    else if (name === 'free' || name === 'kept')
      suspensions.push({ id: value, ...spanOf(value), billed: name === 'kept' })
    else if (name === 'contract') {
      const [from = '', months, exitFee = '', whole] = value.split('/')
      made.contract = { from, months: Number(months), exitFee, ...(whole && { exitFeeWhole: true }) }
    } else throw new Error(`unknown word ${name} in "${service}"`)
  }
  return suspensions.length > 0 ? { ...made, suspensions } : made
}

export interface Run {
  terms: string
  charges: string
  service?: string
  through: string
  billed?: readonly BilledPeriod[]
}

export function runOf({ terms, charges, service = '', through, billed = [] }: Run): ServiceLines {
  const { currency, ...billing } = termsOf(terms)
  return serviceLines({
    service: serviceOfText(charges, service, currency),
    terms: billing,
    billed,
    through,
    exitFeeText: 'Exit fee',
  })
}

/** Posts lines as the ledger keeps them. */
export const postedOf = (lines: readonly BillingLine[], currency = 'EUR'): LedgerEntry[] =>
  lines.map((line) => {
    const {
      net,
      unitPrice: _price,
      quantity: _quantity,
      unit: _unit,
      chargedFrom: _from,
      chargedTo: _to,
      ...rest
    } = line
    return {
      ...rest,
      kind: net < 0 ? 'credit' : 'charge',
      amount: net,
      currency,
      date: line.taxOn,
      postedAt: '2026-01-01T00:00:00.000Z',
      customerId: 'customer-1',
    }
  })

export const billedAfter = (lines: readonly BillingLine[]): BilledPeriod[] => billedPeriods(postedOf(lines))

/** A line as a table writes it. */
export function sayLine(line: BillingLine, currency: string): string {
  const { basis, net, chargedFrom, chargedTo } = line
  const days = chargedFrom && chargedTo ? `${chargedFrom.slice(5)}..${chargedTo.slice(5)} ` : ''
  return `${days}${sayBasis(line, currency)} = ${minorToDecimal(net, currency)}${basis.estimated ? ' est' : ''}`
}

function sayBasis({ basis, quantity, unitPrice }: BillingLine, currency: string): string {
  const { rule, days, wholeDays, rounding = 0, steps, was, meterFrom } = basis
  const meter = steps ?? [{ quantity, unitPrice }]
  const price =
    rule === 'metered' || meterFrom !== undefined
      ? meter.map((step) => `${step.quantity} × ${step.unitPrice}`).join(' + ')
      : quantity === '1'
        ? unitPrice
        : `${quantity} × ${unitPrice}`
  const share = rule === 'whole' || days === undefined ? '' : `${days}/${wholeDays} × `
  const before = was === undefined ? '' : `, was ${minorToDecimal(was, currency)}`
  const odd = rounding === 0 ? '' : ` (${rounding > 0 ? '+' : ''}${rounding})`
  return (rule === 'once' ? 'once ' : rule === 'exitFee' ? 'exit ' : '') + share + price + odd + before
}

export const sayLines = ({ lines, problems }: ServiceLines, currency: string): string =>
  [...lines.map((line) => sayLine(line, currency)), ...problems.map(({ code }) => `! ${code}`)].join('; ')
