import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { HostError } from '#core/contract/envelope.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { useDates } from '#renderer/data/index.ts'
import { useAppInfo, useHost, useTask } from '#renderer/host/index.ts'
import { sendFile, useSaveFile } from '#renderer/host/transfer/index.ts'

export type Answer = MethodOutput<'syncFiles', 'read'>
export type Applied = MethodOutput<'syncFiles', 'apply'>

/** Writing what waits for the server into a file, and taking the answer that was brought back. */
export function useFileExchange() {
  const host = useHost()
  const info = useAppInfo()
  const { t } = useI18n()
  const dates = useDates()
  const { task, follow, cancel } = useTask()
  const { save } = useSaveFile()

  const error = shallowRef<HostError>()
  /** How many changes the last file has that was written here. */
  const written = ref<number>()
  const file = shallowRef<{ id: string; name: string }>()
  const answer = shallowRef<Answer>()
  const applied = shallowRef<Applied>()
  const sending = shallowRef<{ name: string; done: number; total: number }>()
  const isBusy = computed(() => task.value !== undefined || sending.value !== undefined)

  function failed(problem: HostError): void {
    if (problem.code !== 'host/cancelled') error.value = problem
  }

  async function make(): Promise<void> {
    error.value = written.value = undefined
    const name = t('sync.files.name', {
      code: info.value.device?.code ?? '',
      day: dates.day(Date.now()),
    })
    const reply = await follow(t('sync.files.making'), (taskId) => host.syncFiles.make({ name, taskId }))
    if (!reply.ok) failed(reply.error)
    else if (await save(reply.value)) written.value = reply.value.changes
  }

  async function take(chosen: File): Promise<void> {
    await close()
    sending.value = { name: chosen.name, done: 0, total: chosen.size }
    const sent = await sendFile(host.syncFiles, chosen, (done, total) => {
      sending.value = { name: chosen.name, done, total }
    })
    sending.value = undefined
    if (!sent.ok) return failed(sent.error)
    file.value = { id: sent.value.file, name: chosen.name }
    await read()
  }

  async function read(): Promise<void> {
    const current = file.value
    if (!current) return
    const reply = await follow(t('sync.files.reading'), (taskId) =>
      host.syncFiles.read({ file: current.id, taskId }),
    )
    if (reply.ok) answer.value = reply.value
    else failed(reply.error)
  }

  async function apply(): Promise<void> {
    const current = file.value
    if (!current) return
    error.value = undefined
    const reply = await follow(t('sync.files.applying'), (taskId) =>
      host.syncFiles.apply({ file: current.id, taskId }),
    )
    if (reply.ok) applied.value = reply.value
    else failed(reply.error)
  }

  /** Lets go of the file and what was said of it. */
  async function close(): Promise<void> {
    const current = file.value
    error.value = file.value = answer.value = applied.value = undefined
    if (current) await host.syncFiles.close({ file: current.id })
  }
  onScopeDispose(() => void close())

  return { task, cancel, error, written, file, answer, applied, sending, isBusy, make, take, apply, close }
}
