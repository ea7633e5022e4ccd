import { useI18n } from 'vue-i18n'
import { useCommand } from '#renderer/host/index.ts'

/** What is done with one customer at once, since one undo puts it back. For more there is `BulkDialog`. */
export function useCustomerActs() {
  const { t, n } = useI18n()
  const { run } = useCommand()

  return {
    setStatus: (id: string, statusId: string) =>
      run(
        'customer.setStatus',
        { ids: [id], statusId },
        { undoToast: t('list.bulk.done.status', { count: n(1, 'integer') }, 1) },
      ),
  }
}
