import { ATTRIBUTE_KINDS, type CustomerAttribute } from '#core/domain/customer/schema.ts'
import { fold } from '#core/lib/fold.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { preparedFor, type Projector } from './projector.ts'

const prepared = preparedFor({
  find: `SELECT n FROM r_attribute WHERE key = ?`,
  name: `INSERT INTO r_attribute (key, name) VALUES (?, ?) RETURNING n`,
  clear: `DELETE FROM r_customer_attribute WHERE n = ?`,
  add: `INSERT INTO r_customer_attribute (n, i, attribute_n, kind, text, number) VALUES (?, ?, ?, ?, ?, ?)`,
})

/**
 * The attributes of customers as lists filter by them: `kind` is the place in ATTRIBUTE_KINDS, `text` the folded value,
 * and `number` its value where the kind is a number. The rows are written by customer-facts.ts.
 */
export const customerAttributes: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_attribute (n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS r_customer_attribute (n INTEGER, i INTEGER, attribute_n INTEGER NOT NULL,
      kind INTEGER NOT NULL, text TEXT NOT NULL, number REAL, PRIMARY KEY (n, i)) WITHOUT ROWID;`,
  drop: `DROP TABLE IF EXISTS r_attribute; DROP TABLE IF EXISTS r_customer_attribute;`,
  apply: () => undefined,
}

/** How `r_attribute.key` names an attribute: by its definition, or a free one by its folded name. */
export const attributeKey = ({
  definitionId,
  name = '',
}: {
  definitionId?: string
  name?: string
}): string => (definitionId === undefined ? `name/${fold(name)}` : `id/${definitionId}`)

/** The value of a number as the list compares it; undefined for text that is none. */
export const attributeNumber = (value: string): number | undefined =>
  /^-?\d{1,300}(\.\d{1,300})?$/.test(value.trim()) ? Number(value) : undefined

const NUMBER = ATTRIBUTE_KINDS.indexOf('number')

export function putAttributes(db: SqliteDatabase, n: number, attributes: readonly CustomerAttribute[]): void {
  const statements = prepared(db)
  statements.clear.run(n)
  for (const [i, attribute] of attributes.entries()) {
    const key = attributeKey(attribute)
    const row = statements.find.get(key) ?? statements.name.get(key, attribute.name)
    const kind = ATTRIBUTE_KINDS.indexOf(attribute.kind)
    const number = kind === NUMBER ? (attributeNumber(attribute.value) ?? null) : null
    statements.add.run(n, i, row?.n as number, kind, fold(attribute.value), number)
  }
}
