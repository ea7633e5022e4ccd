import type { DemoCustomer, DemoInvoice } from '#core/domain/demo/commands.ts'
import { chargeKey, taxKey } from '#core/domain/ledger/effect.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import type { Charge, Service } from '#core/domain/service/schema.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { lineNet, taxOf } from '#core/domain/values/money.ts'
import { addDays, addMonths } from '#core/domain/values/plain-date.ts'
import type { DemoSetting } from './customers.ts'
import type { DemoPriceList } from './products.ts'

export interface DemoBilling {
  invoices: DemoInvoice[]
  entries: LedgerEntry[]
}

export interface BillingPlan {
  customer: DemoCustomer
  sites: readonly Site[]
  services: readonly Service[]
  country: string
  today: string
}

/**
 * For how many past months a customer was billed here, in hundredths. Most were taken over recently, so that the ledger
 * of a big demo stays within about ten entries a customer, and some have a whole year to look at. Every invoice is there
 * with all its entries: nothing in a balance is without its document.
 */
const MONTHS = { '0': 18, '1': 42, '2': 18, '3': 10, '6': 6, '12': 6 } as const

/** Days to pay. */
const TERM = 15

/** Invoices of the last months with their charges, taxes and payments, and what waits for the next invoice. */
export function buildBilling(plan: BillingPlan, setting: DemoSetting): DemoBilling {
  const { random, catalog } = setting
  const made: DemoBilling = { invoices: [], entries: [] }
  const prices = catalog.prices[plan.country]
  const [site] = plan.sites
  if (!prices || !site) return made
  const months = Number(random.weighted(MONTHS))
  const paysLate = !plan.customer.archived && random.chance(0.07)
  const start = periodStart(plan.today, plan.customer.billDay)
  for (let back = months; back >= 1; back--) {
    const from = addMonths(start, -back, plan.customer.billDay)
    const to = addMonths(start, 1 - back, plan.customer.billDay)
    const lines = plan.services.flatMap((service) => linesOf(service, from, to))
    if (lines.length > 0) bill({ from, to, lines, isLast: back === 1 })
  }
  if (!plan.customer.archived && random.chance(0.04)) addUninvoiced()
  return made

  function bill({ from, to, lines, isLast }: { from: string; to: string; lines: Line[]; isLast: boolean }) {
    const issuedOn = plan.customer.paymentType === 'prepaid' ? from : to
    const { invoice, entries } = issue(plan, setting, prices as DemoPriceList, site as Site, {
      from,
      to,
      issuedOn,
      lines,
    })
    made.invoices.push(invoice)
    made.entries.push(...entries)
    const paidOn = addDays(issuedOn, random.int(0, TERM - 1))
    const isOpen = (isLast && !plan.customer.archived && random.chance(0.1)) || (isLast && paysLate)
    if (isOpen && random.chance(0.75)) return
    const amount = isOpen ? Math.floor(invoice.gross / 2) : invoice.gross
    if (amount > 0)
      made.entries.push(...pay(plan, setting, invoice, amount, paidOn < plan.today ? paidOn : issuedOn))
  }

  function addUninvoiced() {
    const { customer, today } = plan
    const [service] = plan.services
    const net = lineNet((prices as DemoPriceList).local(random.pick([20, 35, 49.5])), '1', customer.currency)
    const isCredit = random.chance(0.2)
    made.entries.push({
      key: setting.newId(),
      kind: isCredit ? 'credit' : 'charge',
      amount: isCredit ? -net : net,
      currency: customer.currency,
      date: addDays(today, -random.int(1, 20)),
      postedAt: new Date(setting.now).toISOString(),
      customerId: customer.id,
      siteId: service?.siteId ?? (site as Site).id,
      ...(service && { serviceId: service.id }),
      taxRateId: (prices as DemoPriceList).tax.id,
      description: isCredit ? 'Compensación por avería' : 'Visita de un técnico',
    })
  }
}

/** The last first day of a billing month that is not later than today. */
function periodStart(today: string, billDay: number): string {
  const thisMonth = addMonths(`${today.slice(0, 8)}01`, 0, billDay)
  return thisMonth <= today ? thisMonth : addMonths(thisMonth, -1, billDay)
}

interface Line {
  service: Service
  charge: Charge
  net: number
}

/** Recurring charges that cover the whole period. */
function linesOf(service: Service, from: string, to: string): Line[] {
  const covers = (first: string | undefined, end: string | undefined) =>
    first !== undefined && first <= from && (end === undefined || end >= to)
  if (service.status === 'pending' || !covers(service.activeFrom, service.endedOn)) return []
  return service.charges
    .filter((charge) => charge.kind === 'recurring' && covers(charge.from, charge.to))
    .map((charge) => ({ service, charge, net: lineNet(charge.unitPrice, charge.quantity, service.currency) }))
}

function issue(
  { customer }: BillingPlan,
  { newId, catalog }: DemoSetting,
  { tax: rate }: DemoPriceList,
  site: Site,
  { from, to, issuedOn, lines }: { from: string; to: string; issuedOn: string; lines: Line[] },
): { invoice: DemoInvoice; entries: LedgerEntry[] } {
  const id = newId()
  const postedAt = `${issuedOn}T06:00:00.000Z`
  const base = { currency: customer.currency, date: issuedOn, postedAt, customerId: customer.id }
  const charges = lines.map(({ service, charge, net }): LedgerEntry => ({
    ...base,
    key: chargeKey(charge.id, from),
    kind: net < 0 ? 'credit' : 'charge',
    amount: net,
    siteId: service.siteId,
    serviceId: service.id,
    chargeId: charge.id,
    taxRateId: rate.id,
    periodFrom: from,
    periodTo: to,
    description: charge.description,
  }))
  const net = lines.reduce((sum, line) => sum + line.net, 0)
  const tax = taxOf(net, rate.percent)
  const taxes: LedgerEntry[] =
    tax === 0
      ? []
      : [
          {
            ...base,
            key: taxKey(id, rate.id, rate.percent),
            kind: 'tax',
            amount: tax,
            taxRateId: rate.id,
            invoiceId: id,
          },
        ]
  const { addressLine1, addressLine2, city, state, postcode, country } = site
  const invoice: DemoInvoice = {
    id,
    customerId: customer.id,
    kind: 'invoice',
    ...(catalog.series[customer.officeId] !== undefined && { seriesId: catalog.series[customer.officeId] }),
    officeId: customer.officeId,
    issuedOn,
    dueOn: addDays(issuedOn, TERM),
    periodFrom: from,
    periodTo: to,
    currency: customer.currency,
    language: customer.language,
    customer: {
      name: customer.name,
      ...(customer.taxId && { taxId: customer.taxId }),
      ...(addressLine1 && { addressLine1 }),
      ...(addressLine2 && { addressLine2 }),
      ...(city && { city }),
      ...(state && { state }),
      ...(postcode && { postcode }),
      country,
    },
    lines: lines.map((line, i) => ({
      id: String(i + 1),
      transactionId: chargeKey(line.charge.id, from),
      siteId: line.service.siteId,
      serviceId: line.service.id,
      description: line.charge.description,
      periodFrom: from,
      periodTo: to,
      quantity: line.charge.quantity,
      unitPrice: line.charge.unitPrice,
      net: line.net,
      taxRateId: rate.id,
    })),
    taxes: [{ id: '1', taxRateId: rate.id, name: rate.name, percent: rate.percent, net, tax }],
    net,
    tax,
    gross: net + tax,
    createdAt: postedAt,
  }
  return { invoice, entries: [...charges, ...taxes] }
}

/** A payment and where it goes. */
function pay(
  { customer }: BillingPlan,
  { random, newId }: DemoSetting,
  invoice: DemoInvoice,
  amount: number,
  date: string,
): LedgerEntry[] {
  const key = newId()
  const base = {
    currency: customer.currency,
    date,
    postedAt: `${date}T10:00:00.000Z`,
    customerId: customer.id,
  }
  return [
    {
      ...base,
      key,
      kind: 'payment',
      amount: -amount,
      way: random.weighted({ directDebit: 55, transfer: 25, card: 15, cash: 5 }),
    },
    { ...base, key: `${key}/1`, kind: 'allocation', amount, invoiceId: invoice.id, sourceId: key },
  ]
}
