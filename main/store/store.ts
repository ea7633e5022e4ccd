import type { HostError, HostReply } from '#core/contract/envelope.ts'
import type { Role } from '#core/domain/people/roles.ts'
import type { HostEvent, Opening } from '#core/contract/host-events.ts'
import type { HostContract, MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { Result } from '#core/lib/result.ts'
import type { FileOutcome } from './file-check.ts'
import type { SyncFile } from './sync/sync-file.ts'

/** The namespaces that the reader thread answers as they are; the handlers only pass them on. */
export type ReadNamespace =
  | 'store'
  | 'customers'
  | 'inventory'
  | 'services'
  | 'billing'
  | 'invoices'
  | 'issues'
  | 'payments'
  | 'revenue'
  | 'search'
  | 'sites'
  | 'activity'
  | 'imports'
  | 'sync'

/**
 * What is kept beside the documents, on this desktop only. `import`: what a past import was called and came to. `lease`:
 * who holds what one desktop alone may do (`leases.ts`). `sync`: where its server is.
 */
export type LocalArea = 'setting' | 'draft' | 'import' | 'lease' | 'sync' | 'access'

/** Who works at this desktop; chosen at set-up and kept in the file. */
export interface DeviceIdentity {
  id: string
  code: string
  personId: string
  officeId: string
  /** Of who signed in; absent where nobody does, so that everything is allowed. */
  role?: Role
}

/** The calls of `SyncFile` from another thread. */
export type SyncCalls = {
  [K in keyof SyncFile]: (...args: Parameters<SyncFile[K]>) => Promise<Awaited<ReturnType<SyncFile[K]>>>
}

/** A call of the store that has no reply for its failure; `code` says why. */
export class StoreCallError extends Error {
  readonly code: HostError['code']

  constructor({ code, message }: HostError) {
    super(message)
    this.code = code
  }
}

/**
 * The local database: one SQLite file, one writer thread, one reader thread (architecture.md §1). The host's main
 * thread passes messages, and reads itself what takes next to nothing (query/few-documents.ts).
 */
export interface Store {
  /** Undefined until `setUp` ran. */
  device(): DeviceIdentity | undefined
  setUp(input: MethodInput<'app', 'setUp'>): Promise<HostReply<MethodOutput<'app', 'setUp'>>>
  read<N extends ReadNamespace, V extends keyof HostContract[N] & string>(
    namespace: N,
    verb: V,
    input: MethodInput<N, V>,
  ): Promise<HostReply<MethodOutput<N, V>>>
  run(input: MethodInput<'command', 'run'>): Promise<HostReply<MethodOutput<'command', 'run'>>>
  preview(input: MethodInput<'command', 'preview'>): Promise<HostReply<MethodOutput<'command', 'preview'>>>
  /** Commands that windows may not call: demo data, imports. */
  runInternal(
    command: string,
    input: unknown,
    taskId?: string,
  ): Promise<HostReply<MethodOutput<'command', 'run'>>>
  undo(input: MethodInput<'command', 'undo'>): Promise<HostReply<MethodOutput<'command', 'undo'>>>
  putBack(input: MethodInput<'command', 'putBack'>): Promise<HostReply<MethodOutput<'command', 'putBack'>>>
  redo(input: MethodInput<'command', 'redo'>): Promise<HostReply<MethodOutput<'command', 'redo'>>>
  undoState(): Promise<HostReply<MethodOutput<'command', 'undoState'>>>
  /** Unknown tasks are ignored: the task may have ended meanwhile. */
  cancel(taskId: string): void
  /**
   * The file as the sync client works with it, each call one transaction on the writer's thread.
   *
   * @throws StoreCallError when the file cannot be written: a full disk, damage, the end of the program.
   */
  sync: SyncCalls
  /** Device-local key-value data: settings and drafts, never replicated. */
  local: {
    get(area: LocalArea, key: string): Promise<{ value: unknown; savedAt: string } | undefined>
    put(area: LocalArea, key: string, value: unknown): Promise<HostReply<object>>
    remove(area: LocalArea, key: string): Promise<HostReply<object>>
    list(area: LocalArea): Promise<{ key: string; savedAt: string }[]>
  }
  /**
   * Reads the whole file in a thread of its own, once, and answers whether it is whole; at once when it was closed in
   * order before. `damaged` ends all writing (`store/damaged`), is told to subscribers, and the next opening sets the file
   * aside. `unknown`: the file could not be read to its end.
   */
  check(): Promise<FileOutcome | 'unknown'>
  /** Whether a snapshot (snapshot/snapshot-file.ts) is whole and made as this file is; read in a thread of its own. */
  checkSnapshot(file: string): Promise<boolean>
  /** Damage was found since the file was opened. */
  isDamaged(): boolean
  /** `commit`, `day`, `task` and `damaged` events. */
  subscribe(listener: (event: HostEvent) => void): () => void
  /** Waits for running commands and a running check, checkpoints the write-ahead log and ends both threads. */
  close(): Promise<void>
}

export interface OpenStoreOptions {
  /** The data folder; made when missing. Holds `enlace.sqlite` and its companions. */
  folder: string
  /** The built worker script (`out/main/store-worker.js`). */
  workerFile: string
  /** Hears what an opening is at that takes long: a check of the whole file, or an update that makes lists anew. */
  opening?: (opening: Opening) => void
  /** Ends such an opening, which answers `host/cancelled` then; the next one goes on with it. */
  stop?: AbortSignal
}

/** What opening found. A damaged file is moved beside itself, never overwritten. */
export interface OpenedStore {
  store: Store
  /** Where a damaged database was set aside. */
  setAside?: string
}

/** Answers `store/locked`, `store/read-only`, `store/newer-version`, `store/foreign-file`, `store/disk-full` as values. */
export type OpenStore = (options: OpenStoreOptions) => Promise<Result<OpenedStore, HostError>>
