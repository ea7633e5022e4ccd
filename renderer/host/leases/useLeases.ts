import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { useToast } from '../../ui/index.ts'
import { errorText } from '../error-text.ts'
import { useHost } from '../useHost.ts'
import { useSyncStore } from '../sync.store.ts'

type Leases = MethodOutput<'sync', 'leases'>
export type Lease = Leases['leases'][number]
export type LeaseAct = MethodInput<'sync', 'moveLease'>['act']

/** Who may do what one desktop alone does, kept as the host hears it, and moving it by hand. */
export function useLeases() {
  const host = useHost()
  const sync = useSyncStore()
  const { toast } = useToast()
  const known = shallowRef<Leases>({ standing: 'alone', leases: [] })
  const isMoving = ref(false)
  /** Only the latest answer counts. */
  let asked = 0

  async function load() {
    const mine = ++asked
    const reply = await host.sync.leases({})
    // What is shown stays while the host cannot answer: it says that itself.
    if (reply.ok && mine === asked) known.value = reply.value
  }
  // Connecting and leaving change what can be done.
  watch(() => sync.standing.server, load, { immediate: true })
  onScopeDispose(
    host.subscribe((event) => {
      const isOffice = event.type === 'commit' && event.last && event.collections.includes('catalog')
      if (event.type === 'leases' || event.type === 'reconnected' || isOffice) void load()
    }),
  )

  async function move({ kind, key, asked: by }: Lease, act: LeaseAct): Promise<void> {
    isMoving.value = true
    const to = act === 'give' ? by?.deviceId : undefined
    const reply = await host.sync.moveLease({ kind, key, act, ...(to !== undefined && { to }) })
    isMoving.value = false
    if (!reply.ok) toast({ tone: 'error', title: errorText(reply.error) })
    await load()
  }
  return {
    standing: computed(() => known.value.standing),
    leases: computed(() => known.value.leases),
    isMoving,
    move,
  }
}
