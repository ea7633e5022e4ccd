import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useCatalog } from './useCatalog.ts'
import { useAppInfo } from '#renderer/host/index.ts'
import { formatLocale } from '#renderer/locales/index.ts'

/** Moments as people of this office read them: in the office's time zone, whatever the computer's is. */
export function useDates() {
  const { locale } = useI18n()
  const info = useAppInfo()
  const offices = useCatalog('office')
  const timeZone = computed(
    () =>
      offices.value.find((office) => office.id === info.value.device?.officeId)?.data.timeZone ??
      info.value.suggestedTimeZone,
  )
  const formats = computed(() => {
    const format = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(formatLocale(locale.value), { ...options, timeZone: timeZone.value })
    return {
      // The month as a word: 03/04 is not the same day in every office.
      day: format({ day: '2-digit', month: 'short', year: 'numeric' }),
      longDay: format({ day: 'numeric', month: 'long', year: 'numeric' }),
      time: format({ hour: '2-digit', minute: '2-digit' }),
      moment: format({ dateStyle: 'medium', timeStyle: 'short' }),
    }
  })
  const at = (moment: string | number) => new Date(moment)
  const isToday = (moment: string) =>
    formats.value.day.format(at(moment)) === formats.value.day.format(Date.now())

  return {
    /** Of a moment as text or in milliseconds since 1970. */
    day: (moment: string | number) => formats.value.day.format(at(moment)),
    longDay: (moment: string) => formats.value.longDay.format(at(moment)),
    /** The time alone when it was today, otherwise with its day. */
    timeOrDate: (moment: string) =>
      (isToday(moment) ? formats.value.time : formats.value.moment).format(at(moment)),
  }
}
