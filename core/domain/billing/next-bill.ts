import type { CommandContext } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import type { Charge, Service } from '../service/schema.ts'
import { activeDays } from './active-days.ts'
import { periodAt } from './periods.ts'
import { draftCustomer, type CustomerDraft } from './run.ts'
import { FOREVER } from './spans.ts'
import { EXIT_FEE_TEXT, readToBill, taxBook } from './to-bill.ts'

export interface NextBill {
  /** The day of the run that would bill it. */
  through: string
  draft: CustomerDraft
  services: readonly Service[]
}

export interface NextBillOf {
  today: string
  /** Only this one; without what was posted by hand. */
  serviceId?: string
}

/** Days looked at until one has something to bill: quarters and years may begin with days on which nothing falls due. */
const MOST_DAYS = 8

/** What the next run bills a customer: the one on the next day on which something falls due, with all that did before. */
export function nextBill(
  customer: Customer,
  context: Pick<CommandContext, 'read'>,
  { today, serviceId }: NextBillOf,
): NextBill {
  const all = readToBill(customer, context)
  const services = serviceId === undefined ? all.services : all.services.filter(({ id }) => id === serviceId)
  const toBill = { ...all, services, uninvoiced: serviceId === undefined ? all.uninvoiced : [] }
  const taxes = taxBook(context)
  const draftOn = (through: string): NextBill => ({
    through,
    draft: draftCustomer(toBill, { through, taxes, exitFeeText: EXIT_FEE_TEXT }),
    services,
  })
  const [first = today, ...later] = dueDays(services, customer, today).slice(0, MOST_DAYS)
  let bill = draftOn(first)
  for (const day of later) {
    if (bill.draft.invoices.length > 0 || bill.draft.skipped) break
    bill = draftOn(day)
  }
  return bill
}

/** Days from today on which something of the services may fall due, in order. */
function dueDays(services: readonly Service[], customer: Customer, today: string): string[] {
  const days = services.flatMap((service) =>
    service.charges.flatMap((charge) => daysOf(charge, service, customer, today)),
  )
  return [...new Set(days)].filter((day) => day > today && day < FOREVER).sort()
}

function daysOf(charge: Charge, service: Service, customer: Customer, today: string): string[] {
  if (charge.kind === 'oneOff') return [charge.from]
  const active = activeDays(service, charge, customer.unbilled)
  const next = active.find(({ to }) => to > today)
  if (!next) return []
  const day = next.from > today ? next.from : today
  const rule = {
    anchor: charge.periodsFrom ?? charge.from,
    billDay: customer.billDay,
    months: charge.periodMonths ?? 1,
  }
  const { to } = periodAt(rule, day)
  // An early run may have billed the period that is running: then it is the one after it.
  return [next.from, to, periodAt(rule, to).to, next.to]
}
