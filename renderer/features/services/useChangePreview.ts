import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { HostError } from '#core/contract/envelope.ts'
import { fieldIssues, useHost } from '#renderer/host/index.ts'

/** Milliseconds of quiet after typing before the host is asked. */
const PAUSE = 150
/** Until a call that got no answer is made again. */
const RETRY = 2000

/**
 * What a command would do to money, told while a person fills in the form: the host runs it without writing. `input`
 * answers undefined while there is nothing to ask yet.
 */
export function useChangePreview<R>(command: string, input: () => object | undefined) {
  const host = useHost()
  const result = shallowRef<R>()
  const error = shallowRef<HostError>()
  const isAsking = shallowRef(false)
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function look() {
    const asked = input()
    const mine = ++turn
    if (!asked) {
      result.value = undefined
      error.value = undefined
      isAsking.value = false
      return
    }
    isAsking.value = true
    const reply = await host.command.preview({ command, input: asked })
    if (mine !== turn) return
    isAsking.value = false
    // The command answers what its definition says.
    result.value = reply.ok ? (reply.value.result as R) : undefined
    error.value = reply.ok ? undefined : reply.error
    // A call that was lost says nothing about the change, and nobody types anything to ask anew.
    if (!reply.ok && reply.error.retryable) lookSoon(RETRY)
  }
  const lookSoon = (wait = PAUSE) => {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), wait)
  }

  watch(
    () => JSON.stringify(input() ?? null),
    () => lookSoon(),
  )
  void look()
  // Somebody else may have changed the service meanwhile.
  const unsubscribe = host.subscribe((event) => {
    if (event.type === 'reconnected' || (event.type === 'commit' && event.last)) lookSoon()
  })
  onScopeDispose(() => {
    unsubscribe()
    clearTimeout(timer)
    turn++
  })

  return {
    result,
    error,
    isAsking,
    issues: computed(() => (error.value ? fieldIssues(error.value) : [])),
  }
}

export type ChangePreview<R> = ReturnType<typeof useChangePreview<R>>
