import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { IdentifierUse } from '#core/domain/identifier.ts'
import type { Statements } from '../statements.ts'
import { namesOf } from './item-rows.ts'

type Holder = MethodOutput<'inventory', 'blocks'>['outside']['examples'][number]
type Use = Pick<IdentifierUse, 'collection' | 'id' | 'value'>

/** Tells of each of the uses what people call the record, and whose it is. */
export function holdersOf(statements: Statements, uses: readonly Use[]): (use: Use) => Holder {
  const read = (collection: Use['collection'], title: string) =>
    statements.all(
      `SELECT id, json_extract(body, '$.${title}') AS title, json_extract(body, '$.customerId') AS customer
        FROM d_${collection} WHERE id IN (SELECT value FROM json_each(?))`,
      [JSON.stringify([...new Set(uses.filter((use) => use.collection === collection).map(({ id }) => id))])],
    )
  const rows = [...read('services', 'name'), ...read('inventory', 'serial')]
  const byId = new Map(rows.map((row) => [row.id, row]))
  const customers = namesOf(
    statements,
    'customers',
    rows.map(({ customer }) => customer),
  )
  return ({ collection, id, value }) => {
    const row = byId.get(id)
    const customerId = row?.customer
    const customerName = typeof customerId === 'string' ? customers.get(customerId) : undefined
    return {
      collection,
      id,
      value,
      title: typeof row?.title === 'string' ? row.title : value,
      ...(typeof customerId === 'string' && { customerId }),
      ...(customerName !== undefined && { customerName }),
    }
  }
}
