import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/**
 * Who may talk to the loopback host: only the browser that opened the one-time address, from the host's own page. Other
 * programs of other users, other web pages and rebound names are refused.
 */
export interface Gate {
  /** The path that swaps the token for the cookie; works once. */
  startPath: string
  /** The cookie to set when `path` is the unused start path. */
  enter(path: string): string | undefined
  hasCookie(request: IncomingMessage): boolean
  /** The Host header names this very address (DNS rebinding). */
  isOwnHost(request: IncomingMessage): boolean
  /** The Origin header is present and the host's own (cross-site requests). */
  isOwnOrigin(request: IncomingMessage): boolean
}

export function createGate(port: () => number): Gate {
  const token = randomBytes(24).toString('base64url')
  const session = randomBytes(24).toString('base64url')
  let used = false
  // Cookies do not know ports: the name keeps two hosts of one machine apart.
  const name = () => `enlace-${port()}`
  const address = () => `127.0.0.1:${port()}`
  const startPath = `/start/${token}`
  return {
    startPath,
    enter(path) {
      if (used || !sameText(path, startPath)) return undefined
      used = true
      return `${name()}=${session}; Path=/; HttpOnly; SameSite=Strict`
    },
    hasCookie(request) {
      const cookies = (request.headers.cookie ?? '').split(/;\s*/)
      return cookies.some((cookie) => sameText(cookie, `${name()}=${session}`))
    },
    isOwnHost: (request) => request.headers.host === address(),
    isOwnOrigin: (request) => request.headers.origin === `http://${address()}`,
  }
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
