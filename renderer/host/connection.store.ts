import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { HostEvent, Opening } from '#core/contract/host-events.ts'

/** Whether the host answers, and whether its data file takes what is written. */
export const useConnectionStore = defineStore('connection', () => {
  const isLost = ref(false)
  const isDamaged = ref(false)
  /** Data that takes long to open is being opened. */
  const opening = shallowRef<Opening>()

  function hear(event: HostEvent) {
    if (event.type === 'disconnected') isLost.value = true
    else if (event.type === 'reconnected') isLost.value = false
    else if (event.type === 'damaged') isDamaged.value = true
    else if (event.type === 'opening')
      opening.value = event.opening.state === 'opening' ? event.opening : undefined
  }

  return { isLost, isDamaged, opening, hear }
})
