import { useI18n } from 'vue-i18n'
import type { BulkResult } from '#core/domain/bulk-result.ts'
import { useCommand } from '#renderer/host/index.ts'

/** Who is meant: one customer, by id. */
export interface BulkTarget {
  ids: readonly string[]
}

/** What can be done with a customer from its row or page without a form; one undo puts it back. */
export function useBulkActions() {
  const { t, n } = useI18n()
  const { run } = useCommand()

  async function setStatus({ ids }: BulkTarget, statusId: string): Promise<boolean> {
    const reply = await run(
      'customer.setStatus',
      { ids, statusId },
      {
        undoToast: (result) => {
          // What every bulk command answers.
          const { changed } = result as BulkResult
          return t('customers.bulk.statusDone', { count: n(changed) }, changed)
        },
      },
    )
    return reply.ok
  }

  return { setStatus }
}
