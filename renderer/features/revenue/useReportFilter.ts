import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { addToMonth, monthOf } from '#core/domain/revenue/months.ts'
import { useReportWords } from './useReportWords.ts'

export const PERIODS = ['3', '6', '12', '24'] as const
export type Period = (typeof PERIODS)[number]

export const REPORTS = ['recurring', 'arpu', 'ageing', 'margin'] as const
export type Report = (typeof REPORTS)[number]

/** Which report is shown, of which office and months and in which currency: all of it is in the address. */
export function useReportFilter() {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const { offices, today, monthName, ownCurrency } = useReportWords()
  const textOf = (name: string) => {
    const value = route.query[name]
    return typeof value === 'string' && value !== '' ? value.slice(0, 64) : undefined
  }

  const report = computed((): Report => REPORTS.find((one) => one === route.params.report) ?? 'recurring')
  const officeId = computed(() => textOf('office'))
  const period = computed((): Period => PERIODS.find((one) => one === route.query.months) ?? '12')
  const currency = computed(() => textOf('currency'))
  const to = computed(() => monthOf(today.value))
  const from = computed(() => addToMonth(to.value, 1 - Number(period.value)))

  const show = (changes: {
    report?: Report
    office?: string | undefined
    months?: string
    currency?: string | undefined
  }) => {
    const { report: next = report.value, ...query } = {
      office: officeId.value,
      months: period.value,
      currency: currency.value,
      ...changes,
    }
    void router.replace({
      name: 'revenue',
      params: { report: next === 'recurring' ? '' : next },
      query: Object.fromEntries(
        Object.entries(query).filter(
          ([name, value]) => value !== undefined && !(name === 'months' && value === '12'),
        ),
      ),
    })
  }

  const officeName = computed(
    () => offices.value.find(({ id }) => id === officeId.value)?.data.name ?? t('revenue.allOffices'),
  )
  return {
    report,
    officeId,
    period,
    from,
    to,
    today,
    offices,
    currency,
    show,
    /** Months and office in words; what is of today alone leaves the months out. */
    scopeText: (hasMonths: boolean) =>
      [hasMonths ? `${monthName(from.value)} – ${monthName(to.value)}` : '', officeName.value]
        .filter(Boolean)
        .join(' · '),
    /** One of what a report has in several currencies: the chosen one, the office's, or the first. */
    pick<T extends { currency: string }>(all: readonly T[] | undefined): T | undefined {
      return (
        all?.find((one) => one.currency === currency.value) ??
        all?.find((one) => one.currency === ownCurrency.value) ??
        all?.[0]
      )
    },
  }
}

export type ReportFilter = ReturnType<typeof useReportFilter>
