import { computed } from 'vue'
import { useCatalog } from '#renderer/data/index.ts'
import { useAppInfo } from '#renderer/host/index.ts'

/** The country whose telephone numbers are typed without a prefix: that of this desktop's office. */
export function useOwnCountry() {
  const info = useAppInfo()
  const offices = useCatalog('office')
  return computed(
    () =>
      offices.value.find(({ id }) => id === info.value.device?.officeId)?.data.country ??
      info.value.suggestedCountry,
  )
}
