import { preparedFor, type Projector } from './projector.ts'

const prepared = preparedFor({
  add: `INSERT INTO r_customer_touched (numbers, catalog) VALUES (?, ?)`,
})

/**
 * The row numbers of the customers that each change since the file was opened has touched, as a JSON list, and whether
 * the catalogue changed: from it the list in the reader's memory learns what to read again.
 */
export const customerJournal: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_customer_touched (seq INTEGER PRIMARY KEY, numbers TEXT NOT NULL,
    catalog INTEGER NOT NULL);`,
  drop: `DROP TABLE IF EXISTS r_customer_touched;`,
  apply({ db, writes, owners }) {
    const numbers = owners.numbers()
    const hasCatalog = writes.some(({ collection }) => collection === 'catalog')
    if (numbers.length > 0 || hasCatalog) prepared(db).add.run(JSON.stringify(numbers), hasCatalog ? 1 : 0)
  },
}
