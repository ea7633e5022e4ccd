import type { HostEvent } from '#core/contract/host-events.ts'

export type HostListener = (event: HostEvent) => void

/** Carries what the host says to every window, in the order it was said. */
export interface EventHub {
  emit(event: HostEvent): void
  /** Returns the function that ends the subscription. */
  subscribe(listener: HostListener): () => void
}

/** `failed` hears of a listener that threw; the others still get the event. */
export function createEventHub(failed: (error: unknown) => void): EventHub {
  const listeners = new Set<HostListener>()
  return {
    emit(event) {
      for (const listener of [...listeners]) {
        try {
          listener(event)
        } catch (error) {
          failed(error)
        }
      }
    },
    subscribe(listener) {
      // A function of its own, so that the same listener may subscribe twice.
      const own: HostListener = (event) => listener(event)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
  }
}
