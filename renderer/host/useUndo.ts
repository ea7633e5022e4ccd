import { useI18n } from 'vue-i18n'
import type { HostReply } from '#core/contract/envelope.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { useToast } from '../ui/index.ts'
import { errorText } from './error-text.ts'
import { useHost } from './useHost.ts'

type Undone = MethodOutput<'command', 'undo'>

/** Fields named in the message about an undo in part; the rest is counted. */
const KEPT_SHOWN = 4

/** Takes the last thing back, or does it again, and says what it was. */
export function useUndo() {
  const host = useHost()
  const texts = useI18n()
  const { t } = texts
  const { toast } = useToast()

  /** `customer.update` as words, e.g. "change the customer". */
  const actionText = (command: string) =>
    texts.te(`app.action.${command}`) ? t(`app.action.${command}`) : t('app.action.other')

  /** A field, or the kind of record where one was left whole: it was new, and was changed since. */
  function keptText({ collection, path }: Undone['kept'][number]): string {
    const root = path.split('/')[0] ?? path
    if (root === '') return t(`activity.collection.${collection}`)
    return texts.te(`activity.field.${root}`) ? t(`activity.field.${root}`) : root
  }

  /** Says what an undo or redo came to, and what it left because it was changed since. */
  function tell(reply: HostReply<Undone>, kind: 'undo' | 'redo'): void {
    if (!reply.ok) {
      const isNothing =
        reply.error.code === 'command/nothing-to-undo' || reply.error.code === 'command/nothing-to-redo'
      toast({ key: 'change', tone: isNothing ? 'info' : 'error', title: errorText(reply.error) })
      return
    }
    const { command, kept } = reply.value
    const fields = [...new Set(kept.map(keptText))]
    const rest = fields.length - KEPT_SHOWN
    const list = fields.slice(0, KEPT_SHOWN).join(', ')
    toast({
      key: 'change',
      tone: kept.length > 0 ? 'warning' : 'success',
      title: t(kind === 'undo' ? 'app.undone' : 'app.redone', { action: actionText(command) }),
      ...(kept.length > 0
        ? { text: t('app.kept', { list: rest > 0 ? t('app.keptMore', { list, count: rest }) : list }) }
        : {}),
    })
  }

  const undo = async (opId?: string): Promise<void> =>
    tell(await host.command.undo(opId === undefined ? {} : { opId }), 'undo')
  const redo = async (): Promise<void> => tell(await host.command.redo({}), 'redo')

  return { undo, redo, tell, actionText }
}
