import type { HostReply } from '#core/contract/envelope.ts'
import type { Store } from '#main/store/store.ts'

/** Settings of this desktop, kept in the open store and in memory: reading one never waits for a running command. */
export interface Settings {
  /** Null when it was never set. */
  get(name: string): Promise<unknown>
  set(name: string, value: unknown): Promise<HostReply<object>>
  /** Gives another store the same settings. */
  copyTo(store: Store): Promise<void>
  /** Reads from another store from now on. */
  readFrom(store: Store): void
  /** Gives another store the same settings and reads from it from now on. */
  moveTo(store: Store): Promise<void>
}

export interface SettingsOptions {
  store: Store
  /** Hears of every change. */
  changed: (name: string, value: unknown) => void
}

export function createSettings(options: SettingsOptions): Settings {
  let store = options.store
  const known = new Map<string, Promise<unknown>>()

  const read = async (name: string): Promise<unknown> =>
    (await store.local.get('setting', name))?.value ?? null

  const copyTo = async (next: Store): Promise<void> => {
    for (const { key } of await store.local.list('setting')) {
      const saved = await store.local.get('setting', key)
      if (saved) await next.local.put('setting', key, saved.value)
    }
  }

  const readFrom = (next: Store): void => {
    store = next
    known.clear()
  }

  return {
    get(name) {
      const earlier = known.get(name)
      if (earlier) return earlier
      const reading = read(name)
      known.set(name, reading)
      // A failed reading is not remembered.
      reading.catch(() => known.delete(name))
      return reading
    },
    async set(name, value) {
      const reply = await store.local.put('setting', name, value)
      if (!reply.ok) return reply
      known.set(name, Promise.resolve(value))
      options.changed(name, value)
      return reply
    },
    copyTo,
    readFrom,
    async moveTo(next) {
      await copyTo(next)
      readFrom(next)
    },
  }
}
