import { inject, toValue, type InjectionKey, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { plainDateAt } from '#core/domain/values/plain-date.ts'
import { writtenMoment } from '../../locales/formats.ts'

/** The day that it is at this desktop's office, `YYYY-MM-DD`. Given by the app, which knows the office. */
export const officeDayKey: InjectionKey<MaybeRefOrGetter<string>> = Symbol('office day')

/** Writes a moment as this desktop's office reads it. Given by the app, which knows the office. */
export const officeMomentKey: InjectionKey<(moment: string) => string> = Symbol('office moment')

/** IANA name of the computer's own time zone: what counts where there is no office yet. */
const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** What "today" means in a date field. */
export function useOfficeDay(): () => string {
  const given = inject(officeDayKey, undefined)
  const timeZone = ownZone()
  return () => (given === undefined ? plainDateAt(Date.now(), timeZone) : toValue(given))
}

/** How a moment, ISO 8601, is written on a form: as in the log, so that the two can be compared. */
export function useOfficeMoment(): (moment: string) => string {
  const { locale } = useI18n()
  return inject(officeMomentKey, (moment) => writtenMoment(locale.value, ownZone(), moment))
}
