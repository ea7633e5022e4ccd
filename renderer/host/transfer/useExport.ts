import { useI18n } from 'vue-i18n'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { useToast } from '../../ui/index.ts'
import { errorText } from '../error-text.ts'
import { useHost } from '../useHost.ts'
import { useTask } from '../useTask.ts'
import { useSaveFile } from './useSaveFile.ts'

type MakeInput = MethodInput<'exports', 'make'>

/**
 * What to export. Without `ids` all that match `where`, in the order of `sort`. Columns are keys of `EXPORT_COLUMNS`
 * with the headings that the list shows.
 */
export interface ExportRequest extends Pick<
  MakeInput,
  | 'kind'
  | 'format'
  | 'ids'
  | 'items'
  | 'services'
  | 'where'
  | 'sort'
  | 'records'
  | 'sites'
  | 'separator'
  | 'timeZone'
  | 'forProgram'
> {
  columns: MakeInput['columns']
  /** Of the file, without its ending. */
  name: string
  /** Words of the list's own closed lists, or of another program. */
  words?: Readonly<Record<string, string>>
}

/** Words of closed lists, by the keys that the host asks for. */
const WORDS = [
  'type.individual',
  'type.business',
  'paymentType.prepaid',
  'paymentType.postpaid',
  'language.es',
  'language.en',
  'precision.pin',
  'precision.rooftop',
  'precision.street',
  'precision.place',
  'precision.none',
  'yes',
  'no',
] as const

/** Writes a list into a file with progress and a way to cancel, and gives it to the person. */
export function useExport() {
  const host = useHost()
  const { t, locale } = useI18n()
  const { task, follow } = useTask()
  const { save } = useSaveFile()
  const { toast } = useToast()

  async function exportList(request: ExportRequest): Promise<boolean> {
    const language = locale.value === 'en' ? 'en' : 'es'
    const common = Object.fromEntries(WORDS.map((key) => [key, t(`transfer.word.${key}`)]))
    const words = { ...common, ...request.words }
    const reply = await follow(t('transfer.exporting'), (taskId) =>
      host.exports.make({ ...request, language, words, taskId }),
    )
    if (reply.ok) return save(reply.value)
    if (reply.error.code !== 'host/cancelled') toast({ tone: 'error', title: errorText(reply.error) })
    return false
  }

  return { exportList, task }
}
