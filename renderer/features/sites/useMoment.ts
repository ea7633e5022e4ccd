import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useCatalog } from '#renderer/data/index.ts'
import { useAppInfo } from '#renderer/host/index.ts'
import { formatLocale } from '#renderer/locales/index.ts'

/** Moments in the time zone of this desktop's office, whatever the computer's is. */
export function useMoment() {
  const { locale } = useI18n()
  const info = useAppInfo()
  const offices = useCatalog('office')
  const timeZone = computed(
    () =>
      offices.value.find(({ id }) => id === info.value.device?.officeId)?.data.timeZone ??
      info.value.suggestedTimeZone,
  )
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(formatLocale(locale.value), { ...options, timeZone: timeZone.value })
  // The month as a word: 03/04 is not the same day in every office.
  const day = (moment: string) => format({ dateStyle: 'medium' }).format(new Date(moment))

  return {
    day,
    /** The time alone when it was today, otherwise with its day. */
    timeOrDate(moment: string): string {
      const isToday = day(moment) === format({ dateStyle: 'medium' }).format(Date.now())
      const options: Intl.DateTimeFormatOptions = isToday
        ? { timeStyle: 'short' }
        : { dateStyle: 'medium', timeStyle: 'short' }
      return format(options).format(new Date(moment))
    },
  }
}
