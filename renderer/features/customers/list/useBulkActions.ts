import { onScopeDispose, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { v7 as newId } from 'uuid'
import type { BulkResult } from '#core/domain/archive.ts'
import { useCommand, useHost } from '../../../host/index.ts'
import { useConfirm, useToast } from '../../../ui/index.ts'

/** A bulk command on its way; `total` is 0 until the host has begun to count. */
export interface BulkTask {
  id: string
  done: number
  total: number
}

/** Who is meant: ids, and the name when it is one customer. */
export interface BulkTarget {
  ids: readonly string[]
  name?: string | undefined
}

/** A selection smaller than this runs without asking where one undo puts everything back. */
const ASK_FROM = 2

/** What can be done with one or many customers: asks first, shows progress, can be cancelled and undone as one. */
export function useBulkActions() {
  const { t, n } = useI18n()
  const host = useHost()
  const { run } = useCommand()
  const { confirm } = useConfirm()
  const { toast } = useToast()
  const task = shallowRef<BulkTask>()

  const stop = host.subscribe((event) => {
    if (event.type !== 'task' || event.taskId !== task.value?.id) return
    task.value = { id: event.taskId, done: event.done, total: event.total }
  })
  onScopeDispose(stop)

  /** True when the command was carried out. */
  async function act(command: string, input: object, done: string): Promise<boolean> {
    const taskId = newId()
    task.value = { id: taskId, done: 0, total: 0 }
    const reply = await run(command, input, {
      taskId,
      undoToast: (result) => {
        // Every bulk command answers these figures (core/domain/archive.ts).
        const { changed } = result as BulkResult
        return t(`customers.bulk.${done}`, { count: n(changed) }, changed)
      },
    })
    task.value = undefined
    if (!reply.ok && reply.error.code === 'host/cancelled') {
      toast({ tone: 'info', title: t('customers.bulk.cancelled') })
    }
    return reply.ok
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
    cancel: () => task.value && host.tasks.cancel({ taskId: task.value.id }),
  }
}
