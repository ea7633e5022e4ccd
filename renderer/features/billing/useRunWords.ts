import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { useCatalog, useDates } from '#renderer/data/index.ts'
import { useMoney } from '#renderer/host/index.ts'

type Summary = MethodOutput<'billing', 'summary'>
type Plan = Summary['plan']
type Amounts = Summary['totals'][number]

/** What runs and their plans are called, in the language of the window. */
export function useRunWords() {
  const { t, n } = useI18n()
  const dates = useDates()
  const { money } = useMoney()
  const offices = useCatalog('office')
  const people = useCatalog('person')
  const officeNames = computed(() => new Map(offices.value.map(({ id, data }) => [id, data.name])))
  const officeName = (id: string) => officeNames.value.get(id) ?? '—'

  const documentsText = ({ invoices, creditNotes }: Pick<Amounts, 'invoices' | 'creditNotes'>): string =>
    [
      ...(invoices > 0 || creditNotes === 0
        ? [t('billing.count.invoices', { count: n(invoices, 'integer') }, invoices)]
        : []),
      ...(creditNotes > 0
        ? [t('billing.count.creditNotes', { count: n(creditNotes, 'integer') }, creditNotes)]
        : []),
    ].join(', ')

  return {
    offices: computed(() => offices.value.filter(({ archived }) => !archived)),
    officeName,
    officeNames,
    personName: (id: string) => people.value.find((one) => one.id === id)?.data.name ?? '—',
    /** Whom a plan is about. */
    scopeText({ officeIds, customerIds, filter }: Plan): string {
      const parts = [
        ...(customerIds
          ? [t('billing.scope.chosen', { count: n(customerIds.length, 'integer') }, customerIds.length)]
          : []),
        ...(officeIds ? [officeIds.map(officeName).join(', ')] : []),
        ...(filter && Object.keys(filter).length > 0 ? [t('billing.scope.filtered')] : []),
      ]
      return parts.length > 0 ? parts.join(' · ') : t('billing.scope.all')
    },
    documentsText,
    /** Of all currencies together. */
    allDocumentsText: (totals: readonly Amounts[]): string =>
      documentsText({
        invoices: totals.reduce((sum, { invoices }) => sum + invoices, 0),
        creditNotes: totals.reduce((sum, { creditNotes }) => sum + creditNotes, 0),
      }),
    grossText: (totals: readonly Amounts[]): string =>
      totals.length === 0 ? '—' : totals.map(({ gross, currency }) => money(gross, currency)).join(' + '),
    day: dates.plainDay,
  }
}
