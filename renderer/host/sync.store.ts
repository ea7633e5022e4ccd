import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'
import type { HostEvent, SyncStanding } from '#core/contract/host-events.ts'

/** How this desktop stands with the other offices, as the host last said. */
export const useSyncStore = defineStore('sync', () => {
  const standing = ref<SyncStanding>({ state: 'off', pending: 0 })

  /** The organisation's data is on its way, so far; undefined once it can be worked with. */
  const arriving = computed(() => {
    const { firstSync } = standing.value
    return firstSync?.isUsable === false ? firstSync : undefined
  })

  async function load(host: HostClient): Promise<void> {
    const reply = await host.sync.status({})
    if (reply.ok) standing.value = reply.value
  }

  function hear(event: HostEvent, host: HostClient) {
    if (event.type === 'sync') standing.value = event.standing
    // What was said meanwhile did not arrive.
    else if (event.type === 'reconnected') void load(host)
  }

  return { standing, arriving, load, hear }
})
