import { inject, toValue, type InjectionKey, type MaybeRefOrGetter } from 'vue'
import { plainDateAt } from '#core/domain/values/plain-date.ts'

/** The day that it is at this desktop's office, `YYYY-MM-DD`. Given by the app, which knows the office. */
export const officeDayKey: InjectionKey<MaybeRefOrGetter<string>> = Symbol('office day')

/** What "today" means in a date field; the computer's own day where there is no office yet. */
export function useOfficeDay(): () => string {
  const given = inject(officeDayKey, undefined)
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  return () => (given === undefined ? plainDateAt(Date.now(), timeZone) : toValue(given))
}
