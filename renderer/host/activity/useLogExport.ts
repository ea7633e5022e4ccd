import { useI18n } from 'vue-i18n'
import { plainDateAt } from '#core/domain/values/plain-date.ts'
import { useToast } from '../../ui/index.ts'
import { errorText } from '../error-text.ts'
import { useSaveFile } from '../transfer/useSaveFile.ts'
import type { ActivityFilter } from '../useActivityFeed.ts'
import { useHost } from '../useHost.ts'
import { useTask } from '../useTask.ts'
import { wordsOf } from './words.ts'

/** Writes a part of the log into a table, with progress and a way to cancel, and gives it to the person. */
export function useLogExport(timeZone: () => string) {
  const host = useHost()
  const { t, locale } = useI18n()
  const { task, follow } = useTask()
  const { save } = useSaveFile()
  const { toast } = useToast()

  async function exportLog(filter: ActivityFilter, format: 'csv' | 'xlsx'): Promise<boolean> {
    const language = locale.value === 'en' ? 'en' : 'es'
    const reply = await follow(t('activity.export.working'), (taskId) =>
      host.exports.log({
        filter,
        format,
        language,
        words: wordsOf(language, ['activity', 'app.action']),
        timeZone: timeZone(),
        name: `${t('activity.export.name')} ${plainDateAt(Date.now(), timeZone())}`,
        taskId,
      }),
    )
    if (reply.ok) return save(reply.value)
    if (reply.error.code !== 'host/cancelled') toast({ tone: 'error', title: errorText(reply.error) })
    return false
  }

  return { exportLog, task }
}
