import { useI18n } from 'vue-i18n'
import type { Basis } from '#core/domain/ledger/basis.ts'
import { currencyDecimals } from '#core/domain/values/money.ts'
import { addDays } from '#core/domain/values/plain-date.ts'
import { dateFormat, numberFormat } from '../../locales/formats.ts'
import { formatLocale } from '../../locales/index.ts'
import { useMoney } from '../useMoney.ts'

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

/** How amounts came about, in words: `19 de 31 días × 20,00 €`. The figures are those of the run. */
export function useLineWords() {
  const { t, locale } = useI18n()
  const { money } = useMoney()

  const number = (decimal: string): string =>
    numberFormat(locale.value, { maximumFractionDigits: PRICE_DECIMALS }).format(Number(decimal))
  const price = (decimal: string, currency: string): string =>
    numberFormat(locale.value, {
      style: 'currency',
      currency,
      minimumFractionDigits: currencyDecimals(currency),
      maximumFractionDigits: PRICE_DECIMALS,
    }).format(Number(decimal))
  const times = ({ quantity, unitPrice }: { quantity: string; unitPrice: string }, currency: string) =>
    quantity === '1'
      ? price(unitPrice, currency)
      : t('billLine.times', { quantity: number(quantity), price: price(unitPrice, currency) })

  function metered(basis: Basis, currency: string, unit: string): string {
    const { meterFrom, meterTo, steps } = basis
    const read =
      meterFrom === undefined || meterTo === undefined
        ? ''
        : t('billLine.meter', { from: number(meterFrom), to: number(meterTo) })
    const cost = steps
      ? steps
          .filter(({ quantity }) => quantity !== '0')
          .map((step) => times(step, currency))
          .join(' + ')
      : t('billLine.used', {
          quantity: number(basis.quantity),
          unit,
          price: price(basis.unitPrice, currency),
        })
    const guess = basis.estimated ? t('billLine.estimated') : ''
    return [read, cost, guess].filter(Boolean).join('; ')
  }

  function days(basis: Basis, currency: string): string {
    const { days: charged = 0, wholeDays: whole = 0 } = basis
    return t('billLine.part', { days: charged, whole, price: times(basis, currency) })
  }

  function explain(basis: Basis, currency: string, unit = ''): string {
    switch (basis.rule) {
      case 'whole':
        // The price alone would say the amount twice.
        return basis.quantity === '1' ? t('billLine.whole') : times(basis, currency)
      case 'once':
        return times(basis, currency)
      case 'part':
        return days(basis, currency)
      case 'metered':
        return metered(basis, currency, unit)
      case 'exitFee':
        return t('billLine.exitFee', {
          days: basis.days ?? 0,
          whole: basis.wholeDays ?? 0,
          price: price(basis.unitPrice, currency),
        })
      case 'correction': {
        const { was = 0, now = 0, days: charged } = basis
        const how =
          basis.meterFrom === undefined
            ? charged === undefined
              ? ''
              : days(basis, currency)
            : metered(basis, currency, unit)
        const change = t('billLine.correction', { was: money(was, currency), now: money(now, currency) })
        return [how, change].filter(Boolean).join('; ')
      }
    }
  }

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
    explain,
    period,
    price,
    number,
    /** The days of a line: those that are charged where it says so. */
    periodOf: (line: ExplainedLine): string =>
      line.basis?.days === 0
        ? period(line.periodFrom, line.periodTo)
        : period(line.chargedFrom ?? line.periodFrom, line.chargedTo ?? line.periodTo),
  }
}
