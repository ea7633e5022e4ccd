import { Worker } from 'node:worker_threads'
import { hostError, type HostError, type HostReply } from '#core/contract/envelope.ts'
import type { HubCalls, HubMessage, HubRequest, HubStart, HubStarted } from '#core/contract/hub-thread.ts'
import type { RunningTask } from '../../host/tasks.ts'

/** The server in its thread, listening. */
export interface HubThread {
  started: HubStarted
  call<M extends keyof HubCalls>(
    method: M,
    input: HubCalls[M]['in'],
    task?: RunningTask,
  ): Promise<HostReply<HubCalls[M]['out']>>
  /** Finishes what is under way. */
  close(): Promise<void>
}

export interface HubThreadOptions {
  workerFile: string
  start: HubStart
  log: (message: string) => void
  /** It ended without being asked to. */
  died: () => void
}

interface Pending {
  resolve(reply: HostReply<never>): void
  task?: RunningTask
}

/** Starts the server in a thread of its own; answers why it does not listen when it does not. */
export function startHubThread({
  workerFile,
  start,
  log,
  died,
}: HubThreadOptions): Promise<HostReply<HubThread>> {
  const worker = new Worker(workerFile, { workerData: start, name: 'hub' })
  const pending = new Map<number, Pending>()
  let nextId = 1
  let isAlive = true
  let isClosing = false
  let closed: () => void = () => undefined
  const send = (request: HubRequest): void => worker.postMessage(request)

  return new Promise((resolve) => {
    const end = (): void => {
      if (!isAlive) return
      isAlive = false
      for (const { resolve: answer } of pending.values()) answer({ ok: false, error: ended })
      pending.clear()
      closed()
      resolve({ ok: false, error: ended })
      if (!isClosing) died()
    }
    worker.on('error', (error: unknown) => {
      log(error instanceof Error ? (error.stack ?? error.message) : String(error))
      end()
    })
    worker.on('exit', end)
    worker.on('message', (message: HubMessage) => {
      switch (message.type) {
        case 'started':
          return resolve({ ok: true, value: { started: message.started, call, close } })
        case 'failed':
          isClosing = true
          if (message.code === 'host/internal') log(message.message)
          resolve({ ok: false, error: failed(message) })
          return void worker.terminate()
        case 'progress':
          return pending.get(message.id)?.task?.progress(message.done, message.total)
        case 'answer':
          // The thread answers each method as `HubCalls` says.
          return settle(message.id, { ok: true, value: message.value as never })
        case 'refused':
          if (message.code === 'host/internal') log(message.message)
          return settle(message.id, { ok: false, error: failed(message) })
        case 'log':
          return log(message.message)
        case 'closed':
          return closed()
      }
    })
  })

  function settle(id: number, reply: HostReply<never>): void {
    pending.get(id)?.resolve(reply)
    pending.delete(id)
  }

  function call<M extends keyof HubCalls>(
    method: M,
    input: HubCalls[M]['in'],
    task?: RunningTask,
  ): Promise<HostReply<HubCalls[M]['out']>> {
    if (!isAlive || isClosing) return Promise.resolve({ ok: false, error: ended })
    const id = nextId++
    return new Promise((resolve) => {
      pending.set(id, { resolve, ...(task && { task }) })
      task?.signal.addEventListener('abort', () => send({ type: 'cancel', id }), { once: true })
      send({ type: 'call', id, method, input })
    })
  }

  async function close(): Promise<void> {
    if (!isAlive || isClosing) return
    isClosing = true
    const done = new Promise<void>((resolve) => (closed = resolve))
    send({ type: 'close' })
    await done
    await worker.terminate()
  }
}

const ended = hostError('hub/ended', 'the hub has ended', { retryable: true })

const failed = ({ code, message }: { code: HostError['code']; message: string }): HostError => ({
  code,
  message: code === 'host/internal' ? 'the hub failed' : message,
  retryable: code === 'hub/port-taken' || code === 'host/cancelled',
})
