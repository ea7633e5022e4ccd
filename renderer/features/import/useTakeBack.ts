import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useHost, useTask, useUndo } from '#renderer/host/index.ts'

/** Takes an import back as one, with progress; says what was left because somebody changed it since. */
export function useTakeBack() {
  const host = useHost()
  const { t } = useI18n()
  const { task, follow } = useTask()
  const { tell } = useUndo()

  /** True when it was taken back. An op that took something back is taken back itself: the import stands again. */
  async function takeBack(opId: string): Promise<boolean> {
    const reply = await follow(t('import.past.working'), (taskId) => host.command.undo({ opId, taskId }))
    if (reply.ok || reply.error.code !== 'host/cancelled') tell(reply, 'undo')
    return reply.ok
  }

  return { takeBack, isWorking: computed(() => task.value !== undefined) }
}
