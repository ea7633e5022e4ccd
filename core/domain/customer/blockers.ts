import { liveServices, serviceBlocker } from '../service/blockers.ts'
import type { CommandContext } from '../command.ts'
import { officeToday } from '../office-day.ts'
import type { RefusalCode } from '../refusal-codes.ts'
import type { Customer } from './schema.ts'

/** One thing that keeps a record from being archived; the dialog lists each with a button that goes to it. */
export interface ArchiveBlocker {
  /** Refusal code of the reason; the locales hold its text under `refusal`. */
  code: RefusalCode
  /** Where the button leads: a document, or with `transactions` the ledger of the customer whose id it is. */
  collection: 'services' | 'invoices' | 'transactions'
  id: string
  title: string
  /** What tells it from its namesakes: the addresses and numbers of a service. */
  detail?: string
  /** Equipment that a service holds. */
  itemIds?: readonly string[]
  /** What is open, in minor units of `currency`. */
  amount?: number
  currency?: string
  /** Of an invoice. */
  dueOn?: string
  /** How many records this line stands for, when it is not one. */
  count?: number
  /** The first of them, at most `MAX_LISTED`; amounts in minor units. */
  entries?: { key: string; date: string; description: string; amount: number }[]
}

/** Finds the blockers of one customer. */
export type BlockerCheck = (customer: Customer, context: CommandContext) => ArchiveBlocker[]

/** Open invoices that a dialog lists one by one. */
const MAX_LISTED = 50

const servicesInUse: BlockerCheck = (customer, context) =>
  liveServices(context.read, { customerId: customer.id }, officeToday(context, customer.officeId)).map(
    (service) => serviceBlocker(service, 'service.stillActive'),
  )

const unpaidInvoices: BlockerCheck = (customer, { read }) =>
  read.ledger.openInvoices(customer.id, MAX_LISTED).map(({ id, number, open, currency, dueOn }) => ({
    code: 'invoice.unpaid',
    collection: 'invoices',
    id,
    title: number,
    amount: open,
    currency,
    dueOn,
  }))

const uninvoicedEntries: BlockerCheck = (customer, { read }) => {
  const entries = read.ledger.uninvoiced(customer.id)
  if (entries.length === 0) return []
  const amount = entries.reduce((sum, entry) => sum + entry.amount, 0)
  const { currency } = customer
  const listed = entries
    .slice(0, MAX_LISTED)
    .map(({ key, date, description = '', amount: net }) => ({ key, date, description, amount: net }))
  return [
    {
      code: 'ledger.uninvoiced',
      collection: 'transactions',
      id: customer.id,
      title: '',
      amount,
      currency,
      count: entries.length,
      entries: listed,
    },
  ]
}

/** The checks that archiving a customer runs (domain.md §3). */
export const customerBlockers: readonly BlockerCheck[] = [servicesInUse, unpaidInvoices, uninvoicedEntries]
