import type { SqliteDatabase } from '../sqlite/port.ts'
import type { KnownCustomer, Memory } from './memory.ts'
import { preparedFor } from './projector.ts'

const prepared = preparedFor({
  find: `SELECT n, archived FROM r_customer WHERE id = ?`,
  name: `INSERT INTO r_customer (id) VALUES (?) RETURNING n`,
  newest: `SELECT max(n) AS n FROM r_customer`,
})

/** A customer that documents of the commit belong to; `number` is its row number in `r_customer`. */
export type Owner = Readonly<KnownCustomer>

export interface Owners {
  /** A customer without a row gets one with `present` 0, since everything of a customer is numbered by its row. */
  of(customerId: string): Owner
  /** Takes over what the customer's own row says after this commit. */
  know(customerId: string, number: number, archived: boolean): Owner
  /** A customer whose row changes although no document of the commit names it. */
  touch(number: number): void
  /** Row numbers of all customers that the commit has named or touched so far. */
  numbers(): number[]
}

export function createOwners(db: SqliteDatabase, { customers: known }: Memory): Owners {
  const statements = prepared(db)
  const newestBefore = Number(statements.newest.get()?.n ?? 0)
  const touched = new Set<number>()
  /** Who was asked for last: what belongs to one customer mostly comes together. */
  let last: { customerId: string; owner: Owner } | undefined
  const know = (customerId: string, number: number, archived: boolean): Owner => {
    const isNew = known.get(customerId)?.isNew ?? number > newestBefore
    const owner: Owner = { number, archived, isNew }
    known.set(customerId, owner)
    touched.add(number)
    last = { customerId, owner }
    return owner
  }
  return {
    know,
    touch: (number) => void touched.add(number),
    numbers: () => [...touched],
    of(customerId) {
      if (last?.customerId === customerId) return last.owner
      const remembered = known.get(customerId)
      if (remembered) {
        touched.add(remembered.number)
        last = { customerId, owner: remembered }
        return remembered
      }
      const row = statements.find.get(customerId) ?? statements.name.get(customerId)
      if (!row) throw new Error('INSERT … RETURNING answered nothing')
      return know(customerId, row.n as number, row.archived === 1)
    },
  }
}
