import { useI18n } from 'vue-i18n'
import { formatLocale } from '../locales/index.ts'
import { createFieldText } from '#core/domain/activity/field-text.ts'
import type { ActivityNames } from './activity-text.ts'

/** Name and value of one field of a form, in the words of the log. */
export function useFieldWords(names: Pick<ActivityNames, 'catalog' | 'record'>) {
  const i18n = useI18n()
  return (field: string, value: unknown): { label: string; text: string } => {
    const fields = createFieldText(
      { ...names, timeZone: 'UTC' },
      {
        t: (key, named) => i18n.t(key, named ?? {}),
        te: (key) => i18n.te(key),
        locale: formatLocale(i18n.locale.value),
      },
    )
    return {
      label: fields.label({ path: field }),
      text: fields.value({ path: field }, value) ?? i18n.t('activity.noValue'),
    }
  }
}
