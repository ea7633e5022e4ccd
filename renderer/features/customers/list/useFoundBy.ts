import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import type { CustomerRow } from './useCustomerRows.ts'

/**
 * Why rows are in a searched list whose name and number do not say so: the text, and with the word for what it is.
 * Asked when the rows are there: the list does not wait for it.
 */
export function useFoundBy(words: () => string, rows: () => readonly Pick<CustomerRow, 'id'>[] | undefined) {
  const host = useHost()
  const { t } = useI18n()
  /** Stays while rows are on their way: cells are not drawn again for nothing. */
  let asked: ReturnType<typeof host.search.reasons> | undefined
  const { value } = useReadModel(
    () => {
      const shown = rows()
      if (words() === '') asked = undefined
      else if (shown) asked = host.search.reasons({ text: words(), customerIds: shown.map(({ id }) => id) })
      return asked
    },
    // A commit brings the rows anew, and with them the question.
    { collections: [] },
  )
  const reasons = computed(
    () =>
      new Map(
        value.value?.reasons.map(({ customerId, collection, kind, text }) => {
          // A name or a number alone does not tell whose it is.
          const isOwn = collection === 'customers' || (kind !== 'name' && kind !== 'number')
          const what = t(isOwn ? `palette.matched.${kind}` : `list.found.${collection}`)
          return [customerId, { text, whole: `${what} ${text}` }] as const
        }),
      ),
  )
  return (id: string): { text: string; whole: string } | undefined => reasons.value.get(id)
}
