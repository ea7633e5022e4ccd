import type { Customer } from '#core/domain/customer/schema.ts'
import { attributeValueOf, type AttributeValue } from '#core/domain/customer/unique-values.ts'
import { codeOf, type Code } from './codes.ts'
import { preparedFor, type Projector } from './projector.ts'

const prepared = preparedFor({
  add: `INSERT OR IGNORE INTO r_attribute_value (attribute_n, key, customer_n) VALUES (?, ?, ?)`,
  remove: `DELETE FROM r_attribute_value WHERE attribute_n = ? AND key = ? AND customer_n = ?`,
})

/**
 * Which customers, archived ones too, hold which values of the catalogue's attributes, by the key under which values are
 * the same (`unique-values.ts`); `attribute_n` is the code of the definition. Free attributes are not in it.
 */
export const attributeValues: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_attribute_value (attribute_n INTEGER, key TEXT, customer_n INTEGER,
      PRIMARY KEY (attribute_n, key, customer_n)) WITHOUT ROWID;`,
  drop: `DROP TABLE IF EXISTS r_attribute_value;`,
  apply({ db, owners, writes }) {
    const known = new Map<string, Code>()
    const statements = prepared(db)
    for (const { collection, id, before, after } of writes) {
      if (collection !== 'customers') continue
      // Only documents that passed the schema reach the store.
      const old = valuesOf(before as Customer | undefined)
      const held = valuesOf(after as Customer | undefined)
      if (old.size === 0 && held.size === 0) continue
      const { number } = owners.of(id)
      const change = (statement: keyof typeof statements, { definitionId, key }: AttributeValue) =>
        statements[statement].run(codeOf(db, definitionId, known).n, key, number)
      for (const [name, value] of old) if (!held.has(name)) change('remove', value)
      for (const [name, value] of held) if (!old.has(name)) change('add', value)
    }
  },
}

const valuesOf = (customer: Customer | undefined): Map<string, AttributeValue> =>
  new Map(
    (customer?.attributes ?? []).flatMap((attribute) => {
      const value = attributeValueOf(attribute)
      return value ? [[`${value.definitionId}/${value.key}`, value] as const] : []
    }),
  )
