import type { HostError } from '#core/contract/envelope.ts'
import type { HostEvent, Opening } from '#core/contract/host-events.ts'
import { ok, type Result } from '#core/lib/result.ts'
import { openStore } from '../store/open-store.ts'
import type { OpeningWatch } from './opening-watch.ts'
import type { OpenedStore, Store } from '../store/store.ts'

/** The open store; handlers ask for it anew on each call, because demo data is a store of its own. */
export interface StoreSlot {
  current(): Store
  /** Where opening the current store set a damaged file aside. */
  setAside(): string | undefined
  /** Opens another folder beside the current one. `told`: what windows are told of it where that takes long. */
  open(folder: string, told?: Pick<Opening, 'isBackup'>): Promise<Result<OpenedStore, HostError>>
  /** Makes another store the current one and closes the one before. */
  replace(next: OpenedStore): Promise<void>
  /**
   * Closes the current store, lets `change` work on its files, and opens what is there then. What windows ask meanwhile
   * waits for it (`whenOpen`).
   */
  reopen(folder: string, change: () => void): Promise<Result<OpenedStore, HostError>>
  /** Undefined unless the store is being reopened. */
  whenOpen(): Promise<unknown> | undefined
  /** Called whenever another store is the current one. */
  onReplaced(listener: () => void): void
  close(): Promise<void>
}

export interface SlotOptions {
  folder: string
  workerFile: string
  /** Hears the events of whichever store is current. */
  tell: (event: HostEvent) => void
  opening: OpeningWatch
  /** Ends the opening of the first store. */
  stop?: AbortSignal
}

/** Opens the first store; that all is ready then is told by whoever asked for it. */
export async function openStoreSlot({
  folder,
  workerFile,
  tell,
  opening,
  stop: stopFirst,
}: SlotOptions): Promise<Result<StoreSlot, HostError>> {
  const open = async (target: string, told?: Pick<Opening, 'isBackup'>) => {
    const hear = (now: Opening): void => opening.hear({ ...now, ...told })
    const next = await openStore({ folder: target, workerFile, opening: hear })
    // Where it failed, the one before is open still.
    opening.opened()
    return next
  }
  const first = await openStore({ folder, workerFile, opening: opening.hear, stop: stopFirst })
  if (!first.ok) return first
  let opened = first.value
  let stop = opened.store.subscribe(tell)
  const listeners: (() => void)[] = []
  let reopening: Promise<Result<OpenedStore, HostError>> | undefined
  const take = (next: OpenedStore): void => {
    stop()
    opened = next
    stop = next.store.subscribe(tell)
    for (const listener of listeners) listener()
  }
  const reopen = async (target: string, change: () => void): Promise<Result<OpenedStore, HostError>> => {
    await opened.store.close()
    change()
    const next = await open(target)
    if (next.ok) take(next.value)
    return next
  }
  return ok({
    current: () => opened.store,
    setAside: () => opened.setAside,
    open,
    async replace(next) {
      const before = opened.store
      take(next)
      await before.close()
      // The first one is checked when the host is idle; by now it is.
      void next.store.check()
    },
    async reopen(target, change) {
      // One after another: each works on the files that the one before left.
      const work = () => reopen(target, change)
      const turn = reopening?.then(work, work) ?? work()
      reopening = turn
      const next = await turn.finally(() => {
        if (reopening === turn) reopening = undefined
      })
      if (next.ok) void next.value.store.check()
      return next
    },
    whenOpen: () => reopening,
    onReplaced: (listener) => void listeners.push(listener),
    close: () => opened.store.close(),
  })
}
