import { draftCustomer } from '../billing/run.ts'
import { EXIT_FEE_TEXT, readToBill, taxBook } from '../billing/to-bill.ts'
import type { CommandContext } from '../command.ts'
import { officeToday } from '../office-day.ts'
import { addDays } from '../values/plain-date.ts'
import type { Customer } from './schema.ts'

/** What runs have still to bill, in minor units with tax. */
export interface LeftToBill {
  currency: string
  gross: number
}

/** Further ahead than the end of any period. */
const LONGEST_DAYS = 3660

/**
 * What services that have ended still owe, such as their last days and an exit fee, whenever it falls due: an archived
 * customer is not billed. Only for a customer without services that go on; undefined when nothing is left.
 */
export function leftToBill(customer: Customer, context: CommandContext): LeftToBill | undefined {
  const through = addDays(officeToday(context, customer.officeId), LONGEST_DAYS)
  const draft = draftCustomer(readToBill(customer, context), {
    through,
    taxes: taxBook(context),
    exitFeeText: EXIT_FEE_TEXT,
  })
  const gross = draft.invoices.reduce((sum, invoice) => sum + invoice.gross, 0)
  return gross === 0 ? undefined : { currency: draft.currency, gross }
}
