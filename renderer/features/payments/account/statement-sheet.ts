import type { MethodOutput } from '#core/contract/host-contract.ts'
import { currencyDecimals } from '#core/domain/values/money.ts'
import type { Sheet } from '#renderer/host/transfer/index.ts'

export type Statement = MethodOutput<'payments', 'statement'>
export type StatementRow = Statement['rows'][number]

interface StatementWords {
  t: (key: string, values?: Record<string, string>) => string
  day: (plain: string) => string
  /** What a row is, in words. */
  rowText: (row: StatementRow) => string
  customerName: string
  customerNumber: string
  period: string
  today: string
}

/** The statement as a table of a file: charges and payments in columns of their own, as an accountant reads it. */
export function statementSheet(statement: Statement, words: StatementWords): Sheet {
  const { currency, opening, closing, rows } = statement
  const { t, day, rowText } = words
  const decimals = currencyDecimals(currency)
  const units = (minor: number) => minor / 10 ** decimals
  return {
    title: t('payments.account.statement'),
    lines: [
      `${words.customerName} · ${words.customerNumber}`,
      words.period,
      t('payments.account.currencyLine', { currency }),
    ],
    columns: [
      { label: t('payments.field.date'), kind: 'text' },
      { label: t('payments.account.what'), kind: 'text' },
      { label: t('payments.account.charged'), kind: 'amount' },
      { label: t('payments.account.paid'), kind: 'amount' },
      { label: t('payments.account.balance'), kind: 'amount' },
    ],
    rows: [
      ['', t('payments.account.opening'), null, null, units(opening)],
      ...rows.map((row) => [
        day(row.date),
        rowText(row),
        row.amount >= 0 ? units(row.amount) : null,
        row.amount < 0 ? units(-row.amount) : null,
        units(row.balance),
      ]),
      ['', t('payments.account.closing'), null, null, units(closing)],
    ],
    decimals,
    name: `${t('payments.account.statement')} ${words.customerNumber} ${words.today}`,
  }
}
