import { join } from 'node:path'
import type { HostError } from '#core/contract/envelope.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import { ok, type Result } from '#core/lib/result.ts'
import { createGeocoding } from '../services/geocoding/index.ts'
import { createTileSource, type TileSource } from '../services/tiles/tiles.ts'
import { createDataFolders } from './data-folders.ts'
import { createDispatcher, type Dispatch } from './dispatch.ts'
import { createAppHandlers, loadDemo, type DemoRequest } from './handlers/app.ts'
import { createDataHandlers } from './handlers/data.ts'
import {
  createDraftsHandlers,
  createSecretsHandlers,
  createSettingsHandlers,
  createTasksHandlers,
} from './handlers/device.ts'
import type { HostOptions, HostParts } from './host-parts.ts'
import { openStoreSlot } from './store-slot.ts'
import { suggestFromSystem, type Suggestions } from './suggestions.ts'
import { createTasks } from './tasks.ts'

/** The program without its transports: one dispatcher over the services, and what it tells every window. */
export interface Host {
  dispatch: Dispatch
  subscribe(listener: (event: HostEvent) => void): () => void
  tiles: TileSource
  suggestions: Suggestions
  isSetUp(): boolean
  loadDemo(request: DemoRequest): Promise<HostError | undefined>
  close(): Promise<void>
}

export async function createHost(options: HostOptions): Promise<Result<Host, HostError>> {
  const folders = createDataFolders(options.folder)
  const opened = await openStoreSlot(folders.active(), join(options.outFolder, 'main', 'store-worker.js'))
  if (!opened.ok) return opened
  const slot = opened.value
  const listeners = new Set<(event: HostEvent) => void>()
  const tell = (event: HostEvent): void => {
    for (const listener of listeners) listener(event)
  }
  slot.subscribe(tell)
  const geocoding = createGeocoding({
    store: () => slot.current(),
    workerFile: join(options.outFolder, 'main', 'gazetteer-worker.js'),
    assetFile: join(options.outFolder, 'assets', 'gazetteer.tsv.br'),
  })
  const suggestions = suggestFromSystem(options.locale)
  const parts: HostParts = { options, slot, folders, suggestions, geocoding, tasks: createTasks(tell), tell }
  const dispatch = createDispatcher(
    {
      ...createDataHandlers(parts),
      app: createAppHandlers(parts),
      tasks: createTasksHandlers(parts),
      settings: createSettingsHandlers(parts),
      drafts: createDraftsHandlers(parts),
      secrets: createSecretsHandlers(parts),
      geo: geocoding.handlers,
    },
    options,
  )
  return ok({
    dispatch,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tiles: createTileSource(() => slot.current(), options.version),
    suggestions,
    isSetUp: () => slot.current().device() !== undefined,
    loadDemo: (request) => loadDemo(parts, request),
    async close() {
      await geocoding.close()
      await slot.close()
    },
  })
}
