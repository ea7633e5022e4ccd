import type { HostEvent } from '#core/contract/host-events.ts'
import type { Geocoding } from '../services/geocoding/index.ts'
import type { SecretStore } from '../services/secrets/secret-store.ts'
import type { DataFolders } from './data-folders.ts'
import type { StoreSlot } from './store-slot.ts'
import type { Suggestions } from './suggestions.ts'
import type { Tasks } from './tasks.ts'

/** What a composition root gives: everything that differs between the two hosts. */
export interface HostOptions {
  kind: 'electron' | 'browser'
  version: string
  /** The data folder. */
  folder: string
  /** Folder of the built program (`out`): threads, window, gazetteer. */
  outFolder: string
  /** The language asked for on the command line. */
  locale?: 'es' | 'en'
  secrets: SecretStore
  openExternal(url: string): Promise<void>
  log(line: string): void
  /** Checks answers against the contract too; for development and tests. */
  checkOutput?: boolean
}

/** What the handlers work with. */
export interface HostParts {
  options: HostOptions
  slot: StoreSlot
  folders: DataFolders
  suggestions: Suggestions
  geocoding: Geocoding
  tasks: Tasks
  tell(event: HostEvent): void
}
