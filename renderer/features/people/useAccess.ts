import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { HostError } from '#core/contract/envelope.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { errorText, useHost } from '#renderer/host/index.ts'

export type AccessState = MethodOutput<'access', 'state'>

/** Who is signed in at this desktop, and what was asked of the server about it. */
export function useAccess() {
  const host = useHost()
  const state = shallowRef<AccessState>()
  const error = shallowRef<HostError>()
  const isRunning = ref(false)
  const refresh = async () => {
    const reply = await host.access.state({})
    if (reply.ok) state.value = reply.value
  }
  /** Does one thing at a time; what went wrong stays to be shown until the next. */
  async function attempt<T>(work: () => Promise<{ ok: true; value: T } | { ok: false; error: HostError }>) {
    isRunning.value = true
    error.value = undefined
    const reply = await work()
    isRunning.value = false
    if (!reply.ok) error.value = reply.error
    await refresh()
    return reply.ok ? reply.value : undefined
  }
  /** Asks the server; answers undefined when it refused. `A`: what it answers to this request. */
  const ask = async <A>(request: string, input: Record<string, unknown> = {}): Promise<A | undefined> => {
    const reply = await attempt(() => host.access.ask({ request, input }))
    // The host passes on what the server answers to this very request.
    return reply?.answer as A | undefined
  }
  const stop = host.subscribe((event) => {
    if (event.type === 'settings' && event.name === 'access.lockMinutes') void refresh()
  })
  onScopeDispose(stop)
  void refresh()
  return {
    host,
    state,
    error,
    isRunning,
    refresh,
    attempt,
    ask,
    problem: computed(() => error.value && errorText(error.value)),
    /** The server's reason, such as `codeNeeded`. */
    refusal: computed(() => error.value?.details?.reason),
  }
}

export type UseAccess = ReturnType<typeof useAccess>
