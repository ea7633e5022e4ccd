import type { HostError, HostReply } from '#core/contract/envelope.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { err, ok } from '#core/lib/result.ts'
import { StoreCallError, type OpenStore, type Store, type SyncCalls } from './store.ts'
import { createDamageWatch } from './damage-watch.ts'
import { cancelled } from './cancelled.ts'
import { databaseFile } from './database-file.ts'
import { createFewDocuments } from './query/few-documents.ts'
import { storeError } from './store-errors.ts'
import { startThread } from './store-thread.ts'
import { CANCEL, FILE, SIGNALS } from './thread-messages.ts'

/** How often the calendar is looked at. Milliseconds. */
const LOOK_EVERY = 30_000

/** A command that waits for its turn; the writer gets one at a time, so that each can be cancelled by itself. */
interface Waiting {
  taskId?: string
  start(): Promise<void>
  refuse(): void
}

/** Opens the store with its writer and its reader thread. */
export const openStore: OpenStore = async ({ folder, workerFile, opening, stop }) => {
  const listeners = new Set<(event: HostEvent) => void>()
  const tell = (event: HostEvent): void => {
    if (event.type === 'opening') return opening?.(event.opening)
    for (const listener of listeners) listener(event)
  }
  const signals = new SharedArrayBuffer(SIGNALS * Int32Array.BYTES_PER_ELEMENT)
  const words = new Int32Array(signals)
  // Both load at the same time; the reader opens the file when the writer says so.
  const readerStarts = startThread(workerFile, { role: 'reader', folder, signals }, tell)
  const cancel = (): void => void Atomics.store(words, CANCEL, 1)
  if (stop?.aborted) cancel()
  stop?.addEventListener('abort', cancel)
  const writer = await startThread(workerFile, { role: 'writer', folder, signals }, tell)
  stop?.removeEventListener('abort', cancel)
  if (!writer.ok) {
    Atomics.store(words, FILE, 2)
    Atomics.notify(words, FILE)
    await readerStarts
    return writer
  }
  const reader = await readerStarts
  if (!reader.ok) {
    await writer.value.close()
    return err(reader.error)
  }
  const few = createFewDocuments(databaseFile(folder))
  const write = writer.value
  const read = reader.value

  /** In a thread of its own: it may read for seconds. */
  const check = async (method: string, input: unknown): Promise<HostReply> => {
    const checker = await startThread(workerFile, { role: 'checker', folder, signals }, tell)
    if (!checker.ok) return checker
    const reply = await checker.value.call(method, input)
    await checker.value.close()
    return reply
  }

  const watch = createDamageWatch({
    isUnchecked: write.isUnchecked,
    readFile: () => check('file.check', {}),
    settle: (outcome) => write.call('file.settle', outcome),
    found() {
      // What is running must not go on; nothing of it has been written.
      Atomics.store(words, CANCEL, 1)
      tell({ type: 'damaged' })
    },
  })
  const damaged: { ok: false; error: HostError } = {
    ok: false,
    error: storeError('store/damaged', 'nothing is written to a damaged file', {
      path: databaseFile(folder),
    }),
  }

  const queue: Waiting[] = []
  let running: Waiting | undefined

  const next = (): void => {
    if (running) return
    running = queue.shift()
    if (!running) return
    Atomics.store(words, CANCEL, 0)
    void running.start().finally(() => {
      running = undefined
      next()
    })
  }

  /** Hands a command to the writer when its turn has come. */
  const enqueue = <T>(
    method: string,
    input: unknown,
    taskId: string | undefined,
    phase: string,
  ): Promise<HostReply<T>> =>
    new Promise((resolve) => {
      queue.push({
        taskId,
        async start() {
          if (watch.isDamaged()) return resolve(damaged)
          const onProgress =
            taskId === undefined
              ? undefined
              : (done: number, total: number) => tell({ type: 'task', taskId, phase, done, total })
          // The thread answers each method with the value its contract names.
          resolve(watch.hear((await write.call(method, input, onProgress)) as HostReply<T>))
        },
        refuse: () => resolve({ ok: false, error: cancelled }),
      })
      next()
    })

  const local = async <T>(verb: string, input: unknown): Promise<HostReply<T>> => {
    if (watch.isDamaged() && (verb === 'put' || verb === 'remove')) return damaged
    return watch.hear((await write.call(`local.${verb}`, input)) as HostReply<T>)
  }

  const syncCall = async (method: keyof SyncCalls, args: unknown[]): Promise<unknown> => {
    if (watch.isDamaged()) throw new StoreCallError(damaged.error)
    const reply = watch.hear(await write.call('sync.call', { method, args }))
    if (!reply.ok) throw new StoreCallError(reply.error)
    return reply.value
  }

  // A day also begins where nobody does anything.
  let isLooking = false
  const calendar = setInterval(() => {
    if (isLooking) return
    isLooking = true
    void enqueue('file.followDay', {}, undefined, 'day').finally(() => (isLooking = false))
  }, LOOK_EVERY).unref()

  const store: Store = {
    sync: syncCalls(syncCall),
    device: () => write.device(),
    setUp: (input) => enqueue('app.setUp', input, undefined, 'setUp'),
    async read(namespace, verb, input) {
      const atOnce = few.answer(namespace, verb, input)
      // It answers as the reader would.
      if (atOnce) return atOnce as HostReply<never>
      const taskId = (input as { taskId?: string }).taskId
      const onProgress =
        taskId === undefined
          ? undefined
          : (done: number, total: number) => tell({ type: 'task', taskId, phase: verb, done, total })
      return watch.hear((await read.call(`${namespace}.${verb}`, input, onProgress)) as HostReply<never>)
    },
    run: ({ command, input, taskId }) =>
      enqueue('command.run', { command, input, internal: false }, taskId, command),
    preview: ({ command, input, taskId }) =>
      enqueue('command.preview', { command, input }, taskId, `preview/${command}`),
    runInternal: (command, input, taskId) =>
      enqueue('command.run', { command, input, internal: true }, taskId, command),
    undo: ({ opId, taskId }) => enqueue('command.undo', { opId }, taskId, 'undo'),
    putBack: (input) => enqueue('command.putBack', input, undefined, 'putBack'),
    redo: ({ taskId }) => enqueue('command.redo', {}, taskId, 'redo'),
    undoState: async () =>
      (await read.call('command.undoState', {})) as HostReply<MethodOutput<'command', 'undoState'>>,
    cancel(taskId) {
      if (running?.taskId === taskId) Atomics.store(words, CANCEL, 1)
      const index = queue.findIndex((waiting) => waiting.taskId === taskId)
      if (index >= 0) queue.splice(index, 1)[0]?.refuse()
    },
    local: {
      async get(area, key) {
        const reply = await local<{ value: unknown; savedAt: string } | null>('get', { area, key })
        return reply.ok ? (reply.value ?? undefined) : undefined
      },
      put: (area, key, value) => local('put', { area, key, value }),
      remove: (area, key) => local('remove', { area, key }),
      async list(area) {
        const reply = await local<{ key: string; savedAt: string }[]>('list', { area })
        return reply.ok ? reply.value : []
      },
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    check: () => watch.check(),
    async checkSnapshot(file) {
      const reply = await check('snapshot.check', file)
      return reply.ok && reply.value === true
    },
    isDamaged: () => watch.isDamaged(),
    async close() {
      clearInterval(calendar)
      const isWhole = await watch.close()
      few.close()
      // The last writing connection moves the write-ahead log into the file; while the reader has one, none is the last.
      const threads = isWhole ? [read, write] : [write, read]
      for (const thread of threads) await thread.close()
    },
  }
  return ok({ store, setAside: write.setAside })
}

const SYNC_METHODS: Readonly<Record<keyof SyncCalls, true>> = {
  state: true,
  nextOps: true,
  opsBehind: true,
  acknowledge: true,
  stage: true,
  applyStaged: true,
  takePage: true,
  keepHistory: true,
  enterEpoch: true,
  startAfresh: true,
  hashOf: true,
  renew: true,
  digests: true,
  repair: true,
  signFile: true,
  standing: true,
  introduction: true,
  sign: true,
  redrawCode: true,
  join: true,
  fresh: true,
  redrawFreshCode: true,
  begin: true,
  isAtHome: true,
  putHome: true,
  renewAlone: true,
  settleIn: true,
  workAs: true,
  finishLoad: true,
}

const syncCalls = (call: (method: keyof SyncCalls, args: unknown[]) => Promise<unknown>): SyncCalls => {
  const entries = Object.keys(SYNC_METHODS).map((method) => [
    method,
    (...args: unknown[]) => call(method as keyof SyncCalls, args),
  ])
  // One function for each method, which the thread answers as `SyncFile` says.
  return Object.fromEntries(entries) as SyncCalls
}
