import { useI18n } from 'vue-i18n'
import { useCatalog, useDates, useOwnOffice } from '#renderer/data/index.ts'
import { useMoney } from '#renderer/host/index.ts'
import { dateFormat, numberFormat } from '#renderer/locales/formats.ts'
import { formatLocale } from '#renderer/locales/index.ts'
import type { ReportCell } from './report-table.ts'

/** How reports write days, months and figures; today is that of this desktop's office. */
export function useReportWords() {
  const { locale } = useI18n()
  const { money, shortMoney } = useMoney()
  const offices = useCatalog('office')
  const { plainDay, today } = useDates()
  const { currency } = useOwnOffice()

  /** `2026-03` as `mar 26`. */
  const monthName = (month: string): string =>
    dateFormat(formatLocale(locale.value), { month: 'short', year: '2-digit', timeZone: 'UTC' }).format(
      new Date(`${month}-15T12:00:00Z`),
    )
  const percent = (hundredths: number): string =>
    numberFormat(locale.value, {
      style: 'percent',
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    }).format(hundredths / 10_000)

  return {
    offices,
    today,
    ownCurrency: currency,
    day: plainDay,
    monthName,
    percent,
    money,
    shortMoney,
    cell(value: string | number | null, kind: ReportCell, currency: string): string {
      if (value === null) return '—'
      if (typeof value === 'string') return value
      if (kind === 'amount') return money(value, currency)
      if (kind === 'percent') return percent(value)
      return numberFormat(locale.value, { maximumFractionDigits: 0 }).format(value)
    },
  }
}
