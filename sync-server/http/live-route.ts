import type { DeviceAccess } from '../auth/devices.ts'
import type { App } from './app.ts'
import { createListeners, type Listeners } from './listeners.ts'
import type { Metrics } from './metrics.ts'
import { authenticate, callerOf } from './sync-routes.ts'

export type Live = Pick<Listeners, 'poke' | 'close'>

export interface LiveOptions {
  access: DeviceAccess
  metrics: Metrics
  /** Milliseconds between two signs of life. */
  beat: number
}

/** `GET /v1/live`: server-sent events that say only "ask now". What is new, the pull says. */
export function addLiveRoute(app: App, { access, metrics, beat }: LiveOptions): Live {
  const listeners = createListeners({
    beat,
    dropped(device, code) {
      metrics.dropped.inc({ code })
      app.log.warn({ device, code }, 'live connection dropped')
    },
  })
  app.get(
    '/v1/live',
    {
      schema: { tags: ['sync'], security: [{ device: [] }], produces: ['text/event-stream'] },
      onRequest: authenticate(access),
    },
    (request, reply) => {
      reply.hijack()
      const stream = reply.raw
      stream.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        // For proxies of the nginx kind, which would hold the events back.
        'x-accel-buffering': 'no',
      })
      metrics.live.inc()
      stream.on('close', () => metrics.live.dec())
      listeners.add({ ...callerOf(request), stream })
    },
  )
  return listeners
}
