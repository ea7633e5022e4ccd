import { v7 as newId } from 'uuid'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { HostError } from '#core/contract/envelope.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { useHost } from '#renderer/host/index.ts'
import { previewInput, type BulkCommand } from './bulk-action.ts'

export type BulkPreview = MethodOutput<'command', 'preview'>

/** Milliseconds of quiet before a changed form is counted. */
const QUIET = 150

/** What a bulk command would do now, counted anew whenever it changes; a count that nobody waits for is cancelled. */
export function useBulkPreview(command: () => BulkCommand | undefined) {
  const host = useHost()
  const preview = shallowRef<BulkPreview>()
  const error = shallowRef<HostError>()
  const isCounting = shallowRef(false)
  const taskId = shallowRef<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function stop() {
    clearTimeout(timer)
    if (taskId.value !== undefined) void host.tasks.cancel({ taskId: taskId.value })
    taskId.value = undefined
    isCounting.value = false
  }

  async function count(asked: BulkCommand) {
    const id = newId()
    taskId.value = id
    const reply = await host.command.preview({ command: asked.name, input: previewInput(asked), taskId: id })
    if (taskId.value !== id) return
    taskId.value = undefined
    isCounting.value = false
    preview.value = reply.ok ? reply.value : undefined
    error.value = reply.ok ? undefined : reply.error
  }

  function start(quiet: number) {
    stop()
    const asked = command()
    if (!asked) {
      preview.value = undefined
      error.value = undefined
      return
    }
    isCounting.value = true
    timer = setTimeout(() => void count(asked), quiet)
  }

  watch(
    () => JSON.stringify(command()),
    (_, before) => start(before === undefined ? 0 : QUIET),
    { immediate: true },
  )
  onScopeDispose(stop)

  return {
    preview,
    error,
    isCounting,
    taskId,
    refused: computed(() => preview.value?.refused.reduce((sum, { count: some }) => sum + some, 0) ?? 0),
    again: () => start(0),
    stop,
  }
}
