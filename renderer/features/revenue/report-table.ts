import { currencyDecimals } from '#core/domain/values/money.ts'
import type { Sheet } from '#renderer/host/transfer/index.ts'

/** `amount`: minor units of the report's currency; `percent`: hundredths of a per cent. */
export type ReportCell = 'text' | 'number' | 'amount' | 'percent'

export interface ReportColumn {
  label: string
  kind: ReportCell
}

export interface ReportRow {
  key: string
  /** null is blank: there is no such figure. */
  cells: readonly (string | number | null)[]
  /** Where the first cell leads. */
  to?: string
}

export interface ReportTable {
  currency: string
  columns: readonly ReportColumn[]
  rows: readonly ReportRow[]
}

/** The same table for a file: amounts in units of the currency, percentages as such. */
export function tableSheet(table: ReportTable, title: string, lines: readonly string[], day: string): Sheet {
  const decimals = currencyDecimals(table.currency)
  return {
    title,
    lines: [...lines],
    columns: table.columns.map(({ label, kind }) => ({
      label,
      kind: kind === 'percent' ? 'number' : kind,
    })),
    rows: table.rows.map(({ cells }) =>
      cells.map((cell, index) => {
        const kind = table.columns[index]?.kind
        if (typeof cell !== 'number') return cell
        if (kind === 'amount') return cell / 10 ** decimals
        return kind === 'percent' ? cell / 100 : cell
      }),
    ),
    decimals,
    name: `${title} ${day}`,
  }
}
