import { computed } from 'vue'
import { plainDateAt } from '#core/domain/values/plain-date.ts'
import { useCatalog } from '#renderer/data/index.ts'
import { useAppInfo } from '#renderer/host/index.ts'

/** What new records take over from the office of this desktop, and what day it is there. */
export function useOwnOffice() {
  const info = useAppInfo()
  const offices = useCatalog('office')
  return computed(() => {
    const office = offices.value.find(({ id }) => id === info.value.device?.officeId)?.data
    const timeZone = office?.timeZone ?? info.value.suggestedTimeZone
    return {
      country: office?.country ?? info.value.suggestedCountry,
      timeZone,
      currency: office?.currency ?? 'EUR',
      /** `YYYY-MM-DD` */
      today: plainDateAt(Date.now(), timeZone),
    }
  })
}
