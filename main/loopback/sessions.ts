import { createHash, randomBytes } from 'node:crypto'

/** How many unused links and how many windows' cookies are remembered; the oldest go first. */
const MOST_LINKS = 16
const MOST_SESSIONS = 64

/**
 * One-time links and the cookies they are swapped for. Only hashes are kept, so that looking one up takes the same
 * time whatever was guessed. Links end with the process; `memory` keeps the windows' cookies beyond it, so that an open
 * window finds its way back to a host that crashed and was started again.
 */
export interface Sessions {
  /** A token for one `/enter/<token>` address. */
  newLink(): string
  /** The cookie value for a link that was not used yet; the link is spent. */
  enter(token: string): string | undefined
  knows(cookie: string | undefined): boolean
}

/** Keeps the hashes of cookies, oldest first. */
export interface SessionMemory {
  hashes: readonly string[]
  save(hashes: readonly string[]): void
}

export function createSessions(memory?: SessionMemory): Sessions {
  const links = new Set<string>()
  const sessions = new Set(memory?.hashes)
  return {
    newLink() {
      const token = randomText()
      remember(links, token, MOST_LINKS)
      return token
    },
    enter(token) {
      if (!links.delete(hash(token))) return undefined
      const cookie = randomText()
      remember(sessions, cookie, MOST_SESSIONS)
      memory?.save([...sessions])
      return cookie
    },
    knows: (cookie) => cookie !== undefined && sessions.has(hash(cookie)),
  }
}

function remember(set: Set<string>, secret: string, most: number): void {
  set.add(hash(secret))
  for (const oldest of set) {
    if (set.size <= most) return
    set.delete(oldest)
  }
}

/** 256 random bits. */
const randomText = (): string => randomBytes(32).toString('base64url')

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')
