import { fold } from '#core/lib/fold.ts'
import { LEDGER_KINDS, PAYMENT_WAYS, type LedgerEntry } from '#core/domain/ledger/schema.ts'
import { preparedFor, type Projector } from './projector.ts'

const prepared = preparedFor({
  put: `INSERT INTO r_payment (n, kind, amount, currency, day, way, reference, given)
    VALUES (?, ?, ?, ?, ?, ?, ?, 0)`,
  entry: `SELECT n FROM transactions WHERE key = ?`,
  give: `UPDATE r_payment SET given = given + ?2 WHERE n = ?1`,
  reverse: `UPDATE r_payment SET reversed_n = ?2 WHERE n = ?1`,
  payer: `INSERT OR IGNORE INTO r_payer (account, n) VALUES (?, ?)`,
})

const kindCode = (kind: LedgerEntry['kind']): number => LEDGER_KINDS.indexOf(kind)

/** How `r_payment.kind` writes what moves money, as `r_transaction` does. */
export const MONEY_CODES = {
  payment: kindCode('payment'),
  refund: kindCode('refund'),
  writeOff: kindCode('writeOff'),
} as const

/** How `r_payment.way` writes how it was paid; absent for write-offs. */
export const wayCode = (way: LedgerEntry['way']): number | null =>
  way === undefined ? null : PAYMENT_WAYS.indexOf(way)

/**
 * Payments, refunds and write-offs as lists ask for them: how much of a payment was given to invoices or paid back, and
 * which entry took it back. Whose they are is in `r_transaction`, which follows merged customers. `r_payer` knows the
 * accounts that payments came from.
 */
export const payments: Projector = {
  // Amounts are positive minor units; `day` is YYYYMMDD as a number.
  tables: `CREATE TABLE IF NOT EXISTS r_payment (n INTEGER PRIMARY KEY, kind INTEGER NOT NULL,
      amount INTEGER NOT NULL, currency TEXT NOT NULL, day INTEGER NOT NULL, way INTEGER,
      reference TEXT NOT NULL, given INTEGER NOT NULL, reversed_n INTEGER);
    CREATE INDEX IF NOT EXISTS r_payment_day ON r_payment (day, n);
    CREATE INDEX IF NOT EXISTS r_payment_amount ON r_payment (amount, n);
    CREATE INDEX IF NOT EXISTS r_payment_free ON r_payment (day, n) WHERE kind = 3 AND reversed_n IS NULL AND amount > given;
    CREATE INDEX IF NOT EXISTS r_payment_reversed ON r_payment (day, n) WHERE reversed_n IS NOT NULL;
    CREATE INDEX IF NOT EXISTS r_payment_reference ON r_payment (reference, n) WHERE reference <> '';
    CREATE TABLE IF NOT EXISTS r_payer (account TEXT, n INTEGER, PRIMARY KEY (account, n)) WITHOUT ROWID;`,
  drop: `DROP TABLE IF EXISTS r_payment; DROP TABLE IF EXISTS r_payer;`,
  apply({ db, entries }) {
    const statements = prepared(db)
    const numberOf = (key: string): number | undefined => statements.entry.get(key)?.n as number | undefined
    for (const { n, entry } of entries) {
      const { kind, amount, currency, date, way, reference, reverses, sourceId, payerAccount } = entry
      const given = kind === 'allocation' || kind === 'refund'
      if (given && sourceId !== undefined) {
        // The id of a credit note is no key of an entry.
        const source = numberOf(sourceId)
        if (source !== undefined) statements.give.run(source, amount)
      }
      if (kind !== 'payment' && kind !== 'refund' && kind !== 'writeOff') continue
      if (reverses !== undefined) {
        const first = numberOf(reverses)
        if (first !== undefined) statements.reverse.run(first, n)
        continue
      }
      const day = Number(date.replaceAll('-', ''))
      const folded = fold(reference ?? '')
      statements.put.run(n, MONEY_CODES[kind], Math.abs(amount), currency, day, wayCode(way), folded)
      if (kind === 'payment' && payerAccount !== undefined) statements.payer.run(payerAccount, n)
    }
  },
}
