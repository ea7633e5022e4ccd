import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DataFolders } from '../../../host/data-folders.ts'
import type { Log } from '../../../host/log.ts'
import type { StoreSlot } from '../../../host/store-slot.ts'
import { databaseFile } from '../../../store/database-file.ts'
import { makeFolder } from '../../../store/make-folder.ts'
import { formatOfFile, takeOverSnapshot } from '../../../store/snapshot/snapshot-file.ts'
import type { Store } from '../../../store/store.ts'
import type { Settings } from '../../settings/settings.ts'
import { clearJoining, finishJoining, isReady, joiningFolder, markReady } from '../joining.ts'
import type { DeviceTokens } from '../server-calls.ts'
import type { ServerHttp } from '../server-http.ts'
import { fetchSnapshot } from './fetch-snapshot.ts'
import { untilOnDisk } from './partial-file.ts'

export interface SnapshotOptions {
  slot: StoreSlot
  folders: Pick<DataFolders, 'real'>
  settings: Pick<Settings, 'readFrom'>
  tokens: DeviceTokens
  log: Log
  /** Has every window begin anew. */
  restartWindows: () => void
}

export interface Beginning {
  store: Store
  http: ServerHttp
  told: (records: number, total: number) => void
  signal: AbortSignal
}

const folderOf = (real: string): string => join(real, 'first-sync')

/** Removes what has come of a snapshot; one that is being written to goes on for a moment. */
export const clearSnapshot = (real: string): void =>
  rmSync(folderOf(real), { recursive: true, force: true, maxRetries: 5 })

/** True when another file took the place of the open one: whoever worked with that is to stop. */
export type BeginWithSnapshot = (beginning: Beginning) => Promise<boolean>

/**
 * Has a desktop that holds nothing yet begin with a file that the server has ready, instead of with pages out of which it
 * would make the same file. Whatever comes in the way of that, pages do as well.
 */
export function createSnapshotStart(options: SnapshotOptions): BeginWithSnapshot {
  const { slot, folders, settings, tokens, log, restartWindows } = options
  const folder = folderOf(folders.real)
  const file = databaseFile(folder)
  /** The desktop for which it was tried: not again before the next start. */
  let triedFor: string | undefined

  const takeOver = async (seq: number): Promise<boolean> => {
    let failure: { error: unknown } | undefined
    const reopened = await slot.reopen(folders.real, () => {
      try {
        if (isReady(folders.real))
          throw new Error('somebody goes on from a backup, or with another organisation')
        takeOverSnapshot(file, databaseFile(folders.real), seq)
        clearJoining(folders.real)
        makeFolder(joiningFolder(folders.real))
        renameSync(file, databaseFile(joiningFolder(folders.real)))
        // What is replaced was never worked with.
        markReady(folders.real, Date.now(), 'empty')
        finishJoining(folders.real)
      } catch (error) {
        failure = { error }
      }
    })
    // Whoever worked with the open file was stopped by then, and whoever works with it now gets pages.
    if (failure) log.warn('sync: the snapshot was not taken over', { message: messageOf(failure.error) })
    if (!reopened.ok) throw new Error(reopened.error.message)
    if (failure) return false
    settings.readFrom(reopened.value.store)
    restartWindows()
    return true
  }

  const begin = async (beginning: Beginning): Promise<boolean> => {
    const { store } = beginning
    const written = new AbortController()
    // Whoever signs in or makes something keeps that, and their session: pages come beneath it.
    const unsubscribe = store.subscribe((event) => {
      if (event.type === 'commit') written.abort(new Error('something was written here meanwhile'))
    })
    try {
      return await replace({ ...beginning, signal: AbortSignal.any([beginning.signal, written.signal]) })
    } catch (error) {
      throw written.signal.aborted ? written.signal.reason : error
    } finally {
      unsubscribe()
    }
  }

  /** Puts a snapshot in the place of an empty file. */
  const replace = async ({ store, http, told, signal }: Beginning): Promise<boolean> => {
    const state = await store.sync.state()
    const isEmpty = state?.first && state.n === 0 && state.after.seq === 0 && state.after.item === undefined
    if (!isEmpty || state.device === triedFor) return false
    triedFor = state.device
    makeFolder(folder)
    const { device, epoch } = state
    const wants = { epoch, format: formatOfFile(databaseFile(folders.real)) }
    const snapshot = await fetchSnapshot({
      ...{ http, device, token: await tokens.get(device), file, wants, told, signal },
    })
    if (!snapshot) return false
    // It is read from memory while the disk takes it in.
    const [isWhole] = await Promise.all([store.checkSnapshot(file), untilOnDisk(file)])
    signal.throwIfAborted()
    if (isWhole) return takeOver(snapshot.seq)
    log.warn('sync: the snapshot is damaged or of another program')
    return false
  }

  const tried = async (beginning: Beginning): Promise<boolean> => {
    try {
      return await begin(beginning)
    } catch (error) {
      if (!beginning.signal.aborted)
        log.warn('sync: no first sync by snapshot', { message: messageOf(error) })
      return false
    }
  }

  return async (beginning) => {
    const isDone = await tried(beginning)
    // What came before it was stopped serves the next start. Otherwise pages may need the room, and somebody may be
    // erased meanwhile who is in it; so also with what an earlier start left.
    if (!beginning.signal.aborted || isDone)
      try {
        clearSnapshot(folders.real)
      } catch (error) {
        log.warn('sync: the snapshot is not removed', { message: messageOf(error) })
      }
    return isDone
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'thrown')
