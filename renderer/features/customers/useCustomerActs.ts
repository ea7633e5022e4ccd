import { useI18n } from 'vue-i18n'
import type { BulkResult } from '#core/domain/bulk-result.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { issueText, useCommand } from '#renderer/host/index.ts'
import { useToast } from '#renderer/ui/index.ts'

/** What every command on customers answers; restoring also warns of what was taken meanwhile. */
type Answer = BulkResult & { warnings?: readonly FieldIssue[] }

/** What is done with one customer at once, since one undo puts it back. For more there is `BulkDialog`. */
export function useCustomerActs() {
  const { t, n } = useI18n()
  const { run } = useCommand()
  const { toast } = useToast()

  async function act(command: string, input: object, done: 'status' | 'restore') {
    const undoToast = t(`list.bulk.done.${done}`, { count: n(1, 'integer') }, 1)
    const reply = await run(command, input, { undoToast })
    if (!reply.ok) return
    // What the command answers (core/domain/bulk-result.ts).
    const { refused, warnings = [] } = reply.value.result as Answer
    const [reason] = refused
    if (reason)
      toast({
        tone: 'warning',
        title: t('customers.bulk.skipped'),
        text: t(`refusal.${reason.code}`),
      })
    const [warning] = warnings
    if (warning) toast({ tone: 'warning', title: t('customers.bulk.warned'), text: issueText(warning) })
  }

  return {
    setStatus: (id: string, statusId: string) => act('customer.setStatus', { ids: [id], statusId }, 'status'),
    restore: (id: string) => act('customer.restore', { ids: [id] }, 'restore'),
  }
}
