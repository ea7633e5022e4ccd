import { useI18n } from 'vue-i18n'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { useToast } from '../../ui/index.ts'
import { errorText } from '../error-text.ts'
import { useHost } from '../useHost.ts'
import { useTask } from '../useTask.ts'
import { useSaveFile } from './useSaveFile.ts'

type SheetInput = MethodInput<'exports', 'sheet'>

export const SHEET_FORMATS = ['csv', 'xlsx', 'pdf'] as const
export type SheetFormat = (typeof SHEET_FORMATS)[number]

/** A table as a screen shows it: amounts in units of their currency, `null` for blank. */
export type Sheet = Pick<SheetInput, 'title' | 'lines' | 'columns' | 'rows' | 'decimals' | 'name'>

/** Writes a table that is on the screen into a file and gives it to the person. */
export function useSheetExport() {
  const host = useHost()
  const { t, locale } = useI18n()
  const { task, follow } = useTask()
  const { save } = useSaveFile()
  const { toast } = useToast()

  async function exportSheet(sheet: Sheet, format: SheetFormat): Promise<boolean> {
    const reply = await follow(t('transfer.exporting'), (taskId) =>
      host.exports.sheet({
        ...sheet,
        format,
        language: locale.value === 'en' ? 'en' : 'es',
        // The host puts the numbers in.
        pageText: t('transfer.page', { page: '{page}', pages: '{pages}' }),
        taskId,
      }),
    )
    if (reply.ok) return save(reply.value)
    if (reply.error.code !== 'host/cancelled') toast({ tone: 'error', title: errorText(reply.error) })
    return false
  }

  return { exportSheet, task }
}
