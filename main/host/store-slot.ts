import type { HostError } from '#core/contract/envelope.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import { ok, type Result } from '#core/lib/result.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'

/** The open store; handlers ask for it anew on each call, because demo data is a store of its own. */
export interface StoreSlot {
  current(): Store
  setAside(): string | undefined
  /** Opens another folder, then closes the one before. On failure the one before stays open. */
  switchTo(folder: string): Promise<Result<Store, HostError>>
  subscribe(listener: (event: HostEvent) => void): () => void
  close(): Promise<void>
}

export async function openStoreSlot(
  folder: string,
  workerFile: string,
): Promise<Result<StoreSlot, HostError>> {
  const listeners = new Set<(event: HostEvent) => void>()
  const open = (target: string) => openStore({ folder: target, workerFile })
  const first = await open(folder)
  if (!first.ok) return first
  let opened = first.value
  const tell = (event: HostEvent): void => {
    for (const listener of listeners) listener(event)
  }
  let stop = opened.store.subscribe(tell)
  return ok({
    current: () => opened.store,
    setAside: () => opened.setAside,
    async switchTo(target) {
      const next = await open(target)
      if (!next.ok) return next
      const before = opened.store
      stop()
      opened = next.value
      stop = opened.store.subscribe(tell)
      await before.close()
      return ok(opened.store)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => opened.store.close(),
  })
}
