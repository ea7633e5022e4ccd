import type { IncomingMessage } from 'node:http'
import type { Sessions } from './sessions.ts'

/** Why a request is turned away: not ours at all, or ours without having entered. */
export type Rejection = 'foreign' | 'not-entered'

export interface Guard {
  cookieName: string
  /** The only origin that is served. */
  origin: string
  /** Was this request made to this address, and not by another site? Undefined when it may pass. */
  foreign(request: IncomingMessage): 'foreign' | undefined
  /** As `foreign`, and it must carry a known cookie. */
  check(request: IncomingMessage, kind: 'page' | 'call'): Rejection | undefined
}

/**
 * Only this machine, only this origin, only who entered by a one-time link. The Host check stops DNS rebinding (a
 * foreign name that resolves to 127.0.0.1), the Origin check stops other sites from calling or opening sockets.
 * Cookies do not know ports, so the name carries it.
 */
export function createGuard(port: number, sessions: Sessions): Guard {
  const host = `127.0.0.1:${port}`
  const origin = `http://${host}`
  const cookieName = `enlace-${port}`

  const foreign = (request: IncomingMessage): 'foreign' | undefined => {
    const { headers } = request
    if (headers.host !== host) return 'foreign'
    if (headers.origin !== undefined && headers.origin !== origin) return 'foreign'
    const site = headers['sec-fetch-site']
    // `none` is a person: an address typed, a link from another program.
    return site === undefined || site === 'same-origin' || site === 'none' ? undefined : 'foreign'
  }

  return {
    cookieName,
    origin,
    foreign,
    check(request, kind) {
      if (foreign(request)) return 'foreign'
      // Browsers send Origin with every POST and every WebSocket.
      if (kind === 'call' && request.headers.origin === undefined) return 'foreign'
      return sessions.knows(readCookie(request.headers.cookie, cookieName)) ? undefined : 'not-entered'
    },
  }
}

function readCookie(header: string | undefined, name: string): string | undefined {
  const pair = header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
  return pair?.slice(name.length + 1)
}
