import { useI18n } from 'vue-i18n'
import { errorText, useHost, useTask } from '#renderer/host/index.ts'
import { useSaveFile } from '#renderer/host/transfer/index.ts'
import { useToast } from '#renderer/ui/index.ts'
import { reasonTemplate } from './reason-template.ts'
import type { ImportTable, Rehearsal } from './useImport.ts'

/** A file of the rows that failed, in the format of the source, with the reason in words. */
export function useFailedRows() {
  const host = useHost()
  const { t } = useI18n()
  const { follow } = useTask()
  const { save } = useSaveFile()
  const { toast } = useToast()

  /** The texts of all reasons as they are written, so that the host fills in the values of each row. */
  function templates(rehearsal: Rehearsal): Record<string, string> {
    const codes = [...new Set(rehearsal.reasons.map(({ code }) => code))]
    return Object.fromEntries(codes.map((code) => [code, reasonTemplate(code)]))
  }

  async function download(file: string, table: ImportTable, rehearsal: Rehearsal) {
    const words = {
      ...templates(rehearsal),
      reason: t('import.failedFile.reason'),
      row: t('import.failedFile.row'),
      fileName: t('import.failedFile.name'),
    }
    const reply = await follow(t('import.rehearsal.makingFailed'), (taskId) =>
      host.imports.failed({ file, format: table.format, words, taskId }),
    )
    if (reply.ok) await save(reply.value)
    else if (reply.error.code !== 'host/cancelled') toast({ tone: 'error', title: errorText(reply.error) })
  }

  return { download }
}
