import { parentPort, workerData } from 'node:worker_threads'
import type { HubMessage, HubRequest, HubStart } from '#core/contract/hub-thread.ts'
import { hubProblem } from './hub-problem.ts'
import { openHub, type Hub } from './hub.ts'

/** Entry of the thread in which a desktop serves the others of its organisation. */
const post = (message: HubMessage): void => parentPort?.postMessage(message)
const running = new Map<number, AbortController>()

// Given by the desktop (`HubStart`).
await serve(workerData as HubStart)

async function serve(start: HubStart): Promise<void> {
  let hub: Hub
  try {
    hub = await openHub(start, (message) => post({ type: 'log', message }))
  } catch (error) {
    return post({ type: 'failed', ...hubProblem(error) })
  }
  parentPort?.on('message', (request: HubRequest) => {
    if (request.type === 'cancel') running.get(request.id)?.abort()
    else if (request.type === 'call') void answer(hub, request)
    else
      void hub.close().then(
        () => post({ type: 'closed' }),
        () => post({ type: 'closed' }),
      )
  })
  post({ type: 'started', started: hub.started })
}

async function answer(hub: Hub, { id, method, input }: Extract<HubRequest, { type: 'call' }>): Promise<void> {
  const controller = new AbortController()
  running.set(id, controller)
  try {
    const value = await hub.call(method, input, {
      signal: controller.signal,
      progress: (done, total) => post({ type: 'progress', id, done, total }),
    })
    post({ type: 'answer', id, value })
  } catch (error) {
    post({
      type: 'refused',
      id,
      ...(controller.signal.aborted ? { code: 'host/cancelled', message: 'cancelled' } : hubProblem(error)),
    })
  } finally {
    running.delete(id)
  }
}
