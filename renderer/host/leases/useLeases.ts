import { computed, onScopeDispose, ref } from 'vue'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { useReadModel } from '../../data/index.ts'
import { useToast } from '../../ui/index.ts'
import { errorText } from '../error-text.ts'
import { useHost } from '../useHost.ts'
import { useSyncStore } from '../sync.store.ts'

export type Lease = MethodOutput<'sync', 'leases'>['leases'][number]
export type LeaseAct = MethodInput<'sync', 'moveLease'>['act']

/** Who may do what one desktop alone does, kept as the host hears it, and moving it by hand. */
export function useLeases() {
  const host = useHost()
  const sync = useSyncStore()
  const { toast } = useToast()
  const round = ref(0)
  const isMoving = ref(false)
  const { value, state, error, refresh } = useReadModel(
    () => {
      // Connecting and leaving change what can be done.
      void [round.value, sync.standing.server]
      return host.sync.leases({})
    },
    { collections: ['catalog'] },
  )
  onScopeDispose(
    host.subscribe((event) => {
      if (event.type === 'leases') round.value++
    }),
  )

  async function move({ kind, key, asked }: Lease, act: LeaseAct): Promise<boolean> {
    isMoving.value = true
    const to = act === 'give' ? asked?.deviceId : undefined
    const reply = await host.sync.moveLease({ kind, key, act, ...(to !== undefined && { to }) })
    isMoving.value = false
    round.value++
    if (!reply.ok) toast({ tone: 'error', title: errorText(reply.error) })
    return reply.ok
  }
  return {
    standing: computed(() => value.value?.standing ?? 'alone'),
    leases: computed(() => value.value?.leases ?? []),
    state,
    error,
    refresh,
    isMoving,
    move,
  }
}
