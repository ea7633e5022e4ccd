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

/**
 * Whole numbers of many rows, one after another: as one text, since a row object each takes longer than finding them.
 *
 * @param columns expressions that are whole numbers and never null.
 */
function numbersOf(
  statements: Statements,
  columns: readonly string[],
  rest: string,
  parameters: (string | number)[] = [],
): number[] {
  const row = statements.get(
    `SELECT group_concat(${columns.join(` || ',' || `)}) AS list FROM ${rest}`,
    parameters,
  )
  return JSON.parse(`[${(row?.list as string | null) ?? ''}]`) as number[]
}

export const windowOf = (today: string): { months: Month[]; first: number } => {
  const months = fullMonths(today, ARPU_MONTHS)
  return { months, first: monthNumber(`${months[0] ?? today.slice(0, 7)}-01`) }
}

/** What counts of services and invoices in the window; of one customer only, who is number 0 then, when one is given. */
export function readArpu(statements: Statements, first: number, customer?: number): Columns {
  const size =
    customer === undefined ? Number(statements.get('SELECT max(n) AS n FROM r_customer')?.n ?? 0) + 1 : 1
  const placeOf = (n: number): number => (customer === undefined ? n : 0)
  const only = (column: string): string => (customer === undefined ? '' : `AND ${column} = ${customer}`)
  const last = first + ARPU_MONTHS - 1
  const columns: Columns = {
    services: new Int32Array(size * ARPU_MONTHS),
    net: new Float64Array(size * ARPU_MONTHS),
    now: new Int32Array(size),
    currency: [],
    office: new Int32Array(size),
    size,
  }
  const currencies = statements
    .all(`SELECT DISTINCT currency FROM r_customer WHERE currency <> '' ${only('n')}`)
    .map(({ currency }) => currency as string)
  for (const currency of currencies) {
    const customers = numbersOf(statements, ['n', 'office_n'], `r_customer WHERE currency = ? ${only('n')}`, [
      currency,
    ])
    for (let i = 0; i < customers.length; i += 2) {
      const place = placeOf(customers[i] ?? 0)
      columns.currency[place] = currency
      columns.office[place] = customers[i + 1] ?? 0
    }
    const nets = numbersOf(
      statements,
      ['customer_n', 'month', 'net'],
      `r_revenue WHERE month BETWEEN ? AND ? AND currency = ? ${only('customer_n')}`,
      [first, last, currency],
    )
    for (let i = 0; i < nets.length; i += 3) {
      const place = placeOf(nets[i] ?? 0)
      // Only what was invoiced in the currency that the customer has.
      if (columns.currency[place] !== currency) continue
      const at = place * ARPU_MONTHS + (nets[i + 1] ?? 0) - first
      columns.net[at] = (columns.net[at] ?? 0) + (nets[i + 2] ?? 0)
    }
  }
  // Those that ended before the window count for nothing, whatever they were.
  const lives = numbersOf(
    statements,
    ['customer_n', 'from_month', 'last_month', 'billable'],
    `r_service_life WHERE (billable = 1 OR (from_month <= ? AND last_month >= ?)) ${only('customer_n')}`,
    [last, first],
  )
  for (let i = 0; i < lives.length; i += 4) {
    const place = placeOf(lives[i] ?? 0)
    const start = Math.max(0, (lives[i + 1] ?? 0) - first)
    const end = Math.min(ARPU_MONTHS - 1, (lives[i + 2] ?? 0) - first)
    const base = place * ARPU_MONTHS
    for (let month = start; month <= end; month++)
      columns.services[base + month] = (columns.services[base + month] ?? 0) + 1
    if (lives[i + 3] === 1) columns.now[place] = (columns.now[place] ?? 0) + 1
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
