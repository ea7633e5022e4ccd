import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { formatLocale } from '../../locales/index.ts'
import { useAppInfo } from '../useAppInfo.ts'
import { useHost } from '../useHost.ts'

/** Moments and days in the time zone of this desktop's office, whatever the computer's is. */
export function useMoments() {
  const { locale } = useI18n()
  const host = useHost()
  const info = useAppInfo()
  const timeZone = ref(info.value.suggestedTimeZone)
  const officeId = info.value.device?.officeId
  if (officeId !== undefined)
    void host.store.byIds({ collection: 'catalog', ids: [officeId], withDeleted: false }).then((reply) => {
      const data = reply.ok ? (reply.value.rows[0]?.document.data as { timeZone?: unknown }) : undefined
      if (typeof data?.timeZone === 'string') timeZone.value = data.timeZone
    })
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(formatLocale(locale.value), options)
  const full = computed(() => format({ dateStyle: 'medium', timeStyle: 'short', timeZone: timeZone.value }))
  // A plain day has no zone.
  const plain = computed(() => format({ dateStyle: 'long', timeZone: 'UTC' }))
  return {
    timeZone,
    /** Of an ISO moment. */
    full: (moment: string) => full.value.format(new Date(moment)),
    /** Of `YYYY-MM-DD`. */
    day: (day: string) => plain.value.format(new Date(day)),
  }
}
