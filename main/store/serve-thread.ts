import { parentPort } from 'node:worker_threads'
import { fail, type HostReply } from '#core/contract/envelope.ts'
import { systemClock } from '#core/lib/clock.ts'
import { pack } from './json-member.ts'
import type { DeviceIdentity } from './store.ts'
import { expectedStoreError } from './store-errors.ts'
import type { ThreadCall, ThreadMessage } from './thread-messages.ts'

/** A call of a thread; may answer later, but others then run in between. */
export type Method = (
  input: unknown,
  onProgress: (done: number, total: number) => void,
) => HostReply | Promise<HostReply>

/** Progress is told at most this often, in milliseconds. */
const PROGRESS_EVERY = 100

export const post = (message: ThreadMessage): void => parentPort?.postMessage(message)

/**
 * Answers the calls of `startThread` until it closes the thread. `path` names the database in store errors. `before` runs
 * before each call: those that have come already follow one another without a turn of the thread's loop in between.
 */
export function serveThread(
  path: string,
  methods: Readonly<Record<string, Method>>,
  close: () => void,
  device: () => DeviceIdentity | undefined = () => undefined,
  before: () => void = () => undefined,
): void {
  parentPort?.on('message', (message: ThreadCall | 'close') => {
    if (message === 'close') {
      close()
      post({ type: 'closed' })
      parentPort?.close()
      return
    }
    before()
    void answer(message).then((reply) =>
      post({ type: 'reply', id: message.id, reply: pack(reply), device: device() }),
    )
  })

  async function answer({ id, method, input }: ThreadCall): Promise<HostReply> {
    let last = 0
    const onProgress = (done: number, total: number): void => {
      const now = systemClock.now()
      if (now - last < PROGRESS_EVERY) return
      last = now
      post({ type: 'progress', id, done, total })
    }
    try {
      const work = Object.hasOwn(methods, method) ? methods[method] : undefined
      if (!work) throw new Error(`no method ${method} in this thread`)
      return await work(input, onProgress)
    } catch (error) {
      const expected = expectedStoreError(error, path)
      if (expected) return { ok: false, error: expected }
      console.error(error)
      return fail('host/internal', `${method} failed`)
    }
  }
}
