import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { errorText, useHost, useTask } from '#renderer/host/index.ts'
import { useToast } from '#renderer/ui/index.ts'

/** Works a draft out, with progress, and goes to it. */
export function useDrafting() {
  const host = useHost()
  const router = useRouter()
  const { t } = useI18n()
  const { toast } = useToast()
  const { task, follow } = useTask()

  async function draft(input: Omit<MethodInput<'billing', 'draft'>, 'taskId'>): Promise<boolean> {
    const reply = await follow(t('billing.draft.working'), (taskId) =>
      host.billing.draft({ ...input, taskId }),
    )
    if (reply.ok) {
      await router.push({ name: 'billing-draft', params: { draftId: reply.value.draftId } })
      return true
    }
    if (reply.error.code !== 'host/cancelled') toast({ tone: 'error', title: errorText(reply.error) })
    return false
  }

  return { draft, task }
}
