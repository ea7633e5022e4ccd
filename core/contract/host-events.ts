import type { Static } from 'typebox'
import type { CollectionName, StoredDocument } from '../domain/entity.ts'
import type { HostError } from './envelope.ts'
import type { openingState, openingStep } from './methods/app.ts'
import type { hubStatus } from './methods/hub.ts'
import type { syncStanding } from './methods/sync.ts'

/** A document as the store holds it: `commit` gives RxDB's `_rev`, `lwt` its last write time (strictly grows). */
export interface StoredRow {
  document: StoredDocument
  commit: number
  /** Milliseconds since 1970 with up to two decimals; strictly grows within a collection. */
  lwt: number
  deleted: boolean
}

export type OpeningStep = Static<typeof openingStep>
export type Opening = Static<typeof openingState>
export type SyncStanding = Static<typeof syncStanding>
export type HubStatus = Static<typeof hubStatus>

/** What the host tells every window, unasked. */
export type HostEvent =
  /** Part of one commit: at most 200 documents an event; `last` marks the final part. */
  | {
      type: 'commit'
      commit: number
      /** Every collection and read model the whole commit touches. */
      collections: string[]
      rows: { collection: CollectionName; row: StoredRow }[]
      last: boolean
    }
  /** A new day has begun here: figures that change with time are other ones. */
  | { type: 'day'; day: string }
  | { type: 'task'; taskId: string; phase: string; done: number; total: number }
  | { type: 'settings'; name: string; value: unknown }
  /** How the desktop stands with the other offices has changed. */
  | { type: 'sync'; standing: SyncStanding }
  /** The hub on this desktop has changed. */
  | { type: 'hub'; status: HubStatus }
  /** Who may do what one desktop alone does has changed. */
  | { type: 'leases' }
  /** Data that takes long to open is being opened; the last one says `open` or `failed`. */
  | { type: 'opening'; opening: Opening; error?: HostError }
  /** Damage was found in the open database: nothing is written any more. */
  | { type: 'damaged' }
  /** The application menu (Electron) or a second instance asks the window to do something. */
  | { type: 'menu'; command: string }
  /** The transport came back after a break: whoever keeps state asks `store.changes` from its last commit. */
  | { type: 'reconnected' }
  /** The transport lost the host; calls answer `host/unavailable` until `reconnected`. */
  | { type: 'disconnected' }
