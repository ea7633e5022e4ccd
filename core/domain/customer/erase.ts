import { err, ok, type Result } from '../../lib/result.ts'
import {
  defineCommand,
  type CommandContext,
  type CommandOutcome,
  type CommandReader,
  type DocumentWrite,
  type Refusal,
} from '../command.ts'
import { anyText, closed } from '../input-kit.ts'
import { atPlace } from '../inventory/hand-over.ts'
import { id } from '../schema-kit.ts'
import { readOne, readWhere, writeOf } from '../typed-reader.ts'
import { customerBlockers } from './blockers.ts'
import type { Customer } from './schema.ts'

export interface CustomerErased {
  /** Records that are gone, the customer's own included. */
  records: number
}

/** Items named in a refusal. */
const NAMED_ITEMS = 5

/**
 * Takes all personal data of an archived customer out of the file for good (sync.md §3): customer, contacts, sites and
 * services with their history. Issued invoices and the ledger stay, as the law demands.
 */
export const eraseCustomer = defineCommand({
  name: 'customer.erase',
  /** The person types the customer's number: nobody erases by a slip of the hand. */
  input: closed({ id: id(), number: anyText() }),
  undo: 'none',
  whole: true,
  run({ id: customerId, number }, context) {
    const customer = readOne(context.read, 'customers', customerId)
    if (!customer) return err({ code: 'customer.notFound' })
    const { name } = customer
    if (!customer.archived) return err({ code: 'customer.eraseNotArchived', details: { name } })
    if (plain(number) !== plain(customer.number))
      return err({ code: 'customer.eraseNumber', details: { number: customer.number } })
    const blockers = customerBlockers.flatMap((check) => check(customer, context))
    if (blockers.length > 0) return err({ code: 'customer.blocked', details: { name, blockers } })
    const items = readWhere(context.read, 'inventory', { customerId })
    if (items.length > 0)
      return err({
        code: 'customer.eraseHoldsItems',
        details: {
          name,
          count: items.length,
          serials: items
            .slice(0, NAMED_ITEMS)
            .map(({ serial }) => serial)
            .join(', '),
        },
      })
    return erased(customer, context)
  },
})

const plain = (number: string): string => number.replace(/\s/g, '').toUpperCase()

/**
 * Erases again what had been erased and came back with an older copy of the file. Nobody is asked: the decision was
 * made. Equipment that the copy shows with the customer counts as back in stock.
 */
export const eraseCustomerAgain = defineCommand({
  name: 'customer.eraseAgain',
  input: closed({ id: id() }),
  undo: 'none',
  whole: true,
  internal: true,
  run({ id: customerId }, context) {
    const customer = readOne(context.read, 'customers', customerId)
    if (!customer) return err({ code: 'customer.notFound' })
    const returned = readWhere(context.read, 'inventory', { customerId }).map((item) =>
      writeOf('inventory', item, atPlace(item, 'inStock', item.placeId ?? context.actor.officeId)),
    )
    return erased(customer, context, returned)
  },
})

/** Duplicates that were merged into a customer, and theirs: the same person under other numbers. */
function mergedInto(read: CommandReader, id: string): Customer[] {
  const duplicates = readWhere(read, 'customers', { mergedInto: id })
  return [...duplicates, ...duplicates.flatMap((one) => mergedInto(read, one.id))]
}

function erased(
  customer: Customer,
  { read }: CommandContext,
  returned: readonly DocumentWrite[] = [],
): Result<CommandOutcome<CustomerErased>, Refusal> {
  const family = [customer, ...mergedInto(read, customer.id)]
  const gone = family.flatMap(({ id: customerId }) =>
    (['contacts', 'sites', 'services'] as const).flatMap((collection) =>
      readWhere(read, collection, { customerId }).map((document): DocumentWrite => ({
        collection,
        id: document.id,
        before: document,
        after: undefined,
      })),
    ),
  )
  for (const one of family) gone.push({ collection: 'customers', id: one.id, before: one, after: undefined })
  return ok({
    writes: [...returned, ...gone],
    result: { records: gone.length },
    erases: family.map(({ id }) => id),
  })
}
