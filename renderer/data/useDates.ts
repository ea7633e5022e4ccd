import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { plainDateAt } from '#core/domain/values/plain-date.ts'
import { useDayClock } from '../host/index.ts'
import { DAY, dateFormat, MOMENT, writtenDay } from '../locales/formats.ts'
import { formatLocale } from '../locales/index.ts'
import { useOwnOffice } from './useOwnOffice.ts'

const LONG_DAY = { day: 'numeric', month: 'long', year: 'numeric' } as const
const TIME = { hour: '2-digit', minute: '2-digit' } as const

/** Moments as people of this office read them: in the office's time zone, whatever the computer's is. */
export function useDates() {
  const { locale } = useI18n()
  const { timeZone } = useOwnOffice()
  const dayIn = useDayClock()
  const today = computed(() => dayIn(timeZone.value))
  const format = (options: Intl.DateTimeFormatOptions) =>
    dateFormat(formatLocale(locale.value), { timeZone: timeZone.value, ...options })
  const at = (moment: string | number) => new Date(moment)
  const isToday = (moment: string) => plainDateAt(Date.parse(moment), timeZone.value) === today.value

  return {
    /** IANA name of the office's. */
    timeZone,
    /** `YYYY-MM-DD` in the office; another one as soon as a new day begins there. */
    today,
    /** Of a moment as text or in milliseconds since 1970. */
    day: (moment: string | number) => format(DAY).format(at(moment)),
    /** Of a day of the calendar, which is the same day in every time zone. */
    plainDay: (plain: string) => writtenDay(locale.value, plain),
    longDay: (moment: string) => format(LONG_DAY).format(at(moment)),
    /** The time alone when it was today, otherwise with its day. */
    timeOrDate: (moment: string) => format(isToday(moment) ? TIME : MOMENT).format(at(moment)),
  }
}
