import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { HostError } from '#core/contract/envelope.ts'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { useCatalog } from '#renderer/data/index.ts'
import { errorText, useCommand, useHost, useTask } from '#renderer/host/index.ts'
import { sendFile } from '#renderer/host/transfer/index.ts'
import { rememberBankCommand } from './remember-bank.ts'

export type BankFile = MethodOutput<'bank', 'read'>
export type BankTable = NonNullable<BankFile['table']>
export type BankChoices = MethodInput<'bank', 'read'>['choices']
export type Posted = MethodOutput<'bank', 'post'>
export type BankStep = 'file' | 'columns' | 'review' | 'result'

/** One bank statement from its file to its payments. Leaving the screen lets go of the file. */
export function useBank() {
  const host = useHost()
  const { t } = useI18n()
  const { task, follow, cancel } = useTask()
  const { run } = useCommand()
  const remembered = useCatalog('importMapping')

  const step = ref<BankStep>('file')
  const file = shallowRef<{ id: string; name: string }>()
  const statement = shallowRef<BankFile>()
  const result = shallowRef<Posted>()
  const error = shallowRef<HostError>()
  const sending = shallowRef<{ name: string; done: number; total: number }>()
  const isBusy = computed(() => task.value !== undefined || sending.value !== undefined)
  /** A person has said how the table is read: worth keeping for the bank's next statement. */
  let wasMapped = false

  function failed(problem: HostError): false {
    if (problem.code !== 'host/cancelled') error.value = problem
    return false
  }

  async function take(chosen: File) {
    error.value = undefined
    wasMapped = false
    sending.value = { name: chosen.name, done: 0, total: chosen.size }
    const sent = await sendFile(host.bank, chosen, (done, total) => {
      sending.value = { name: chosen.name, done, total }
    })
    sending.value = undefined
    if (!sent.ok) return failed(sent.error)
    file.value = { id: sent.value.file, name: chosen.name }
    return read({})
  }

  /** Reads the statement; what was decided of its movements begins anew. */
  async function read(choices: BankChoices): Promise<boolean> {
    const current = file.value
    if (!current) return false
    error.value = undefined
    const reply = await follow(t('bank.reading', { name: current.name }), (taskId) =>
      host.bank.read({ file: current.id, choices, taskId }),
    )
    if (!reply.ok) return failed(reply.error)
    statement.value = reply.value
    if (Object.keys(choices).length > 0) wasMapped = true
    const isUnreadable = reply.value.table?.isReadable === false
    step.value = isUnreadable ? 'columns' : 'review'
    return true
  }

  async function post(): Promise<boolean> {
    const current = file.value
    if (!current) return false
    error.value = undefined
    const table = statement.value?.table
    // Before the payments, so that one undo afterwards takes these back.
    if (wasMapped && table)
      await run('catalog.save', rememberBankCommand(current.name, table, remembered.value))
    const reply = await follow(t('bank.posting'), (taskId) => host.bank.post({ file: current.id, taskId }))
    if (!reply.ok) return failed(reply.error)
    result.value = reply.value
    step.value = 'result'
    return true
  }

  async function letGo() {
    const current = file.value
    file.value = undefined
    if (current) await host.bank.close({ file: current.id })
  }

  async function restart() {
    await letGo()
    statement.value = undefined
    result.value = undefined
    error.value = undefined
    step.value = 'file'
  }

  onScopeDispose(() => void letGo())

  return {
    step,
    file,
    statement,
    result,
    error: computed(() => error.value && errorText(error.value)),
    sending,
    isBusy,
    task,
    cancel,
    take,
    read,
    post,
    restart,
  }
}

export type Bank = ReturnType<typeof useBank>
