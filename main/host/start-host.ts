import { join } from 'node:path'
import { fail, type HostError } from '#core/contract/envelope.ts'
import { err, type Result } from '#core/lib/result.ts'
import { createHost, startOf, type Host } from './host.ts'
import type { HostOptions } from './host-parts.ts'
import { createStaticFiles } from './static-files.ts'

/** A host whose data is being opened. */
export interface StartedHost {
  /** What transports serve meanwhile: `app.opening` is answered at once, every other call when the data is open. */
  front: Pick<Host, 'dispatch' | 'events' | 'files' | 'tiles' | 'log'>
  /** The host itself, or why its data cannot be opened. */
  opened: Promise<Result<Host, HostError>>
  /** `slow`: the data takes long to open, and windows have to tell. `settled`: it is open, or cannot be opened. */
  first: Promise<'settled' | 'slow'>
  /** Ends an opening that is under way, or closes the host. */
  close(): Promise<void>
}

/** Opens the data without having windows wait for it. */
export function startHost(options: HostOptions): StartedHost {
  const { log, outFolder } = options
  const stop = new AbortController()
  let slow = (): void => undefined
  const isSlow = new Promise<'slow'>((done) => (slow = () => done('slow')))
  const { events, opening } = startOf(options, slow)
  const opened = createHost(options, { events, opening, stop: stop.signal })
  // Windows get an answer also where a bug ends the start; the log has it then.
  const whenOpen = opened.catch((error: unknown) => {
    log.error('not started', {}, error)
    return fail('host/internal', 'The host failed to start; the log says why.')
  })
  return {
    front: {
      async dispatch(method, input, context) {
        // While the data is open the host answers it itself.
        if (method === 'app.opening' && opening.now().state !== 'open')
          return { ok: true, value: opening.now() }
        const host = await whenOpen
        return host.ok ? host.value.dispatch(method, input, context) : host
      },
      events,
      files: createStaticFiles(join(outFolder, 'renderer')),
      tiles: {
        async get(tile) {
          const host = await whenOpen
          return host.ok ? host.value.tiles.get(tile) : err('not-found')
        },
      },
      log,
    },
    opened,
    first: Promise.race([isSlow, opened.then(() => 'settled' as const)]),
    async close() {
      stop.abort()
      const host = await opened
      if (host.ok) await host.value.close()
    },
  }
}
