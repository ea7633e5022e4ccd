import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { HostEvent } from '#core/contract/host-events.ts'

/** Whether the host answers, and whether its data file takes what is written. */
export const useConnectionStore = defineStore('connection', () => {
  const isLost = ref(false)
  const isDamaged = ref(false)

  function hear(event: HostEvent) {
    if (event.type === 'disconnected') isLost.value = true
    else if (event.type === 'reconnected') isLost.value = false
    else if (event.type === 'damaged') isDamaged.value = true
  }

  return { isLost, isDamaged, hear }
})
