import type { Geocoding } from '../services/geocoding/index.ts'
import type { OnlineGeocoder } from '../services/geocoding/online-geocoder.ts'
import type { SecretStore } from '../services/secrets/secret-store.ts'
import type { Settings } from '../services/settings/settings.ts'
import type { SaveFile } from '../services/transfer/index.ts'
import type { OpenAddress } from '../services/shell/external-address.ts'
import type { DataFolders } from './data-folders.ts'
import type { Log } from './log.ts'
import type { OpeningWatch } from './opening-watch.ts'
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
  openExternal: OpenAddress
  /** Saves a made file where the person says; without it windows save by themselves. */
  saveFile?: SaveFile
  /** The online provider of addresses that is configured, asked anew on each call; without it places come from here. */
  onlineGeocoder?: () => OnlineGeocoder | undefined
  log: Log
  /** Checks answers against the contract too; for development and tests. */
  checkOutput?: boolean
}

/** What the handlers work with. */
export interface HostParts {
  options: HostOptions
  slot: StoreSlot
  opening: OpeningWatch
  folders: DataFolders
  suggestions: Suggestions
  geocoding: Geocoding
  settings: Settings
  tasks: Tasks
  /** Has every window begin anew: nothing it shows holds any more. */
  restartWindows(): void
}
