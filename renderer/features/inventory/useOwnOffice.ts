import { computed } from 'vue'
import { useCatalog } from '#renderer/data/index.ts'
import { useAppInfo } from '#renderer/host/index.ts'

/** Of this desktop's office: the country whose telephone numbers are typed without a prefix, and the time zone of its days. */
export function useOwnOffice() {
  const info = useAppInfo()
  const offices = useCatalog('office')
  const own = computed(() => offices.value.find(({ id }) => id === info.value.device?.officeId)?.data)
  return {
    country: computed(() => own.value?.country ?? info.value.suggestedCountry),
    timeZone: computed(() => own.value?.timeZone ?? info.value.suggestedTimeZone),
  }
}
