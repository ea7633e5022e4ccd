import type { Customer } from '#core/domain/customer/schema.ts'
import { preparedFor, type Projector } from './projector.ts'

const prepared = preparedFor({
  drop: `DELETE FROM r_payment_method WHERE customer_n = ?`,
  put: `INSERT OR REPLACE INTO r_payment_method (customer_n, id, expires, account) VALUES (?, ?, ?, ?)`,
})

/** The last month of a card as YYYYMM; null for what does not expire. */
const expiresOf = ({ expiryMonth, expiryYear }: Customer['paymentMethods'][number]): number | null =>
  expiryMonth === undefined || expiryYear === undefined ? null : expiryYear * 100 + expiryMonth

/** Cards by the month in which they expire, and accounts by their IBAN, over all customers. */
export const paymentMethods: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_payment_method (customer_n INTEGER, id TEXT, expires INTEGER, account TEXT,
      PRIMARY KEY (customer_n, id)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS r_payment_method_expires ON r_payment_method (expires, customer_n)
      WHERE expires IS NOT NULL;
    CREATE INDEX IF NOT EXISTS r_payment_method_account ON r_payment_method (account, customer_n)
      WHERE account IS NOT NULL;`,
  drop: `DROP TABLE IF EXISTS r_payment_method;`,
  apply({ db, writes, owners }) {
    const statements = prepared(db)
    for (const { collection, id, before, after } of writes) {
      if (collection !== 'customers') continue
      // Only documents that passed the schema reach the store.
      const old = (before as Customer | undefined)?.paymentMethods ?? []
      const now = (after as Customer | undefined)?.paymentMethods ?? []
      if (old.length === 0 && now.length === 0) continue
      const n = owners.of(id).number
      if (old.length > 0) statements.drop.run(n)
      for (const method of now) statements.put.run(n, method.id, expiresOf(method), method.iban ?? null)
    }
  },
}
