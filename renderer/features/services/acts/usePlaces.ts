import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useCatalog } from '#renderer/data/index.ts'
import type { UiOption } from '#renderer/ui/index.ts'

/** Where equipment can go: stock places, technicians and offices in use. */
export function usePlaces(): ComputedRef<UiOption[]> {
  const { t } = useI18n()
  const places = useCatalog('stockPlace')
  const technicians = useCatalog('technician')
  const offices = useCatalog('office')
  return computed(() =>
    [...places.value, ...technicians.value, ...offices.value]
      .filter((place) => !place.archived)
      .map(({ id, kind, data }) => ({
        value: id,
        label: data.name,
        detail: t(`inventory.placeKind.${kind}`),
      })),
  )
}
