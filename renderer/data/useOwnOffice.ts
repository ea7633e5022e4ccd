import { computed } from 'vue'
import { useAppInfo } from '../host/index.ts'
import { useCatalog } from './useCatalog.ts'

/** Of the office of this desktop; what the host suggests stands for it until there is one. */
export function useOwnOffice() {
  const info = useAppInfo()
  const offices = useCatalog('office')
  const own = computed(() => offices.value.find(({ id }) => id === info.value.device?.officeId)?.data)
  return {
    /** ISO 3166-1 alpha-2. */
    country: computed(() => own.value?.country ?? info.value.suggestedCountry),
    /** IANA name. */
    timeZone: computed(() => own.value?.timeZone ?? info.value.suggestedTimeZone),
    /** ISO 4217. */
    currency: computed(() => own.value?.currency ?? 'EUR'),
  }
}
