import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { HostEvent } from '#core/contract/host-events.ts'

/** Whether the host answers. */
export const useConnectionStore = defineStore('connection', () => {
  const isLost = ref(false)

  function hear(event: HostEvent) {
    if (event.type === 'disconnected') isLost.value = true
    else if (event.type === 'reconnected') isLost.value = false
  }

  return { isLost, hear }
})
