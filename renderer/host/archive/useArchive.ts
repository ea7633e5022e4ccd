import { useI18n } from 'vue-i18n'
import type { RestoreResult } from '#core/domain/restore/taken.ts'
import { useToast } from '../../ui/index.ts'
import { errorText } from '../error-text.ts'
import { useCommand } from '../useCommand.ts'
import { useHost } from '../useHost.ts'
import { pendingArchive, type ArchiveKind, type ArchiveRequest } from './archive-request.ts'

/** Archives a record, or restores it: from any page, with the same questions. Answers whether it was done. */
export function useArchive() {
  const host = useHost()
  const { t } = useI18n()
  const { run } = useCommand()
  const { toast } = useToast()

  const ask = (request: ArchiveRequest): Promise<boolean> => {
    pendingArchive.value?.answer(false)
    return new Promise((resolve) => {
      pendingArchive.value = {
        ...request,
        answer(isDone) {
          pendingArchive.value = undefined
          resolve(isDone)
        },
      }
    })
  }

  /** Asks only when somebody else has got something of the record's meanwhile: one undo puts everything back. */
  async function restore(kind: ArchiveKind, id: string, name: string): Promise<boolean> {
    const command = `${kind}.restore`
    const input = { ids: [id] }
    // Sites hold nothing that others could take.
    if (kind !== 'site') {
      const preview = await host.command.preview({ command, input })
      if (!preview.ok) {
        toast({ tone: 'error', title: errorText(preview.error) })
        return false
      }
      const { taken } = preview.value.result as RestoreResult
      if (taken.length > 0) return ask({ action: 'restore', kind, id, name })
    }
    return (await run(command, input, { undoToast: t(`archive.restore.done.${kind}`) })).ok
  }

  return {
    archive: (kind: ArchiveKind, id: string, name: string) => ask({ action: 'archive', kind, id, name }),
    restore,
  }
}
