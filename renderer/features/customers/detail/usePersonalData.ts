import { useI18n } from 'vue-i18n'
import type { Customer } from '#core/domain/customer/index.ts'
import { useDates } from '#renderer/data/index.ts'
import { wordsOf } from '#renderer/host/activity/index.ts'
import { errorText, useHost, useTask } from '#renderer/host/index.ts'
import { useSaveFile } from '#renderer/host/transfer/index.ts'
import { useToast } from '#renderer/ui/index.ts'

/** Writes all that is known of a customer into a file and gives it to the person, with progress and a way to cancel. */
export function usePersonalData() {
  const host = useHost()
  const { t, locale } = useI18n()
  const { task, follow } = useTask()
  const { save } = useSaveFile()
  const { toast } = useToast()
  const { timeZone } = useDates()

  async function exportData({
    id,
    name,
    number,
  }: Pick<Customer, 'id' | 'name' | 'number'>): Promise<boolean> {
    const language = locale.value === 'en' ? 'en' : 'es'
    const reply = await follow(t('privacy.working', { name }), (taskId) =>
      host.exports.customer({
        customerId: id,
        language,
        words: wordsOf(language, ['activity', 'app.action', 'privacy']),
        timeZone: timeZone.value,
        name: `${t('privacy.fileName', { name })} (${number})`.slice(0, 120),
        taskId,
      }),
    )
    if (reply.ok) return save(reply.value)
    if (reply.error.code !== 'host/cancelled') toast({ tone: 'error', title: errorText(reply.error) })
    return false
  }

  return { exportData, task }
}
