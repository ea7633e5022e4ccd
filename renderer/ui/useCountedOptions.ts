import { useI18n } from 'vue-i18n'
import type { UiOption } from './options.ts'

/** Choices of filters, each with how many there are of it. */
export function useCountedOptions() {
  const { n } = useI18n()
  /** Those that there are, and the chosen one even where there is none. */
  return (
    options: readonly UiOption[],
    counts: readonly (readonly [string, number])[] | undefined,
    chosen: string | undefined,
  ): UiOption[] => {
    const known = new Map(counts)
    return options
      .filter(({ value }) => known.has(value) || value === chosen)
      .map((option) => ({ ...option, detail: n(known.get(option.value) ?? 0, 'integer') }))
  }
}
