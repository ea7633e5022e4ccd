import { computed } from 'vue'
import { plainDateAt } from '#core/domain/values/plain-date.ts'
import { useCatalog, useDates } from '#renderer/data/index.ts'
import { useAppInfo } from '#renderer/host/index.ts'

/** Days of money: today in this desktop's office, and how a day is written. */
export function usePlainDay() {
  const info = useAppInfo()
  const offices = useCatalog('office')
  const dates = useDates()
  const own = computed(() => offices.value.find(({ id }) => id === info.value.device?.officeId)?.data)
  const timeZone = computed(() => own.value?.timeZone ?? info.value.suggestedTimeZone)
  return {
    timeZone,
    offices,
    today: computed(() => plainDateAt(Date.now(), timeZone.value)),
    // At noon no zone makes another day of it.
    day: (plain: string) => dates.day(`${plain}T12:00:00Z`),
  }
}
