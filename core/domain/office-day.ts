import { isCatalogKind } from './catalog/schema.ts'
import type { CommandContext } from './command.ts'
import { readOne } from './typed-reader.ts'
import { plainDateAt } from './values/plain-date.ts'

/** Today in an office's time zone, which is what counts in money (architecture.md §4); UTC for an unknown office. */
export function officeToday(context: Pick<CommandContext, 'read' | 'now'>, officeId: string): string {
  const office = readOne(context.read, 'catalog', officeId)
  const zone = office && isCatalogKind('office', office) ? office.data.timeZone : 'UTC'
  return plainDateAt(context.now, zone)
}

/** Today in the office that bills a customer. */
export const customerToday = (context: CommandContext, customerId: string): string =>
  officeToday(context, readOne(context.read, 'customers', customerId)?.officeId ?? '')
