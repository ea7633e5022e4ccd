import { useI18n } from 'vue-i18n'
import type { BulkResult } from '#core/domain/bulk-result.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { issueText, useCommand, useTask } from '#renderer/host/index.ts'
import { useConfirm, useToast } from '#renderer/ui/index.ts'

/** Who is meant: ids, and the name when it is one customer. */
export interface BulkTarget {
  ids: readonly string[]
  name?: string | undefined
}

/** A selection smaller than this runs without asking where one undo puts everything back. */
const ASK_FROM = 2

/** What every bulk command answers (core/domain/bulk-result.ts); restoring also warns of what was taken meanwhile. */
type BulkAnswer = BulkResult & { warnings?: readonly FieldIssue[] }

/** What can be done with one or many customers: asks first, shows progress, can be cancelled and undone as one. */
export function useBulkActions() {
  const { t, n } = useI18n()
  const { run } = useCommand()
  const { task, follow } = useTask()
  const { confirm } = useConfirm()
  const { toast } = useToast()

  /** True when the command was carried out. */
  async function act(command: string, input: object, done: string): Promise<boolean> {
    const undoToast = (result: unknown) => {
      const { changed } = result as BulkAnswer
      return t(`customers.bulk.${done}`, { count: n(changed) }, changed)
    }
    const reply = await follow(t('customers.selection.working'), (taskId) =>
      run(command, input, { taskId, undoToast }),
    )
    if (reply.ok) tellRest(reply.value.result as BulkAnswer)
    else if (reply.error.code === 'host/cancelled') {
      toast({ tone: 'info', title: t('customers.bulk.cancelled') })
    }
    return reply.ok
  }

  /** What the message of success leaves out: records left as they were and why, and what to look at. */
  function tellRest({ changed, refused, warnings = [] }: BulkAnswer) {
    const reasons = refused.map(({ code, count }) => `${n(count)} × ${t(`refusal.${code}`)}`)
    if (reasons.length > 0) {
      toast({ tone: 'warning', title: t('customers.bulk.skipped'), text: reasons.join(' ') })
    } else if (changed === 0) toast({ tone: 'info', title: t('customers.bulk.nothing') })
    const [first] = warnings
    if (first) toast({ tone: 'warning', title: t('customers.bulk.warned'), text: issueText(first) })
  }

  async function setStatus({ ids }: BulkTarget, statusId: string, status: string): Promise<boolean> {
    if (ids.length >= ASK_FROM) {
      const isSure = await confirm({
        title: t('customers.bulk.statusTitle', { count: n(ids.length) }),
        text: t('customers.bulk.statusText', { status }),
        confirmLabel: t('customers.bulk.statusConfirm'),
      })
      if (!isSure) return false
    }
    return act('customer.setStatus', { ids, statusId }, 'statusDone')
  }

  async function archive({ ids, name }: BulkTarget): Promise<boolean> {
    const isSure = await confirm({
      title:
        ids.length === 1 && name
          ? t('customers.bulk.archiveOneTitle', { name })
          : t('customers.bulk.archiveTitle', { count: n(ids.length) }, ids.length),
      text: t('customers.bulk.archiveText'),
      confirmLabel: t('customers.bulk.archiveConfirm'),
      danger: true,
    })
    return isSure && act('customer.archive', { ids }, 'archiveDone')
  }

  async function restore({ ids }: BulkTarget): Promise<boolean> {
    if (ids.length >= ASK_FROM) {
      const isSure = await confirm({
        title: t('customers.bulk.restoreTitle', { count: n(ids.length) }, ids.length),
        text: t('customers.bulk.restoreText'),
        confirmLabel: t('customers.bulk.restoreConfirm'),
      })
      if (!isSure) return false
    }
    return act('customer.restore', { ids }, 'restoreDone')
  }

  return {
    task,
    setStatus,
    archive,
    restore,
    tag: ({ ids }: BulkTarget, change: { add: string[]; remove: string[] }) =>
      act('customer.tag', { ids, ...change }, 'tagsDone'),
  }
}
