type Listener = (...values: unknown[]) => void

/** Beside the objects: PouchDB makes some that never run this constructor. */
const kept = new WeakMap<object, Map<string, Listener[]>>()

function listenersOf(emitter: object): Map<string, Listener[]> {
  const known = kept.get(emitter)
  if (known) return known
  const made = new Map<string, Listener[]>()
  kept.set(emitter, made)
  return made
}

/** What PouchDB wants of Node's module `events`, in a browser. */
export default class EventEmitter {
  static listenerCount(emitter: EventEmitter, name: string): number {
    return emitter.listenerCount(name)
  }

  on(name: string, listener: Listener): this {
    listenersOf(this).set(name, [...(listenersOf(this).get(name) ?? []), listener])
    return this
  }

  addListener(name: string, listener: Listener): this {
    return this.on(name, listener)
  }

  once(name: string, listener: Listener): this {
    const once: Listener = (...values) => {
      this.removeListener(name, once)
      listener.apply(this, values)
    }
    return this.on(name, once)
  }

  removeListener(name: string, listener: Listener): this {
    listenersOf(this).set(
      name,
      (listenersOf(this).get(name) ?? []).filter((one) => one !== listener),
    )
    return this
  }

  off(name: string, listener: Listener): this {
    return this.removeListener(name, listener)
  }

  removeAllListeners(name?: string): this {
    if (name === undefined) listenersOf(this).clear()
    else listenersOf(this).delete(name)
    return this
  }

  emit(name: string, ...values: unknown[]): boolean {
    const listeners = listenersOf(this).get(name) ?? []
    for (const listener of listeners) listener.apply(this, values)
    return listeners.length > 0
  }

  listeners(name: string): Listener[] {
    return listenersOf(this).get(name) ?? []
  }

  listenerCount(name: string): number {
    return this.listeners(name).length
  }

  setMaxListeners(): this {
    return this
  }
}

// PouchDB copies the methods by enumerating them, as Node's are.
for (const name of Object.getOwnPropertyNames(EventEmitter.prototype))
  if (name !== 'constructor') Object.defineProperty(EventEmitter.prototype, name, { enumerable: true })
