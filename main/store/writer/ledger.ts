import { ledgerEntrySchema, type LedgerEntry } from '#core/domain/ledger/schema.ts'
import type { LedgerReader, OpenInvoice } from '#core/domain/ledger/reader.ts'
import { canonicalJson } from '#core/lib/canonical-json.ts'
import { withoutUndefined } from '#core/sync/diff.ts'
import { textDigest, type createChangesHash } from '#core/sync/op-hash.ts'
import { compiledValidate } from '../compiled-validate.ts'
import type { PostedEntry } from '../projectors/projector.ts'
import { sha256 } from '../sha256.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { createSalts } from './salts.ts'

/** A handler posted an entry that its schema refuses: a bug in the handler, never the person's fault. */
export class InvalidEntryError extends Error {}

/**
 * Posts entries as rows of the ledger, which are the op's change rows as well: they follow those of the documents from
 * position `i` on, and go into the same hash.
 *
 * @throws SqliteError `constraint` when a key is there already, so that nothing of the op is kept.
 */
export function postEntries(
  db: SqliteDatabase,
  entries: readonly LedgerEntry[],
  at: { commit: number; i: number },
  hash: ReturnType<typeof createChangesHash>,
): PostedEntry[] {
  if (entries.length === 0) return []
  const insert = db.prepare(
    `INSERT INTO transactions (n, key, commit_no, i, salt, body) VALUES (?, ?, ?, ?, ?, ?)`,
  )
  let n = Number(db.prepare(`SELECT max(n) AS n FROM transactions`).get()?.n ?? 0)
  const nextSalt = createSalts(entries.length)
  return entries.map((given, index) => {
    const checked = compiledValidate(ledgerEntrySchema, withoutUndefined(given))
    if (!checked.ok) throw new InvalidEntryError(`${given.key}: ${JSON.stringify(checked.error[0])}`)
    const entry = checked.value
    const salt = nextSalt()
    const text = canonicalJson(entry)
    const row = {
      collection: 'transactions',
      id: entry.key,
      path: '',
      kind: 'create',
      from: undefined,
      to: text,
      salt,
    } as const
    hash.add(textDigest(row, sha256))
    n++
    insert.run(n, entry.key, at.commit, at.i + index, salt, text)
    return { n, entry }
  })
}

// The store itself wrote the text from an entry.
const parse = (body: unknown): LedgerEntry => JSON.parse(body as string) as LedgerEntry

/** The ledger as commands read it, on the writer's connection. */
export function createLedgerReader(db: SqliteDatabase): LedgerReader {
  const ofCustomer = `(SELECT n FROM r_customer WHERE id = ?1)`
  const statements = {
    get: db.prepare(`SELECT body FROM transactions WHERE key = ?`),
    any: db.prepare(`SELECT 1 FROM r_transaction WHERE customer_n = ${ofCustomer} LIMIT 1`),
    counts: db.prepare(
      `SELECT (SELECT count(*) FROM r_transaction WHERE customer_n = ${ofCustomer}) AS entries,
         (SELECT count(*) FROM r_invoice WHERE customer_n = ${ofCustomer} AND present = 1) AS invoices`,
    ),
    balance: db.prepare(`SELECT balance FROM r_customer WHERE id = ?`),
    open: db.prepare(
      `SELECT r.id, r.due, r.open, d.body FROM r_invoice r JOIN d_invoices d ON d.id = r.id
       WHERE r.customer_n = ${ofCustomer} AND r.open > 0 ORDER BY r.due, r.n LIMIT ?2`,
    ),
    entries: db.prepare(
      `SELECT t.body FROM r_transaction r JOIN transactions t ON t.n = r.n
       WHERE r.customer_n = ${ofCustomer} ORDER BY r.n LIMIT ?2`,
    ),
    // The sign after `-` ends the range.
    stem: db.prepare(
      `SELECT 1 FROM r_invoice WHERE present = 1 AND number >= ?1 || '-' AND number < ?1 || '.' LIMIT 1`,
    ),
    uninvoiced: db.prepare(
      `SELECT t.body FROM r_transaction r JOIN transactions t ON t.n = r.n
       WHERE r.customer_n = ${ofCustomer} AND r.invoice_n IS NULL AND r.kind < 2 ORDER BY r.n LIMIT ?2`,
    ),
  }
  return {
    get(key) {
      const row = statements.get.get(key)
      return row && parse(row.body)
    },
    hasEntries: (customerId) => statements.any.get(customerId) !== undefined,
    counts(customerId) {
      const row = statements.counts.get(customerId)
      return { entries: Number(row?.entries ?? 0), invoices: Number(row?.invoices ?? 0) }
    },
    balance: (customerId) => Number(statements.balance.get(customerId)?.balance ?? 0),
    openInvoices: (customerId, limit) =>
      statements.open.all(customerId, limit).map(({ id, due, open, body }): OpenInvoice => {
        const { number, currency } = JSON.parse(body as string) as { number: string; currency: string }
        return { id: id as string, number, currency, dueOn: due as string, open: open as number }
      }),
    entries: (customerId, limit) => statements.entries.all(customerId, limit).map(({ body }) => parse(body)),
    isStemUsed: (stem) => statements.stem.get(stem) !== undefined,
    uninvoiced: (customerId, limit = -1) =>
      statements.uninvoiced.all(customerId, limit).map(({ body }) => parse(body)),
  }
}
