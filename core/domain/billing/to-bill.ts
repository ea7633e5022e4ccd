import { isCatalogKind } from '../catalog/schema.ts'
import type { CommandContext } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { statusBills } from '../customer/unbilled.ts'
import type { Site } from '../site/schema.ts'
import { readWhere } from '../typed-reader.ts'
import { billedPeriods } from './line.ts'
import type { CustomerToBill, RunPlan } from './run.ts'
import { createTaxBook, type TaxBook } from './tax-book.ts'

/** More entries than a customer can have: a run that saw only some of them would bill the others' periods again. */
const ALL_ENTRIES = 10_000_000

/** How invoices name an exit fee. */
export const EXIT_FEE_TEXT: RunPlan['exitFeeText'] = { es: 'Baja anticipada', en: 'Early termination' }

/** The tax rates of every country. */
export const taxBook = (context: Pick<CommandContext, 'read'>): TaxBook =>
  createTaxBook(
    readWhere(context.read, 'catalog', { kind: 'taxRate' }).filter((record) =>
      isCatalogKind('taxRate', record),
    ),
  )

/** Reads everything that a run needs of a customer. */
export function readToBill(
  customer: Customer,
  context: Pick<CommandContext, 'read'>,
): CustomerToBill & { sites: readonly Site[] } {
  const { read } = context
  return {
    customer,
    billsServices: statusBills(customer.statusId, context),
    ...(customer.unbilled && { unbilled: customer.unbilled }),
    sites: readWhere(read, 'sites', { customerId: customer.id }),
    services: readWhere(read, 'services', { customerId: customer.id }),
    billed: billedPeriods(read.ledger.entries(customer.id, ALL_ENTRIES)),
    uninvoiced: read.ledger.uninvoiced(customer.id, ALL_ENTRIES),
  }
}
