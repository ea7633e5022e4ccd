import { useI18n } from 'vue-i18n'
import type { BulkResult } from '#core/domain/bulk-result.ts'
import type { IssueChoice } from '#core/domain/issue/schema.ts'
import { errorText, useCommand } from '#renderer/host/index.ts'
import { useToast } from '#renderer/ui/index.ts'

export type Choice = Exclude<IssueChoice, 'other'>
export const CHOICES: readonly Choice[] = ['mine', 'theirs', 'before', 'current']

/** Settles issues, says what came of it, and offers to take it back. */
export function useSettle() {
  const { t, n } = useI18n()
  const { run, isRunning } = useCommand()
  const { toast } = useToast()

  async function settle(ids: readonly string[], choice: Choice): Promise<boolean> {
    const reply = await run(
      'issue.settle',
      { ids, choice },
      {
        undoToast(result) {
          // What `bulk` promises.
          const { changed } = result as BulkResult
          return t('conflicts.settled', { count: n(changed, 'integer') }, changed)
        },
      },
    )
    if (!reply.ok) return false
    const { refused, changed } = reply.value.result as BulkResult
    for (const { code, count } of refused)
      toast({
        tone: 'warning',
        title: t('conflicts.left', { count: n(count, 'integer') }, count),
        text: errorText({
          code: 'command/refused',
          message: code,
          retryable: false,
          details: { refusal: { code } },
        }),
      })
    return changed > 0
  }
  return { settle, isRunning }
}

export type Settling = ReturnType<typeof useSettle>
