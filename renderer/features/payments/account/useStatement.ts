import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { addMonths, isPlainDate } from '#core/domain/values/plain-date.ts'
import { useDates, useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import type { StatementRow } from './statement-sheet.ts'

/** The account of a customer over some days; the last year to begin with. */
export function useStatement(customerId: () => string) {
  const host = useHost()
  const { t, te } = useI18n()
  const { today, plainDay: day } = useDates()
  const from = ref(`${addMonths(today.value, -11).slice(0, 7)}-01`)
  const to = ref('')

  const model = useReadModel(
    () =>
      host.payments.statement({
        customerId: customerId(),
        ...(isPlainDate(from.value) && { from: from.value }),
        ...(isPlainDate(to.value) && { to: to.value }),
      }),
    { collections: ['transactions', 'invoices', 'customers'] },
  )

  const period = computed(() =>
    t('payments.account.period', {
      from: isPlainDate(from.value) ? day(from.value) : t('payments.account.start'),
      to: day(isPlainDate(to.value) ? to.value : today.value),
    }),
  )

  /** What a row is: the document or posting, and what was written of it. */
  function rowText({ kind, number, way, reference, description, isReversal }: StatementRow): string {
    const name = te(`payments.entry.${kind}`) ? t(`payments.entry.${kind}`) : kind
    const title = [name, number].filter(Boolean).join(' ')
    const details = [way && t(`payments.way.${way}`), reference, description].filter(Boolean)
    const whole = [isReversal ? t('payments.entry.reversed', { what: title }) : title, ...details]
    return whole.join(' · ')
  }

  return { from, to, model, period, rowText, today, day }
}
