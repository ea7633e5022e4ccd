import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { errorText, useHost, useTask } from '#renderer/host/index.ts'
import { useConfirm, useToast } from '#renderer/ui/index.ts'
import { useRunWords } from '../useRunWords.ts'
import type { DraftSummary } from './useDraft.ts'

/** Issues a draft after asking, with progress and a way to stop, and goes to the run. */
export function useIssuing() {
  const host = useHost()
  const router = useRouter()
  const { t, n } = useI18n()
  const { confirm } = useConfirm()
  const { toast } = useToast()
  const { task, follow } = useTask()
  const words = useRunWords()

  async function issue({ draftId, totals, counts }: DraftSummary): Promise<void> {
    if (task.value) return
    const documents = words.allDocumentsText(totals)
    const yes =
      counts.billed === 0 ||
      (await confirm({
        title: t('billing.issue.title', { documents }),
        text: [
          t(
            'billing.issue.text',
            { gross: words.grossText(totals), count: n(counts.billed, 'integer') },
            counts.billed,
          ),
          ...(counts.failed > 0
            ? [t('billing.issue.failed', { count: n(counts.failed, 'integer') }, counts.failed)]
            : []),
        ].join(' '),
        confirmLabel: t('billing.issue.action'),
      }))
    if (!yes) return
    const reply = await follow(t('billing.issue.working'), (taskId) =>
      host.billing.issue({ draftId, taskId }),
    )
    if (!reply.ok) {
      toast({ tone: 'error', title: errorText(reply.error) })
      // What was issued before it stopped is there, and the run can go on.
      await router.push({ name: 'billing' })
      return
    }
    const { runId, totals: done, isCancelled, problemCount } = reply.value
    toast({
      tone: isCancelled || problemCount > 0 ? 'warning' : 'success',
      title: t(isCancelled ? 'billing.issue.stopped' : 'billing.issue.done', {
        documents: done.length > 0 ? words.allDocumentsText(done) : t('billing.issue.none'),
      }),
    })
    await router.push({ name: 'billing-run', params: { runId } })
  }

  return { issue, task }
}
