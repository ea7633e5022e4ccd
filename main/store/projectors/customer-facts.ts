import type { Contact } from '#core/domain/contact/schema.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import type { DocumentWrite } from '#core/domain/command.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { canonicalJson } from '#core/lib/canonical-json.ts'
import { fold } from '#core/lib/fold.ts'
import { putAttributes } from './customer-attributes.ts'
import { preparedFor, type Projection, type Projector } from './projector.ts'

const prepared = preparedFor({
  put: `INSERT INTO r_customer_fact (n, text, tax_id, created_ms, changed_ms, tags)
    VALUES (?1, ?2, ?3, ?4, (SELECT CAST(lwt AS INTEGER) FROM d_customers WHERE id = ?6), ?5)
    ON CONFLICT (n) DO UPDATE SET text = excluded.text, tax_id = excluded.tax_id,
      created_ms = excluded.created_ms, changed_ms = excluded.changed_ms, tags = excluded.tags`,
  add: `INSERT INTO r_customer_fact (n, emails, phones, unplaced) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (n) DO UPDATE SET emails = emails + ?2, phones = phones + ?3, unplaced = unplaced + ?4`,
})

/** What a commit changes for one customer. */
interface Difference {
  emails: number
  phones: number
  unplaced: number
}

/**
 * What the customer list filters by beyond its columns: the folded text of name, number and tax id, moments in
 * milliseconds since 1970, how many contacts in use have an email address or a telephone number, and how many sites in
 * use have no known position.
 */
export const customerFacts: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_customer_fact (n INTEGER PRIMARY KEY, text TEXT NOT NULL DEFAULT '',
      tax_id INTEGER NOT NULL DEFAULT 0, created_ms INTEGER NOT NULL DEFAULT 0,
      changed_ms INTEGER NOT NULL DEFAULT 0, tags INTEGER NOT NULL DEFAULT 0, emails INTEGER NOT NULL DEFAULT 0,
      phones INTEGER NOT NULL DEFAULT 0, unplaced INTEGER NOT NULL DEFAULT 0);`,
  drop: `DROP TABLE IF EXISTS r_customer_fact;`,
  apply(projection) {
    const differences = new Map<number, Difference>()
    const of = (customerId: string): Difference => {
      const { number } = projection.owners.of(customerId)
      const known = differences.get(number) ?? { emails: 0, phones: 0, unplaced: 0 }
      differences.set(number, known)
      return known
    }
    // Only documents that passed the schema reach the store.
    for (const { collection, id, before, after } of projection.writes) {
      if (collection === 'customers')
        putCustomer(projection, id, before as Customer | undefined, after as Customer | undefined)
      else if (collection === 'contacts') {
        countContact(before as Contact | undefined, -1, of)
        countContact(after as Contact | undefined, 1, of)
      } else if (collection === 'sites') {
        countSite(before as Site | undefined, -1, of)
        countSite(after as Site | undefined, 1, of)
      }
    }
    const { add } = prepared(projection.db)
    for (const [n, { emails, phones, unplaced }] of differences)
      if (emails !== 0 || phones !== 0 || unplaced !== 0) add.run(n, emails, phones, unplaced)
  },
}

function putCustomer(
  { db, owners }: Projection,
  id: DocumentWrite['id'],
  before: Customer | undefined,
  after: Customer | undefined,
): void {
  const n = owners.of(id).number
  prepared(db).put.run(
    n,
    after ? [after.name, after.number, after.taxId ?? ''].map(fold).join('\n') : '',
    after?.taxId ? 1 : 0,
    after ? Date.parse(after.createdAt) || 0 : 0,
    after?.tags.length ?? 0,
    id,
  )
  const held = before?.attributes ?? []
  const wanted = after?.attributes ?? []
  if (held !== wanted && canonicalJson(held) !== canonicalJson(wanted)) putAttributes(db, n, wanted)
}

function countContact(contact: Contact | undefined, by: 1 | -1, of: (id: string) => Difference): void {
  if (!contact || contact.archived) return
  const difference = of(contact.customerId)
  if (contact.emails.length > 0) difference.emails += by
  if (contact.phones.length > 0) difference.phones += by
}

function countSite(site: Site | undefined, by: 1 | -1, of: (id: string) => Difference): void {
  if (site && !site.archived && site.origin.precision === 'none') of(site.customerId).unplaced += by
}
