import { useI18n } from 'vue-i18n'
import { explainLine } from '#core/domain/billing/basis-text.ts'
import type { Basis } from '#core/domain/ledger/basis.ts'
import { currencyDecimals } from '#core/domain/values/money.ts'
import { addDays } from '#core/domain/values/plain-date.ts'
import { dateFormat, numberFormat } from '../../locales/formats.ts'
import { formatLocale } from '../../locales/index.ts'

/** What is shown of an amount: a line of a bill, of a draft or of what a change costs. */
export interface ExplainedLine {
  description: string
  /** Net minor units. */
  net: number
  unit?: string
  /** First day that is charged, and first one that no longer is; of a draft's lines those that are really charged. */
  periodFrom?: string
  periodTo?: string
  chargedFrom?: string
  chargedTo?: string
  basis?: Basis
}

/** Most decimals of a price (domain.md §2). */
const PRICE_DECIMALS = 6

/** Amounts of bills in words: for which days, and how each came about, in the very words of the bill. */
export function useLineWords() {
  const { locale } = useI18n()

  /** From the first to the last day, both meant: people do not count with the day after. */
  function period(from: string | undefined, to: string | undefined): string {
    if (from === undefined || to === undefined) return ''
    const at = (day: string) => new Date(`${day}T00:00:00Z`)
    const last = addDays(to, -1)
    return dateFormat(formatLocale(locale.value), {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    }).formatRange(at(from), at(last < from ? from : last))
  }

  return {
    explain: (line: ExplainedLine, currency: string): string =>
      explainLine(line, currency, locale.value === 'en' ? 'en' : 'es') ?? '',
    /** Decimal text, such as a reading. */
    number: (decimal: string): string =>
      numberFormat(locale.value, { maximumFractionDigits: PRICE_DECIMALS }).format(Number(decimal)),
    /** Decimal text in units of a currency, with all its decimals. */
    price: (decimal: string, currency: string): string =>
      numberFormat(locale.value, {
        style: 'currency',
        currency,
        minimumFractionDigits: currencyDecimals(currency),
        maximumFractionDigits: PRICE_DECIMALS,
      }).format(Number(decimal)),
    /** The days of a line: those that are charged where it says so. */
    periodOf: (line: ExplainedLine): string =>
      line.basis?.days === 0
        ? period(line.periodFrom, line.periodTo)
        : period(line.chargedFrom ?? line.periodFrom, line.chargedTo ?? line.periodTo),
  }
}
