import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { writtenMoment } from '../../locales/formats.ts'
import type { ActivityItem, ActivityLine } from '../../ui/activity/activity.ts'
import { useToast } from '../../ui/index.ts'
import type { ActivityNames } from '../activity-text.ts'
import { errorText } from '../error-text.ts'
import { useHost } from '../useHost.ts'
import { useUndo } from '../useUndo.ts'

/** Puts one value back from the log; when somebody changed it since, says who and when and leaves it. */
export function usePutBack(names: () => ActivityNames) {
  const host = useHost()
  const { t, locale } = useI18n()
  const { toast } = useToast()
  const { undo } = useUndo()
  /** The line whose value is on its way. */
  const puttingBack = ref<string>()

  async function putBack(item: ActivityItem, line: ActivityLine): Promise<void> {
    if (line.putBack === undefined || puttingBack.value !== undefined) return
    puttingBack.value = `${item.id}/${line.id}`
    const reply = await host.command.putBack({ opId: item.id, i: line.putBack })
    puttingBack.value = undefined
    const { label } = line
    if (reply.ok) {
      const { opId } = reply.value
      toast({
        key: 'change',
        tone: 'success',
        title: t('activity.putBack.done', { label }),
        action: { label: t('ui.undo'), run: () => undo(opId) },
      })
      return
    }
    if (reply.error.code !== 'command/changed-since') {
      toast({ tone: 'error', title: errorText(reply.error) })
      return
    }
    const { personId, time } = reply.error.details ?? {}
    const who = typeof personId === 'string' ? names().catalog(personId) : undefined
    const text =
      typeof time === 'string'
        ? t('activity.putBack.changedBy', {
            who: who ?? t('activity.unknownPerson'),
            when: writtenMoment(locale.value, names().timeZone, time),
          })
        : t('activity.putBack.changedByNobody')
    toast({ tone: 'warning', title: t('activity.putBack.changedSince', { label }), text })
  }

  return { putBack, puttingBack }
}
