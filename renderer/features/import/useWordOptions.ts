import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { WordKind } from '#core/domain/import/mapping.ts'
import { CUSTOMER_TYPES, PAYMENT_TYPES } from '#core/domain/customer/schema.ts'
import { useCatalog } from '#renderer/data/index.ts'
import { countryOptions, type UiOption } from '#renderer/ui/index.ts'

/** The choice that a word means nothing: the cell counts as blank. */
export const NOTHING = 'nothing'

/** What words of each kind can stand for, in the words of the window. */
export function useWordOptions() {
  const { t, locale } = useI18n()
  const statuses = useCatalog('customerStatus')
  const contactTypes = useCatalog('contactType')
  const offices = useCatalog('office')
  const tags = useCatalog('tag')
  const language = computed(() => (locale.value === 'en' ? 'en' : 'es'))

  const labelled = (records: typeof statuses.value | typeof contactTypes.value): UiOption[] =>
    records
      .filter(({ archived }) => !archived)
      .map(({ id, data }) => ({ value: id, label: data.labels[language.value] }))
  const named = (records: typeof offices.value | typeof tags.value): UiOption[] =>
    records.filter(({ archived }) => !archived).map(({ id, data }) => ({ value: id, label: data.name }))
  const listed = (values: readonly string[], keys: string): UiOption[] =>
    values.map((value) => ({ value, label: t(`transfer.word.${keys}.${value}`) }))

  return computed<Readonly<Record<WordKind, readonly UiOption[]>>>(() => {
    const nothing: UiOption = { value: NOTHING, label: t('import.words.nothing') }
    return {
      status: [nothing, ...labelled(statuses.value)],
      contactTypes: [nothing, ...labelled(contactTypes.value)],
      office: [nothing, ...named(offices.value)],
      tags: [nothing, ...named(tags.value)],
      country: [nothing, ...countryOptions(locale.value)],
      type: [nothing, ...listed(CUSTOMER_TYPES, 'type')],
      paymentType: [nothing, ...listed(PAYMENT_TYPES, 'paymentType')],
      language: [nothing, ...listed(['es', 'en'], 'language')],
      boolean: [
        nothing,
        { value: 'true', label: t('transfer.word.yes') },
        { value: 'false', label: t('transfer.word.no') },
      ],
    }
  })
}
