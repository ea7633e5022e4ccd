import type { ServerResponse } from 'node:http'
import type { DeviceAccess } from '../auth/devices.ts'
import type { App } from './app.ts'
import type { Metrics } from './metrics.ts'
import { authenticate, callerOf } from './sync-routes.ts'

/** Milliseconds between two signs of life: proxies cut a silent connection after about a minute. */
const BEAT = 25_000

export interface Live {
  /** Tells the listening desktops of an organisation that there is something new: `ORG`, or `ORG terms`. */
  poke(topic: string): void
  /** Ends every connection. */
  close(): void
}

const eventOf = (event: string): string => `event: ${event}\ndata:\n\n`

/** `GET /v1/live`: server-sent events that say only "ask now". What is new, the pull says. */
export function addLiveRoute(app: App, access: DeviceAccess, metrics: Metrics): Live {
  const listening = new Map<string, Set<ServerResponse>>()
  const all = () => [...listening.values()].flatMap((responses) => [...responses])
  const beat = setInterval(() => {
    for (const response of all()) response.write(': still here\n\n')
  }, BEAT)
  beat.unref()

  app.get(
    '/v1/live',
    {
      schema: { tags: ['sync'], security: [{ device: [] }], produces: ['text/event-stream'] },
      onRequest: authenticate(access),
    },
    (request, reply) => {
      const { org } = callerOf(request)
      reply.hijack()
      const response = reply.raw
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        // For proxies of the nginx kind, which would hold the events back.
        'x-accel-buffering': 'no',
      })
      // A desktop that comes back may have missed something.
      response.write(eventOf('poke') + eventOf('terms'))
      const responses = listening.get(org) ?? new Set()
      listening.set(org, responses.add(response))
      metrics.live.inc()
      response.on('close', () => {
        responses.delete(response)
        if (responses.size === 0) listening.delete(org)
        metrics.live.dec()
      })
    },
  )
  return {
    poke(topic) {
      const [org = '', event = 'poke'] = topic.split(' ')
      for (const response of listening.get(org) ?? []) response.write(eventOf(event))
    },
    close() {
      clearInterval(beat)
      for (const response of all()) response.end()
    },
  }
}
