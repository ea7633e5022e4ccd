import type { ServerHttp } from './server-http.ts'

/** Milliseconds between two tries, doubled from the first to the last. */
const FIRST_RETRY = 1_000
const LONGEST_RETRY = 30_000

export interface LiveOptions {
  http: Pick<ServerHttp, 'listen'>
  /** Undefined when the desktop has none; then nobody is listened to until `restart`. */
  token: () => Promise<string | undefined>
  /** The server has something new, or came back. */
  poked: () => void
  /** What the organisation asks of this desktop may have changed, or the server came back. */
  termsChanged: () => void
  /** The connection broke or did not come about: perhaps nothing gets through. */
  lost: () => void
  /** From 0 up to, not including, 1. */
  random: () => number
}

export interface Live {
  /** Connects anew at once: the network may have changed. */
  restart(): void
  stop(): void
}

/** Listens to the server's pokes for as long as it runs; what is new, a pull says. */
export function startLive({ http, token, poked, termsChanged, lost, random }: LiveOptions): Live {
  let isStopped = false
  let failures = 0
  let connection = new AbortController()
  let wake: (() => void) | undefined

  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds).unref()
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const listenOnce = async (): Promise<void> => {
    const own = await token()
    if (own === undefined) return
    const heard = (event: string) => {
      failures = 0
      if (event === 'poke') poked()
      if (event === 'terms') termsChanged()
    }
    await http.listen('/v1/live', own, heard, connection.signal)
  }

  const run = async (): Promise<void> => {
    while (!isStopped) {
      connection = new AbortController()
      try {
        await listenOnce()
      } catch {
        // The loops of the client say what is wrong with the server; here it only means to try again.
      }
      if (isStopped) return
      lost()
      const full = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(failures++, 10))
      await pause(full / 2 + random() * (full / 2))
    }
  }
  void run()

  return {
    restart() {
      failures = 0
      connection.abort()
      wake?.()
    },
    stop() {
      isStopped = true
      connection.abort()
      wake?.()
    },
  }
}
