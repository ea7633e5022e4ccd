import { invoiceDrafts, type InvoiceDraft } from '#core/domain/billing/invoice-draft.ts'
import { issueDraft } from '#core/domain/billing/issue.ts'
import { billedPeriods } from '#core/domain/billing/line.ts'
import { serviceLines } from '#core/domain/billing/service-lines.ts'
import { EXIT_FEE_TEXT } from '#core/domain/billing/to-bill.ts'
import type { DemoCustomer, DemoInvoice } from '#core/domain/demo/commands.ts'
import { customerParty } from '#core/domain/invoice/parties.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import type { Service } from '#core/domain/service/schema.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { lineNet } from '#core/domain/values/money.ts'
import { addDays, addMonths } from '#core/domain/values/plain-date.ts'
import type { DemoSetting } from './customers.ts'
import type { DemoPriceList } from './products.ts'

export interface DemoBilling {
  /** The services with the first day that is billed here: what was before them was billed elsewhere. */
  services: Service[]
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

/**
 * Invoices of the last months with their charges, taxes and payments, and what waits for the next invoice: made by the
 * billing run itself, one run for each month.
 */
export function buildBilling(plan: BillingPlan, setting: DemoSetting): DemoBilling {
  const { random, catalog } = setting
  const { customer, today } = plan
  const prices = catalog.prices[plan.country]
  const [site] = plan.sites
  if (!prices || !site) return { services: [...plan.services], invoices: [], entries: [] }
  const months = Number(random.weighted(MONTHS))
  const paysLate = !customer.archived && random.chance(0.07)
  const start = periodStart(today, customer.billDay)
  const first = addMonths(start, -months, customer.billDay)
  const services = plan.services.map((service) =>
    (service.activeFrom ?? first) < first ? { ...service, billFrom: first } : service,
  )
  const made: DemoBilling = { services, invoices: [], entries: [] }
  const charged: LedgerEntry[] = []
  for (let back = months; back >= 1; back--) {
    const from = addMonths(start, -back, customer.billDay)
    const to = addMonths(start, 1 - back, customer.billDay)
    const issuedOn = customer.paymentType === 'prepaid' ? from : to
    for (const draft of draftsOf(issuedOn)) bill(draft, issuedOn, back === 1)
  }
  if (!customer.archived && random.chance(0.04)) addUninvoiced()
  return made

  function draftsOf(through: string): InvoiceDraft[] {
    const billed = billedPeriods(charged)
    const exitFeeText = EXIT_FEE_TEXT[customer.language]
    const lines = services.flatMap(
      (service) => serviceLines({ service, terms: customer, billed, through, exitFeeText }).lines,
    )
    return invoiceDrafts({ customer, sites: plan.sites, lines, uninvoiced: [], taxes: catalog.taxes }).drafts
  }

  function bill(draft: InvoiceDraft, issuedOn: string, isLast: boolean) {
    const seriesId = draft.kind === 'invoice' ? catalog.series[customer.officeId] : undefined
    const { invoice, entries } = issueDraft(draft, {
      id: setting.newId(),
      ...(seriesId !== undefined && { seriesId }),
      officeId: customer.officeId,
      issuedOn,
      dueOn: addDays(issuedOn, TERM),
      language: customer.language,
      customer: customerParty(customer, plan.sites.find(({ id }) => id === draft.siteId) ?? site),
      createdAt: `${issuedOn}T06:00:00.000Z`,
    })
    made.invoices.push(invoice)
    made.entries.push(...entries)
    charged.push(...entries)
    const paidOn = addDays(issuedOn, random.int(0, TERM - 1))
    const isOpen = (isLast && !customer.archived && random.chance(0.1)) || (isLast && paysLate)
    if (isOpen && random.chance(0.75)) return
    const amount = isOpen ? Math.floor(invoice.gross / 2) : invoice.gross
    if (amount > 0)
      made.entries.push(...pay(plan, setting, invoice, amount, paidOn < today ? paidOn : issuedOn))
  }

  function addUninvoiced() {
    const [service] = services
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
