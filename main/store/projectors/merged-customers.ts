import type { DocumentWrite } from '#core/domain/command.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import type { StoredDocument } from '#core/domain/entity.ts'
import { LEDGER_KINDS } from '#core/domain/ledger/schema.ts'
import { preparedFor, type Projection, type Projector } from './projector.ts'

const ALLOCATION = LEDGER_KINDS.indexOf('allocation')

const prepared = preparedFor({
  counted: `SELECT heir_n FROM r_customer WHERE n = ?`,
  count: `UPDATE r_customer SET heir_n = ?2 WHERE n = ?1`,
  moveEntries: `UPDATE r_transaction SET customer_n = ?3 WHERE customer_n = ?1 AND n IN
    (SELECT r.n FROM r_transaction r JOIN transactions t ON t.n = r.n
     WHERE r.customer_n = ?1 AND json_extract(t.body, '$.customerId') = ?2)`,
  moveInvoices: `UPDATE r_invoice SET customer_n = ?2
    WHERE id IN (SELECT id FROM d_invoices WHERE f_customerId = ?1 AND deleted = 0)`,
  invoices: `SELECT d.id, d.body FROM d_invoices d JOIN r_invoice r ON r.id = d.id
    WHERE d.f_customerId = ? AND d.deleted = 0 AND r.present = 1`,
  settle: `UPDATE r_customer SET
      balance = (SELECT coalesce(sum(amount), 0) FROM r_transaction WHERE customer_n = ?1 AND kind <> ${ALLOCATION}),
      uninvoiced = (SELECT count(*) FROM r_transaction WHERE customer_n = ?1 AND invoice_n IS NULL AND kind < 2),
      open_invoices = (SELECT count(*) FROM r_invoice WHERE customer_n = ?1 AND open > 0),
      open_amount = (SELECT coalesce(sum(open), 0) FROM r_invoice WHERE customer_n = ?1 AND open > 0),
      oldest_due = (SELECT min(due) FROM r_invoice WHERE customer_n = ?1 AND open > 0)
    WHERE n = ?1`,
})

/**
 * For whom money counts when a customer was merged into another one, or is no longer: entries and invoices themselves
 * never change (docs/decisions/0003). It costs as much as the two customers have.
 */
export const mergedCustomers: Projector = {
  // `heir_n` is a column of r_customer: whose the money is that was posted for the customer; null for its own.
  tables: '',
  drop: '',
  apply(projection) {
    const turned = projection.writes.flatMap(({ collection, id, before, after }) =>
      collection === 'customers' && intoOf(before) !== intoOf(after) ? [id] : [],
    )
    const family = new Set(turned.flatMap((id) => projection.heirs.family(id)))
    const touched = new Set([...family].flatMap((id) => follow(projection, id)))
    for (const n of touched) {
      prepared(projection.db).settle.run(n)
      projection.owners.touch(n)
    }
  },
}

const intoOf = (document: StoredDocument | undefined): string | undefined =>
  // Only documents that passed the schema reach the store.
  (document as Customer | undefined)?.mergedInto

/** Lets the money of a customer count where it belongs now; answers the two whose figures change. */
function follow({ db, owners, heirs, writes, movedInvoices }: Projection, customerId: string): number[] {
  const statements = prepared(db)
  const own = owners.of(customerId).number
  const heir = owners.of(heirs.of(customerId)).number
  const counted = statements.counted.get(own)?.heir_n
  const before = typeof counted === 'number' ? counted : own
  if (before === heir) return []
  const written = new Set(writes.filter(({ collection }) => collection === 'invoices').map(({ id }) => id))
  for (const { id, body } of statements.invoices.all(customerId)) {
    if (written.has(id as string)) continue
    // The store itself wrote the text from a document.
    const invoice = JSON.parse(body as string) as StoredDocument
    movedInvoices.push({
      collection: 'invoices',
      id: invoice.id,
      before: invoice,
      after: invoice,
    } satisfies DocumentWrite)
  }
  statements.moveEntries.run(before, customerId, heir)
  statements.moveInvoices.run(customerId, heir)
  statements.count.run(own, heir === own ? null : heir)
  return [before, heir]
}
