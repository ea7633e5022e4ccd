import { onScopeDispose, ref, shallowRef } from 'vue'
import type { HostError, HostReply } from '#core/contract/envelope.ts'
import type { HubStatus } from '#core/contract/host-events.ts'
import { useHost } from '#renderer/host/index.ts'

/** The hub on this desktop as the host last said, and acting on it. */
export function useHub() {
  const host = useHost()
  const status = shallowRef<HubStatus>()
  const error = shallowRef<HostError>()
  const isWorking = ref(false)

  async function load(): Promise<void> {
    const reply = await host.hub.status({})
    if (reply.ok) status.value = reply.value
    else error.value = reply.error
  }

  async function act(work: () => Promise<HostReply<HubStatus>>): Promise<boolean> {
    if (isWorking.value) return false
    isWorking.value = true
    error.value = undefined
    const reply = await work()
    isWorking.value = false
    if (reply.ok) status.value = reply.value
    else error.value = reply.error
    return reply.ok
  }

  onScopeDispose(
    host.subscribe((event) => {
      if (event.type === 'hub') status.value = event.status
      // What was said meanwhile did not arrive.
      else if (event.type === 'reconnected') void load()
    }),
  )
  void load()
  return { host, status, error, isWorking, act, load }
}

export type UseHub = ReturnType<typeof useHub>
