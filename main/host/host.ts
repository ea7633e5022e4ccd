import { join } from 'node:path'
import { hostError, type HostError } from '#core/contract/envelope.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { Role } from '#core/domain/people/roles.ts'
import { err, ok, type Result } from '#core/lib/result.ts'
import { createBackup } from '../services/backup/index.ts'
import { createBilling } from '../services/billing/index.ts'
import { createAccess } from '../services/access/index.ts'
import { createHub } from '../services/hub/index.ts'
import { createGeocoding } from '../services/geocoding/index.ts'
import { createSettings } from '../services/settings/settings.ts'
import { createSync } from '../services/sync/index.ts'
import { finishJoining } from '../services/sync/joining.ts'
import { createTransfer } from '../services/transfer/index.ts'
import { createTileCache } from '../services/tiles/tile-cache.ts'
import { TILE_SETTING } from '../services/tiles/tile-setting.ts'
import { createTileSource, type TileSource } from '../services/tiles/tile-source.ts'
import { createDataFolders } from './data-folders.ts'
import { demoSetUp, isMadeUp, loadDemo } from './demo.ts'
import { createDispatcher, type Dispatch } from './dispatch.ts'
import { createEventHub, type EventHub } from './event-hub.ts'
import { createAppHandlers } from './handlers/app.ts'
import { createDataHandlers } from './handlers/data.ts'
import {
  createDraftsHandlers,
  createSecretsHandlers,
  createSettingsHandlers,
  createTasksHandlers,
} from './handlers/device.ts'
import type { HostOptions, HostParts } from './host-parts.ts'
import type { Log } from './log.ts'
import { readableEvent } from './role-reads.ts'
import { createStaticFiles, type StaticFiles } from './static-files.ts'
import { createIdleWork } from './idle-work.ts'
import { watchOpening, type OpeningWatch } from './opening-watch.ts'
import { openStoreSlot } from './store-slot.ts'
import { suggestFromSystem, type Suggestions } from './suggestions.ts'
import { createTasks } from './tasks.ts'

/** The program without its transports: one dispatcher over the services, and what it tells every window. */
export interface Host {
  dispatch: Dispatch
  events: EventHub
  /** The built window. */
  files: StaticFiles
  tiles: TileSource
  log: Log
  suggestions: Suggestions
  /** Where a damaged database was set aside at start. */
  setAside: string | undefined
  /** A device setting, null when it was never set. */
  readSetting(name: string): Promise<unknown>
  /** Sets up an empty folder with the system's defaults and fills it, or refuses one that is set up; tells when it begins. */
  fillWithDemo(customers: number, begins: () => void): Promise<HostError | undefined>
  close(): Promise<void>
}

/** `slow` hears of openings that take long. */
export const startOf = ({ log, locale }: HostOptions, slow?: () => void): HostStart => {
  const events = createEventHub((error) => log.error('listener failed', {}, error))
  const spoken = suggestFromSystem(process.env, locale).locale
  return { events, opening: watchOpening(spoken, (event) => events.emit(event), slow) }
}

/** Bytes of map tiles kept on disk. */
const TILES_ON_DISK = 200 * 1024 * 1024

/** What of a host is there before its data is open. */
export interface HostStart {
  events: EventHub
  opening: OpeningWatch
  /** Ends the opening. */
  stop?: AbortSignal
}

export async function createHost(
  options: HostOptions,
  start: HostStart = startOf(options),
): Promise<Result<Host, HostError>> {
  const { folder, outFolder, log } = options
  const { events, opening } = start
  const folders = createDataFolders(folder)
  const workerFile = join(outFolder, 'main', 'store-worker.js')
  // A start that was cut short while the organisation's file took its place.
  finishJoining(folders.real)
  // What is written reaches no window that is locked: whoever opens it has it begin anew.
  let isHidden = (): boolean => false
  let role = (): Role | undefined => undefined
  const tell = (event: HostEvent): void => {
    if (isHidden() && event.type !== 'settings' && event.type !== 'menu') return
    const who = role()
    events.emit(who ? readableEvent(who, event) : event)
  }
  const { stop } = start
  const opened = await openStoreSlot({ folder: folders.active(), workerFile, tell, opening, stop })
  if (!opened.ok) {
    opening.failed(opened.error)
    return err(opened.error)
  }
  const slot = opened.value

  const settings = createSettings({
    store: slot.current(),
    changed: (name, value) => tell({ type: 'settings', name, value }),
  })
  const geocoding = createGeocoding({
    store: () => slot.current(),
    workerFile: join(outFolder, 'main', 'gazetteer-worker.js'),
    assetFile: join(outFolder, 'assets', 'gazetteer.br'),
    ...(options.onlineGeocoder && { online: options.onlineGeocoder }),
  })
  const suggestions = suggestFromSystem(process.env, options.locale)
  const tasks = createTasks(tell)
  const transfer = createTransfer({
    store: () => slot.current(),
    dataFolder: () => folders.active(),
    tasks,
    geocoding,
    workerFile: join(outFolder, 'main', 'transfer-worker.js'),
    saveFile: options.saveFile,
  })
  const restartWindows = () => tell({ type: 'menu', command: 'app.restart' })
  const sync = createSync({
    slot,
    folders,
    settings,
    secrets: options.secrets,
    files: transfer.files,
    tasks,
    log,
    environment: process.env,
    userAgent: `Enlace/${options.version}`,
    tell,
    restartWindows,
    session: () => access.session(),
    heard: (terms) => access.hear(terms),
    isOut: () => access.locked()?.isOut === true,
  })
  const hub = createHub({
    folders,
    files: transfer.files,
    tasks,
    sync,
    device: () => slot.current().device()?.id,
    person: () => slot.current().device()?.personId,
    isDemo: () => isMadeUp({ folders, slot }),
    workerFile: join(outFolder, 'main', 'hub-worker.js'),
    storeWorker: workerFile,
    log,
    tell,
  })
  const billing = createBilling({
    store: () => slot.current(),
    dataFolder: () => folders.active(),
    tasks,
    workerFile: join(outFolder, 'main', 'billing-worker.js'),
  })
  const access = createAccess({
    slot,
    settings,
    server: () => sync.askServer(),
    now: () => Date.now(),
    restartWindows,
    failed: (error) => log.error('access', {}, error),
  })
  const parts: HostParts = {
    options,
    slot,
    opening,
    folders,
    suggestions,
    geocoding,
    settings,
    tasks,
    restartWindows,
  }

  const dispatch = createDispatcher(
    {
      ...createDataHandlers(parts, transfer),
      app: createAppHandlers(parts),
      tasks: createTasksHandlers(parts),
      settings: createSettingsHandlers(parts),
      drafts: createDraftsHandlers(parts),
      secrets: createSecretsHandlers(parts),
      geo: geocoding.handlers,
      ...transfer.handlers,
      sync: sync.handlers,
      syncFiles: sync.files,
      hub: hub.handlers,
      backup: createBackup({
        slot,
        folders,
        settings,
        files: transfer.files,
        tasks,
        workerFile: join(outFolder, 'main', 'transfer-worker.js'),
        restartWindows,
      }),
      access: access.handlers,
      billing: billing.handlers,
    },
    {
      log,
      elapsed: () => performance.now(),
      validateOutput: options.checkOutput,
      isLocked: async () => {
        await access.started()
        return access.locked()
      },
      role: () => slot.current().device()?.role,
    },
  )
  const idle = createIdleWork({
    jobs: [
      async () => {
        const outcome = await slot.current().check()
        if (outcome !== 'whole') log.error('file checked', { outcome })
      },
      () => geocoding.prepare(),
    ],
    after(milliseconds, then) {
      const timer = setTimeout(then, milliseconds).unref()
      return () => clearTimeout(timer)
    },
  })

  isHidden = () => access.locked() !== undefined
  role = () => slot.current().device()?.role
  await access.start()
  slot.onReplaced(() => void access.start().catch((error: unknown) => log.error('access', {}, error)))
  await sync.start()
  // The window does not wait for it: the own file finds it once it listens.
  void hub.start()
  opening.opened()

  return ok({
    dispatch(method, input, context) {
      const answer = () => dispatch(method, input, context)
      // Whether the next one opens, each call finds out for itself.
      return idle.during(slot.whenOpen()?.then(answer, answer) ?? answer())
    },
    events,
    files: createStaticFiles(join(outFolder, 'renderer')),
    tiles: createTileSource({
      readSetting: () => settings.get(TILE_SETTING),
      cache: createTileCache({ folder: join(folder, 'tiles'), most: TILES_ON_DISK }),
      fetch: globalThis.fetch,
      now: () => Date.now(),
      userAgent: `Enlace/${options.version}`,
    }),
    log,
    suggestions,
    setAside: slot.setAside(),
    readSetting: (name) => settings.get(name),
    async fillWithDemo(customers, begins) {
      const store = slot.current()
      if (store.device()) {
        const details = { path: folders.active() }
        return hostError('setup/folder-not-empty', 'has data already', { details })
      }
      begins()
      const input = demoSetUp(suggestions)
      const reply = await store.setUp(input)
      if (!reply.ok) return reply.error
      const { country, officePrefix: prefix, language } = input
      // As the first page keeps it: the next start may come without the option.
      await settings.set('ui.locale', language)
      return loadDemo(parts, store, { customers, language, office: { country, prefix } })
    },
    async close() {
      idle.stop()
      sync.close()
      await hub.close()
      await billing.close()
      await transfer.close()
      await geocoding.close()
      await slot.close()
    },
  })
}
