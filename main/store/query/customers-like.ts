import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import { matchesOf } from '#core/domain/matching/match-customer.ts'
import { customersWith } from './customers-with.ts'
import type { Statements } from './statements.ts'

/** As many as a form can name. */
const SHOWN = 10

/** Who somebody being typed may be: what an import and a group of duplicates would say of it too. */
export function customersLike(
  statements: Statements,
  { candidate, exceptId }: MethodInput<'customers', 'matches'>,
): MethodOutput<'customers', 'matches'> {
  const read = (id: string): Customer | undefined => {
    const row = statements.get(`SELECT body FROM d_customers WHERE id = ? AND deleted = 0`, [id])
    // The store itself wrote the text from a document.
    return row && (JSON.parse(row.body as string) as Customer)
  }
  const matches = matchesOf(candidate, {
    customersWith: (keys, limit) => customersWith(statements, keys, limit),
    taxIdOf: (id) => read(id)?.taxId,
  })
  return {
    matches: matches
      .filter(({ customerId }) => customerId !== exceptId)
      .slice(0, SHOWN)
      .flatMap(({ customerId, by }) => {
        const customer = read(customerId)
        if (!customer) return []
        const { id, number, name, archived } = customer
        return [{ id, number, name, archived: archived !== undefined, by }]
      }),
  }
}
