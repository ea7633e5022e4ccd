import type { SqliteDatabase } from '../sqlite/port.ts'
import { preparedFor } from './projector.ts'

const prepared = preparedFor({
  // In the state that the commit leaves: documents are written before their read models.
  into: `SELECT json_extract(body, '$.mergedInto') AS heir FROM d_customers WHERE id = ? AND deleted = 0`,
  absorbed: `SELECT id FROM d_customers WHERE f_mergedInto = ? AND deleted = 0`,
})

/** Whose money it is: a customer that was merged has an heir, for whom its invoices and entries count. */
export interface Heirs {
  /** The customer itself, or the one into whom it was merged in the end. */
  of(customerId: string): string
  /** The customer, and everybody who was merged into it, also by way of others. */
  family(customerId: string): string[]
}

export function createHeirs(db: SqliteDatabase): Heirs {
  const known = new Map<string, string>()
  const find = (customerId: string): string => {
    const statements = prepared(db)
    let heir = customerId
    // Two desktops may have merged two customers into each other: then both keep what is theirs.
    for (const seen = new Set<string>(); ;) {
      seen.add(heir)
      const next = statements.into.get(heir)?.heir
      if (typeof next !== 'string') return heir
      if (seen.has(next)) return customerId
      heir = next
    }
  }
  return {
    of(customerId) {
      const heir = known.get(customerId) ?? find(customerId)
      known.set(customerId, heir)
      return heir
    },
    family(customerId) {
      const members = new Set([customerId])
      for (const member of members)
        for (const { id } of prepared(db).absorbed.all(member)) members.add(id as string)
      return [...members]
    },
  }
}
