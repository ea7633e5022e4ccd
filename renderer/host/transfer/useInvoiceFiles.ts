import { useI18n } from 'vue-i18n'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { useToast } from '../../ui/index.ts'
import { errorText } from '../error-text.ts'
import { useHost } from '../useHost.ts'
import { useTask } from '../useTask.ts'
import { useSaveFile } from './useSaveFile.ts'

type Input = MethodInput<'exports', 'invoices'>

/** Writes invoices as PDF or e-invoice, one or many, and gives them to the person. */
export function useInvoiceFiles() {
  const host = useHost()
  const { t } = useI18n()
  const { task, follow } = useTask()
  const { save } = useSaveFile()
  const { toast } = useToast()

  async function write(input: Omit<Input, 'taskId'>): Promise<boolean> {
    const reply = await follow(t('transfer.exporting'), (taskId) =>
      host.exports.invoices({ ...input, taskId }),
    )
    if (reply.ok) return save(reply.value)
    if (reply.error.code !== 'host/cancelled') toast({ tone: 'error', title: errorText(reply.error) })
    return false
  }

  return {
    task,
    pdf: (id: string, number: string) => write({ format: 'pdf', as: 'file', ids: [id], name: number }),
    ubl: (id: string, number: string) => write({ format: 'ubl', as: 'file', ids: [id], name: number }),
    /** A ZIP of all that match. */
    packed: (format: Input['format'], filter: NonNullable<Input['filter']>, name: string) =>
      write({ format, as: 'zip', filter, name }),
  }
}
