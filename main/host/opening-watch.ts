import type { HostError } from '#core/contract/envelope.ts'
import type { HostEvent, Opening } from '#core/contract/host-events.ts'

/** Whether the data is open, as every window is told: also a locked one, since nothing of the data is in it. */
export interface OpeningWatch {
  now(): Opening
  /** An opening takes long; what it is at. */
  hear(opening: Opening): void
  opened(): void
  failed(error: HostError): void
}

/** `locale` is spoken where the data knows no other. `slow` hears of every opening that takes long. */
export function watchOpening(
  locale: 'es' | 'en',
  tell: (event: HostEvent) => void,
  slow: () => void = () => undefined,
): OpeningWatch {
  let now: Opening = { state: 'opening', locale }
  let isTold = false
  return {
    now: () => now,
    hear(opening) {
      now = { locale, ...opening }
      isTold = true
      tell({ type: 'opening', opening: now })
      slow()
    },
    opened() {
      now = { state: 'open' }
      if (isTold) tell({ type: 'opening', opening: now })
      isTold = false
    },
    failed(error) {
      now = { ...now, state: 'failed' }
      if (isTold) tell({ type: 'opening', opening: now, error })
    },
  }
}
