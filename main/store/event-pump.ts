import type { HostEvent } from '#core/contract/host-events.ts'

/** Pause between two parts of one commit, in milliseconds: about what the main thread needs to pass one on. */
const PAUSE = 4

/** Sends commit events one by one, so that a commit of 50,000 documents does not keep the main thread from its calls. */
export interface EventPump {
  push(event: HostEvent): void
  /** Sends all that waits: before the next command, whose events must come after. */
  flush(): void
}

export function createEventPump(send: (event: HostEvent) => void): EventPump {
  const waiting: HostEvent[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const next = (): void => {
    timer = undefined
    const event = waiting.shift()
    if (!event) return
    send(event)
    timer = setTimeout(next, PAUSE)
  }
  return {
    push(event) {
      waiting.push(event)
      // The first part goes at once: most commits have no other.
      if (timer === undefined) next()
    },
    flush() {
      clearTimeout(timer)
      timer = undefined
      for (const event of waiting.splice(0)) send(event)
    },
  }
}
