import { computed, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import type { UiOption } from '#renderer/ui/index.ts'

const MOST = 40

/** Towns with services, found by typing; the chosen one is always among them. */
export function useTowns(chosen: () => string | undefined) {
  const host = useHost()
  const { n } = useI18n()
  const text = shallowRef('')
  const { value, state } = useReadModel(
    () => {
      const withKey = chosen()
      return host.services.towns({
        limit: MOST,
        ...(text.value && { text: text.value }),
        ...(withKey !== undefined && { withKey }),
      })
    },
    { collections: ['services', 'sites'] },
  )
  const options = computed((): UiOption[] =>
    (value.value?.towns ?? []).map(({ key, name, country, count }) => ({
      value: key,
      label: name,
      detail: `${country} · ${n(count, 'integer')}`,
    })),
  )
  return {
    options,
    isSearching: computed(() => state.value === 'loading'),
    nameOf: (key: string | undefined) => options.value.find((one) => one.value === key)?.label ?? key,
    search: (typed: string) => (text.value = typed.trim().slice(0, 120)),
  }
}
