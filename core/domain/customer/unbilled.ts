import { isCatalogKind } from '../catalog/schema.ts'
import type { CommandContext } from '../command.ts'
import { officeToday } from '../office-day.ts'
import { readOne } from '../typed-reader.ts'
import type { Customer } from './schema.ts'

/** Whether a status bills services (domain.md §2); one that has gone bills, so that nothing is forgotten. */
export function statusBills(statusId: string, context: Pick<CommandContext, 'read'>): boolean {
  const status = readOne(context.read, 'catalog', statusId)
  return !status || !isCatalogKind('customerStatus', status) || status.data.billsServices
}

/**
 * The customer in another status, with the days noted on which the status does not bill: a run that catches up later
 * leaves them out. They begin today in the customer's office, or with the customer when the first status did not bill.
 */
export function withStatusId(customer: Customer, statusId: string, context: CommandContext): Customer {
  if (customer.statusId === statusId) return customer
  const [billed, bills] = [statusBills(customer.statusId, context), statusBills(statusId, context)]
  const moved = { ...customer, statusId }
  if (billed === bills) return moved
  const today = officeToday(context, customer.officeId)
  const spans = customer.unbilled ?? []
  if (!bills) return { ...moved, unbilled: [...spans, { id: context.newId(), from: today }] }
  const open = spans.find(({ to }) => to === undefined)
  const from = open?.from ?? customer.createdAt.slice(0, 10)
  const past = spans.filter((span) => span !== open)
  const ended = from < today ? [{ id: open?.id ?? context.newId(), from, to: today }] : []
  return { ...moved, unbilled: [...past, ...ended] }
}
