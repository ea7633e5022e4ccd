import { Worker } from 'node:worker_threads'
import { hostError, type HostError, type HostReply } from '#core/contract/envelope.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import { err, ok, type Result } from '#core/lib/result.ts'
import { unpack } from './json-member.ts'
import type { DeviceIdentity } from './store.ts'
import type { ThreadData, ThreadMessage } from './thread-messages.ts'

export interface StoreThread {
  device(): DeviceIdentity | undefined
  setAside?: string
  isUnchecked: boolean
  call(method: string, input: unknown, onProgress?: (done: number, total: number) => void): Promise<HostReply>
  close(): Promise<void>
}

const lost = hostError('host/unavailable', 'the store thread has ended')

/**
 * Mebibytes of V8's young generation. A bulk command makes many objects that live as long as it does; with the default of
 * a thread they are copied over and over, which takes a tenth of the command's time.
 */
const YOUNG_GENERATION = 64

interface Pending {
  resolve(reply: HostReply): void
  onProgress?: (done: number, total: number) => void
}

/** Starts one store thread. After it died every call answers `host/unavailable`: nothing is restarted silently. */
export function startThread(
  workerFile: string,
  data: ThreadData,
  onEvent: (event: HostEvent) => void,
  { youngGeneration = YOUNG_GENERATION }: { youngGeneration?: number } = {},
): Promise<Result<StoreThread, HostError>> {
  const worker = new Worker(workerFile, {
    workerData: data,
    name: `store ${data.role}`,
    resourceLimits: { maxYoungGenerationSizeMb: youngGeneration },
  })
  const pending = new Map<number, Pending>()
  let nextId = 1
  let isAlive = true
  let device: DeviceIdentity | undefined
  let closed: () => void = () => undefined
  let closing: Promise<void> | undefined

  return new Promise((resolve) => {
    const end = (): void => {
      isAlive = false
      for (const { resolve: answer } of pending.values()) answer({ ok: false, error: lost })
      pending.clear()
      closed()
      resolve(err(lost))
    }
    worker.on('error', (error) => {
      console.error(error)
      end()
    })
    worker.on('exit', end)
    worker.on('message', (message: ThreadMessage) => {
      switch (message.type) {
        case 'ready':
          device = message.device
          resolve(
            ok({
              device: () => device,
              setAside: message.setAside,
              isUnchecked: message.isUnchecked === true,
              call,
              close: () => (closing ??= close()),
            }),
          )
          return
        case 'failed':
          resolve(err(message.error))
          void worker.terminate()
          return
        case 'reply':
          device = message.device ?? device
          pending.get(message.id)?.resolve(unpack(message.reply))
          pending.delete(message.id)
          return
        case 'progress':
          pending.get(message.id)?.onProgress?.(message.done, message.total)
          return
        case 'event':
          onEvent(unpack(message.event))
          return
        case 'closed':
          closed()
      }
    })
  })

  function call(
    method: string,
    input: unknown,
    onProgress?: (done: number, total: number) => void,
  ): Promise<HostReply> {
    if (!isAlive) return Promise.resolve({ ok: false, error: lost })
    const id = nextId++
    return new Promise((resolve) => {
      pending.set(id, { resolve, onProgress })
      worker.postMessage({ id, method, input })
    })
  }

  async function close(): Promise<void> {
    if (!isAlive) return
    const done = new Promise<void>((resolve) => (closed = resolve))
    worker.postMessage('close')
    await done
    await worker.terminate()
  }
}
