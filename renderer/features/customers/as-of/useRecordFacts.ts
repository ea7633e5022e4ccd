import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { createFieldText, isShown } from '#core/domain/activity/field-text.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { useDates } from '#renderer/data/index.ts'
import { formatLocale } from '#renderer/locales/index.ts'
import { useCustomerCatalog } from '../useCustomerCatalog.ts'

export interface RecordFact {
  path: string
  label: string
  /** Undefined when there was nothing. */
  then: string | undefined
  now: string | undefined
}

export type RecordFacts = (collection: string, then: object, now: object | undefined) => RecordFact[]

/** Shown elsewhere, or the same for all of one customer. */
const LEFT_OUT: ReadonlySet<string> = new Set(['customerId', 'archived', 'createdAt'])

/** The fields of a record as it was, in words, each with what it is today. */
export function useRecordFacts(
  then: ComputedRef<MethodOutput<'activity', 'asOf'> | undefined>,
): ComputedRef<RecordFacts> {
  const { t, te, locale } = useI18n()
  const catalog = useCustomerCatalog()
  const { timeZone } = useDates()
  return computed(() => {
    const { sites = [], services = [] } = then.value ?? {}
    const titles = new Map([...sites, ...services].map(({ id, name }) => [id, String(name)]))
    const fields = createFieldText(
      {
        catalog: (id) => catalog.labelOf(id)?.label,
        record: (id) => titles.get(id),
        timeZone: timeZone.value,
      },
      { t: (key, named) => t(key, named ?? {}), te: (key) => te(key), locale: formatLocale(locale.value) },
    )
    return (collection, before, now) => {
      const paths = new Set([...Object.keys(before), ...Object.keys(now ?? {})])
      return [...paths].flatMap((path): RecordFact[] => {
        const at = { path, collection }
        if (LEFT_OUT.has(path) || !isShown(at)) return []
        const text = (document: object | undefined) =>
          document && fields.value(at, (document as Record<string, unknown>)[path])
        const fact = { path, label: fields.label(at), then: text(before), now: text(now) }
        return fact.then === undefined && fact.now === undefined ? [] : [fact]
      })
    }
  })
}
