import { computed } from 'vue'
import { useCatalog } from '#renderer/data/index.ts'
import { useAppInfo } from '#renderer/host/index.ts'

/** The time zone and the currency of the office that this desktop belongs to. */
export function useOfficeZone() {
  const info = useAppInfo()
  const offices = useCatalog('office')
  const own = computed(() => offices.value.find(({ id }) => id === info.value.device?.officeId))
  return {
    timeZone: computed(() => own.value?.data.timeZone ?? info.value.suggestedTimeZone),
    currency: computed(() => own.value?.data.currency ?? 'EUR'),
  }
}
