import { ARPU_MONTHS } from '#core/domain/revenue/arpu.ts'
import { fullMonths, type Month } from '#core/domain/revenue/months.ts'
import { monthNumber } from '#core/domain/values/plain-date.ts'
import type { Statements } from '../statements.ts'

/*
 * Average revenue per user of every customer at once, as `customerArpu` and `arpuInMonth` define it for one. It is worked
 * out over arrays by customer and month: a hundred thousand services are a few megabytes and some ten milliseconds.
 */

/** The figures of one currency. */
export interface ArpuOfAll {
  amount?: number
  customers: number
  /** By month of the window, the earliest first. */
  months: { amount?: number; customers: number }[]
}

interface Columns {
  /** By customer number times the months of the window. */
  services: Int32Array
  net: Float64Array
  /** Billable now, by customer number. */
  now: Int32Array
  currency: string[]
  office: Int32Array
  size: number
}

/** One JSON text instead of a row object each: that takes longer than finding them. */
function listOf(statements: Statements, columns: string, rest: string, parameters: (string | number)[] = []) {
  const row = statements.get(
    `SELECT json_group_array(json_array(${columns})) AS list FROM ${rest}`,
    parameters,
  )
  return JSON.parse(row?.list as string) as (number | string)[][]
}

const numberOf = (value: number | string | undefined): number => Number(value ?? 0)

export const windowOf = (today: string): { months: Month[]; first: number } => {
  const months = fullMonths(today, ARPU_MONTHS)
  return { months, first: monthNumber(`${months[0] ?? today.slice(0, 7)}-01`) }
}

/** What counts of services and invoices in the window; of one customer only, who is number 0 then, when one is given. */
export function readArpu(statements: Statements, first: number, customer?: number): Columns {
  const only = customer === undefined ? '' : 'AND customer_n = ?3'
  const bounds =
    customer === undefined ? [first, first + ARPU_MONTHS - 1] : [first, first + ARPU_MONTHS - 1, customer]
  const size =
    customer === undefined ? Number(statements.get('SELECT max(n) AS n FROM r_customer')?.n ?? 0) + 1 : 1
  const placeOf = (n: number | string | undefined): number => (customer === undefined ? numberOf(n) : 0)
  const columns: Columns = {
    services: new Int32Array(size * ARPU_MONTHS),
    net: new Float64Array(size * ARPU_MONTHS),
    now: new Int32Array(size),
    currency: [],
    office: new Int32Array(size),
    size,
  }
  const customers = listOf(
    statements,
    'n, currency, office_n',
    customer === undefined ? 'r_customer' : 'r_customer WHERE n = ?',
    customer === undefined ? [] : [customer],
  )
  for (const [n, currency, office] of customers) {
    columns.currency[placeOf(n)] = String(currency)
    columns.office[placeOf(n)] = numberOf(office)
  }
  // Those that ended before the window count for nothing, whatever they were.
  const lives = listOf(
    statements,
    'customer_n, from_month, last_month, billable',
    `r_service_life WHERE (billable = 1 OR (from_month <= ?2 AND last_month >= ?1)) ${only}`,
    bounds,
  )
  for (const [n = 0, from = 0, last = 0, billable] of lives) {
    const base = placeOf(n) * ARPU_MONTHS
    const start = Math.max(0, numberOf(from) - first)
    const end = Math.min(ARPU_MONTHS - 1, numberOf(last) - first)
    for (let i = start; i <= end; i++) columns.services[base + i] = (columns.services[base + i] ?? 0) + 1
    if (billable === 1) columns.now[placeOf(n)] = (columns.now[placeOf(n)] ?? 0) + 1
  }
  const nets = listOf(
    statements,
    'customer_n, month, net, currency',
    `r_revenue WHERE month BETWEEN ?1 AND ?2 ${only}`,
    bounds,
  )
  for (const [n = 0, month, net, currency] of nets) {
    if (columns.currency[placeOf(n)] !== currency) continue
    const i = placeOf(n) * ARPU_MONTHS + numberOf(month) - first
    columns.net[i] = (columns.net[i] ?? 0) + numberOf(net)
  }
  return columns
}

/** Halves away from zero, as everywhere in money. */
function divided(amount: number, by: number): number {
  const size = Math.floor((2 * Math.abs(amount) + by) / (2 * by))
  return amount < 0 ? -size : size
}

export interface OwnArpu {
  amount: number
  net: number
  months: number
  services: number
}

/** The figure of one customer; undefined without billable months or services. */
export function arpuOf({ services, net, now }: Columns, customer: number): OwnArpu | undefined {
  const count = now[customer] ?? 0
  let months = 0
  let sum = 0
  for (let i = customer * ARPU_MONTHS; i < (customer + 1) * ARPU_MONTHS; i++)
    if ((services[i] ?? 0) > 0) {
      months++
      sum += net[i] ?? 0
    }
  if (months === 0 || count === 0) return undefined
  return { amount: divided(sum, months * count), net: sum, months, services: count }
}

/** The figure of one customer in one month of the window, from 0. */
export function arpuAt({ services, net }: Columns, customer: number, month: number): number | undefined {
  const i = customer * ARPU_MONTHS + month
  const count = services[i] ?? 0
  return count === 0 ? undefined : divided(net[i] ?? 0, count)
}

/** The means over all customers, by currency; `office` is the code of one. */
export function meansOf(columns: Columns, office?: number): Map<string, ArpuOfAll> {
  const sums = new Map<string, { whole: Mean; months: Mean[] }>()
  for (let customer = 0; customer < columns.size; customer++) {
    const currency = columns.currency[customer]
    if (!currency || (office !== undefined && columns.office[customer] !== office)) continue
    const known = sums.get(currency) ?? {
      whole: new Mean(),
      months: Array.from({ length: ARPU_MONTHS }, () => new Mean()),
    }
    sums.set(currency, known)
    known.whole.add(arpuOf(columns, customer)?.amount)
    for (const [month, mean] of known.months.entries()) mean.add(arpuAt(columns, customer, month))
  }
  return new Map(
    [...sums].map(([currency, { whole, months }]) => [
      currency,
      { ...whole.result(), months: months.map((mean) => mean.result()) },
    ]),
  )
}

/** A mean of those who have a figure. Sums of safe integers stay exact far beyond any office. */
class Mean {
  private sum = 0
  private count = 0
  add(figure: number | undefined): void {
    if (figure === undefined) return
    this.sum += figure
    this.count++
  }
  result(): { amount?: number; customers: number } {
    return { ...(this.count > 0 && { amount: divided(this.sum, this.count) }), customers: this.count }
  }
}
