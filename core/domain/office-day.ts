import { isCatalogKind } from './catalog/schema.ts'
import type { CommandContext } from './command.ts'
import { readOne } from './typed-reader.ts'
import { plainDateAt } from './values/plain-date.ts'

/** Today in an office's time zone, which is what counts in money (architecture.md §4); UTC for an unknown office. */
export function officeToday(context: CommandContext, officeId: string): string {
  const office = readOne(context.read, 'catalog', officeId)
  const zone = office && isCatalogKind('office', office) ? office.data.timeZone : 'UTC'
  return plainDateAt(context.now, zone)
}
