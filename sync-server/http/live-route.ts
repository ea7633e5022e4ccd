import type { ServerResponse } from 'node:http'
import type { DeviceAccess } from '../auth/devices.ts'
import type { App } from './app.ts'
import type { Metrics } from './metrics.ts'
import { authenticate, callerOf } from './sync-routes.ts'

/** Connections of one desktop at the most: a network that goes and comes back leaves some that nobody has closed yet. */
const MOST_OF_DEVICE = 4

export interface Live {
  /** Tells the listening desktops of an organisation that there is something new. */
  poke(org: string): void
  /** Ends every connection. */
  close(): void
}

interface Listener {
  response: ServerResponse
  device: string
  /** What was sent last is still on its way. */
  isBusy: boolean
  /** There is something new since, to be told afterwards. */
  owesPoke: boolean
  /** It was busy at the last beat already. */
  isLate: boolean
}

const POKE = 'event: poke\ndata:\n\n'

export interface LiveOptions {
  access: DeviceAccess
  metrics: Metrics
  /** Milliseconds between two signs of life. */
  beat: number
}

/**
 * `GET /v1/live`: server-sent events that say only "ask now". What is new, the pull says.
 *
 * Whoever does not read costs no more than one event: while one waits to be read, the next one would say nothing new.
 * Who has not read it from one beat to the next is dropped (`sync/not-reading`), and so are the oldest of too many
 * connections of one desktop (`sync/too-many-connections`). A desktop that is there connects anew and asks.
 */
export function addLiveRoute(app: App, { access, metrics, beat }: LiveOptions): Live {
  const listening = new Map<string, Set<Listener>>()
  const all = () => [...listening.values()].flatMap((listeners) => [...listeners])

  const send = (listener: Listener, text: string): void => {
    listener.isBusy = true
    listener.response.write(text, (error) => {
      listener.isBusy = false
      if (listener.owesPoke && !error) poke(listener)
    })
  }
  const poke = (listener: Listener): void => {
    listener.owesPoke = listener.isBusy
    if (!listener.isBusy) send(listener, POKE)
  }
  const drop = ({ response, device }: Listener, code: string): void => {
    metrics.dropped.inc({ code })
    app.log.warn({ device, code }, 'live connection dropped')
    response.destroy()
  }
  const beats = setInterval(() => {
    for (const listener of all()) {
      const { isBusy, isLate } = listener
      if (isBusy && isLate) drop(listener, 'sync/not-reading')
      else if (!isBusy) send(listener, ': still here\n\n')
      listener.isLate = isBusy
    }
  }, beat)
  beats.unref()

  app.get(
    '/v1/live',
    {
      schema: { tags: ['sync'], security: [{ device: [] }], produces: ['text/event-stream'] },
      onRequest: authenticate(access),
    },
    (request, reply) => {
      const { org, device } = callerOf(request)
      reply.hijack()
      const listener: Listener = {
        ...{ response: reply.raw, device },
        ...{ isBusy: false, owesPoke: false, isLate: false },
      }
      const { response } = listener
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        // For proxies of the nginx kind, which would hold the events back.
        'x-accel-buffering': 'no',
      })
      // A desktop that comes back may have missed something.
      poke(listener)
      const listeners = listening.get(org) ?? new Set()
      listening.set(org, listeners.add(listener))
      metrics.live.inc()
      response.on('close', () => {
        listeners.delete(listener)
        if (listeners.size === 0) listening.delete(org)
        metrics.live.dec()
      })
      const own = [...listeners].filter((one) => one.device === device)
      for (const oldest of own.slice(0, -MOST_OF_DEVICE)) drop(oldest, 'sync/too-many-connections')
    },
  )
  return {
    poke(org) {
      for (const listener of listening.get(org) ?? []) poke(listener)
    },
    close() {
      clearInterval(beats)
      for (const { response } of all()) response.end()
    },
  }
}
