import type { Writable } from 'node:stream'
import { ANYTHING } from '../store/sql.ts'

/** Connections of one desktop at the most: a network that goes and comes back leaves some that nobody has closed yet. */
const MOST_OF_DEVICE = 4

/** `poke`: there is something to pull; `terms`: what the server says of this desktop has changed. */
const EVENTS = ['poke', 'terms'] as const
const eventOf = (event: string): string => `event: ${event}\ndata:\n\n`
const SIGN_OF_LIFE = ': still here\n\n'

export type DropCode = 'sync/not-reading' | 'sync/too-many-connections'

export interface ListenersOptions {
  /** Milliseconds between two signs of life. */
  beat: number
  /** A connection was ended, and why. */
  dropped(device: string, code: DropCode): void
}

export interface Listeners {
  /** Tells a desktop of an organisation from now on, through a stream that nobody else writes to. */
  add(listener: { org: string; device: string; stream: Writable }): void
  /** Tells the listening desktops of an organisation that there is something new: `ORG`, or `ORG terms`; or all of them: `ANYTHING`. */
  poke(topic: string): void
  close(): void
}

interface Listener {
  device: string
  stream: Writable
  /** What was sent last is still on its way. */
  isBusy: boolean
  /** Events since, to be told afterwards. */
  owed: Set<string>
  /** It was busy at the last beat already. */
  isLate: boolean
}

/**
 * Who listens to pokes. Whoever does not read costs no more than one event: while one is on its way, the next one would
 * say nothing new. Who has not read it from one beat to the next is dropped, and so are the oldest of too many connections
 * of one desktop; a desktop that is there connects anew and asks.
 */
export function createListeners({ beat, dropped }: ListenersOptions): Listeners {
  const listening = new Map<string, Set<Listener>>()
  const all = () => [...listening.values()].flatMap((listeners) => [...listeners])

  const send = (listener: Listener, text: string): void => {
    listener.isBusy = true
    listener.stream.write(text, (error) => {
      listener.isBusy = false
      if (!error) tell(listener)
    })
  }
  const tell = (listener: Listener, ...events: readonly string[]): void => {
    for (const event of events) listener.owed.add(event)
    if (listener.isBusy || listener.owed.size === 0) return
    const text = [...listener.owed].map(eventOf).join('')
    listener.owed.clear()
    send(listener, text)
  }
  const drop = ({ stream, device }: Listener, code: DropCode): void => {
    dropped(device, code)
    stream.destroy()
  }

  const beats = setInterval(() => {
    for (const listener of all()) {
      const { isBusy, isLate } = listener
      if (isBusy && isLate) drop(listener, 'sync/not-reading')
      else if (!isBusy) send(listener, SIGN_OF_LIFE)
      listener.isLate = isBusy
    }
  }, beat)
  beats.unref()

  return {
    add({ org, device, stream }) {
      const listener: Listener = { device, stream, isBusy: false, owed: new Set(), isLate: false }
      const listeners = listening.get(org) ?? new Set()
      listening.set(org, listeners.add(listener))
      stream.on('close', () => {
        listeners.delete(listener)
        if (listeners.size === 0) listening.delete(org)
      })
      // A desktop that comes back may have missed something.
      tell(listener, ...EVENTS)
      const own = [...listeners].filter((one) => one.device === device && !one.stream.destroyed)
      for (const oldest of own.slice(0, -MOST_OF_DEVICE)) drop(oldest, 'sync/too-many-connections')
    },
    poke(topic) {
      if (topic === ANYTHING) return all().forEach((listener) => tell(listener, ...EVENTS))
      const [org = '', event = 'poke'] = topic.split(' ')
      for (const listener of listening.get(org) ?? []) tell(listener, event)
    },
    close() {
      clearInterval(beats)
      for (const { stream } of all()) stream.end()
    },
  }
}
