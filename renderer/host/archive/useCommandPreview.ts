import { onScopeDispose, shallowRef } from 'vue'
import type { HostError } from '#core/contract/envelope.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { useHost } from '../useHost.ts'

/** Milliseconds between a commit and asking again. */
const QUIET = 150

/** What a command would do now; asked again after every commit, so that what a person closes meanwhile counts. */
export function useCommandPreview(command: string, input: () => object) {
  const host = useHost()
  const preview = shallowRef<MethodOutput<'command', 'preview'>>()
  const error = shallowRef<HostError>()
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function look() {
    const mine = ++turn
    const reply = await host.command.preview({ command, input: input() })
    if (mine !== turn) return
    preview.value = reply.ok ? reply.value : undefined
    error.value = reply.ok ? undefined : reply.error
  }

  const unsubscribe = host.subscribe((event) => {
    if (event.type !== 'reconnected' && !(event.type === 'commit' && event.last)) return
    clearTimeout(timer)
    timer = setTimeout(() => void look(), QUIET)
  })
  onScopeDispose(() => {
    unsubscribe()
    clearTimeout(timer)
    turn++
  })
  void look()
  return { preview, error, look }
}
