import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { HostError } from '#core/contract/envelope.ts'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { ImportMapping } from '#core/domain/import/mapping.ts'
import { errorText, useCommand, useHost, useTask } from '#renderer/host/index.ts'
import { sendFile } from '#renderer/host/transfer/index.ts'
import { useCatalog } from '#renderer/data/index.ts'
import { useToast } from '#renderer/ui/index.ts'
import { rememberCommand } from './remember-mapping.ts'

export const STEPS = ['file', 'mapping', 'rehearsal', 'result'] as const
export type Step = (typeof STEPS)[number]

export type ImportTable = MethodOutput<'imports', 'read'>
export type Rehearsal = MethodOutput<'imports', 'rehearse'>
export type ImportResult = MethodOutput<'imports', 'run'>
type ReadChoices = MethodInput<'imports', 'read'>['choices']

/** One import from its file to its result. Long steps are tasks of the tray; leaving the screen lets go of the file. */
export function useImport() {
  const host = useHost()
  const { t, locale } = useI18n()
  const { task, follow, cancel } = useTask()
  const { run: runCommand } = useCommand()
  const { toast } = useToast()
  const remembered = useCatalog('importMapping')

  const step = ref<Step>('file')
  const file = shallowRef<{ id: string; name: string }>()
  const table = shallowRef<ImportTable>()
  const mapping = shallowRef<ImportMapping>()
  const rehearsal = shallowRef<Rehearsal>()
  const result = shallowRef<ImportResult>()
  /** What went wrong in the step on screen. */
  const error = shallowRef<HostError>()
  /** Bytes of the file that have arrived, while it is handed over. */
  const sending = shallowRef<{ name: string; done: number; total: number }>()
  const isBusy = computed(() => task.value !== undefined || sending.value !== undefined)

  function failed(problem: HostError) {
    if (problem.code === 'host/cancelled') return
    error.value = problem
  }

  async function take(chosen: File) {
    error.value = undefined
    sending.value = { name: chosen.name, done: 0, total: chosen.size }
    const sent = await sendFile(host.imports, chosen, (done, total) => {
      sending.value = { name: chosen.name, done, total }
    })
    if (sent.ok) file.value = { id: sent.value.file, name: chosen.name }
    const isRead = sent.ok && (await read({}))
    sending.value = undefined
    if (!sent.ok) failed(sent.error)
    if (isRead) step.value = 'mapping'
  }

  /** Reads the file; what had been chosen of its columns is suggested anew. */
  async function read(choices: ReadChoices): Promise<boolean> {
    const current = file.value
    if (!current) return false
    error.value = undefined
    const reply = await follow(t('import.file.sending', { name: current.name }), (taskId) =>
      host.imports.read({ file: current.id, choices, taskId }),
    )
    if (!reply.ok) {
      failed(reply.error)
      return false
    }
    table.value = reply.value
    mapping.value = reply.value.suggestion.mapping
    return true
  }

  async function rehearse(changes: Partial<ImportMapping> = {}) {
    const current = file.value
    if (!current || !mapping.value) return
    mapping.value = { ...mapping.value, ...changes }
    error.value = undefined
    const chosen = mapping.value
    const reply = await follow(t('import.rehearsing'), (taskId) =>
      host.imports.rehearse({
        file: current.id,
        mapping: chosen,
        language: locale.value === 'en' ? 'en' : 'es',
        taskId,
      }),
    )
    if (!reply.ok) return failed(reply.error)
    rehearsal.value = reply.value
    step.value = 'rehearsal'
  }

  async function run() {
    const current = file.value
    if (!current || !mapping.value || !table.value) return
    error.value = undefined
    // Before the import, so that one undo afterwards takes the import back.
    const command = rememberCommand(current.name, table.value, mapping.value, remembered.value)
    await runCommand('catalog.save', command)
    const reply = await follow(t('import.rehearsal.running'), (taskId) =>
      host.imports.run({ file: current.id, taskId }),
    )
    if (!reply.ok) return failed(reply.error)
    result.value = reply.value
    step.value = 'result'
    const { created, changed } = reply.value.counts
    const { opId } = reply.value
    if (opId === undefined) return
    toast({
      key: 'change',
      tone: 'success',
      title: t('import.result.title'),
      text: t('import.result.toast', { created, changed }),
    })
  }

  async function letGo() {
    const current = file.value
    file.value = undefined
    if (current) await host.imports.close({ file: current.id })
  }

  async function restart() {
    await letGo()
    table.value = undefined
    mapping.value = undefined
    rehearsal.value = undefined
    result.value = undefined
    error.value = undefined
    step.value = 'file'
  }

  onScopeDispose(() => void letGo())

  return {
    step,
    file,
    table,
    mapping,
    rehearsal,
    result,
    error: computed(() => error.value && errorText(error.value)),
    sending,
    isBusy,
    task,
    cancel,
    take,
    read,
    rehearse,
    run,
    restart,
    back: () => (step.value = step.value === 'rehearsal' ? 'mapping' : 'file'),
  }
}

export type Import = ReturnType<typeof useImport>
