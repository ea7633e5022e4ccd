import { Agent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { promisify } from 'node:util'
import { createGunzip, gzip } from 'node:zlib'
import { connectTo, type SocketOptions } from './connect-socket.ts'
import { SyncProblem } from './sync-problem.ts'

/** A larger body is compressed on its way. Bytes. */
const COMPRESS_ABOVE = 1024
/** The most that an answer may have after decompression: a page of records is far below. Bytes. */
const MOST_BYTES = 256 * 1024 * 1024
/** Without a byte for so long a call is given up. Milliseconds. */
const SILENCE = 60_000

const JSON_TYPE = 'application/json'
const BYTES_TYPE = 'application/octet-stream'
const compress = promisify(gzip)

export interface ServerHttpOptions extends SocketOptions {
  /** Address of the server, without a path. */
  url: string
  userAgent: string
}

export interface HttpAnswer {
  status: number
  body: unknown
}

export interface LoadOptions {
  /** Bytes that the answer may have. */
  most: number
  /** Hears of bytes as they come. */
  heard: (bytes: number) => void
  signal: AbortSignal
}

export interface ServerHttp {
  /**
   * Posts JSON and answers what the server says, whatever its status.
   *
   * @throws SyncProblem when no server of ours answered.
   */
  post(path: string, body: unknown, token?: string): Promise<HttpAnswer>
  /** As `post`, for what is answered in bytes: a `Buffer` then, and JSON where it is refused. */
  load(path: string, body: unknown, token: string | undefined, options: LoadOptions): Promise<HttpAnswer>
  /** Listens to server-sent events until the connection ends; throws as `post` does. Answers the status. */
  listen(path: string, token: string, heard: (event: string) => void, signal: AbortSignal): Promise<number>
  /** Ends connections that are kept for later: after a sleep of the computer none of them may be alive. */
  dropConnections(): void
  close(): void
}

/** Speaks HTTP/1.1 with one server, over connections that are kept. */
export function createServerHttp({ url, userAgent, ...sockets }: ServerHttpOptions): ServerHttp {
  const address = new URL(url)
  const agentOf = () => new ServerAgent(address, sockets)
  let agent = agentOf()
  const send = (
    method: string,
    path: string,
    headers: Record<string, string>,
    token: string | undefined,
    signal?: AbortSignal,
  ): ClientRequest =>
    httpRequest({
      ...(signal && { signal }),
      // The agent makes the connection, with TLS where the address asks for it.
      agent,
      method,
      path: `${address.pathname.replace(/\/$/, '')}${path}`,
      headers: {
        host: address.host,
        'user-agent': userAgent,
        ...headers,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
    })

  const ask = async (
    path: string,
    body: unknown,
    token: string | undefined,
    accepted: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<IncomingMessage> => {
    const text = Buffer.from(JSON.stringify(body), 'utf8')
    const isLarge = text.length > COMPRESS_ABOVE
    const bytes = isLarge ? await compress(text, { level: 1 }) : text
    const headers = {
      'content-type': 'application/json',
      'content-length': String(bytes.length),
      ...accepted,
      ...(isLarge && { 'content-encoding': 'gzip' }),
    }
    return onOpenConnection(() => answerTo(send('POST', path, headers, token, signal), bytes))
  }
  const readJson = async (response: IncomingMessage): Promise<HttpAnswer> => {
    assertOurs(response, JSON_TYPE)
    return { status: response.statusCode ?? 0, body: parse((await readBody(response)).toString('utf8')) }
  }

  return {
    async post(path, body, token) {
      return readJson(await ask(path, body, token, { accept: JSON_TYPE, 'accept-encoding': 'gzip' }))
    },
    async load(path, body, token, { most, heard, signal }) {
      const response = await ask(path, body, token, { accept: `${BYTES_TYPE}, ${JSON_TYPE}` }, signal)
      if (response.headers['content-type'] !== BYTES_TYPE) return readJson(response)
      return { status: response.statusCode ?? 0, body: await readBody(response, most, heard) }
    },
    async listen(path, token, heard, signal) {
      const request = send('GET', path, { accept: 'text/event-stream' }, token)
      const stop = () => request.destroy()
      signal.addEventListener('abort', stop, { once: true })
      try {
        const response = await answerTo(request, undefined)
        const status = response.statusCode ?? 0
        if (status !== 200) {
          response.resume()
          assertOurs(response, JSON_TYPE)
          return status
        }
        assertOurs(response, 'text/event-stream')
        await readEvents(response, heard)
        return status
      } finally {
        signal.removeEventListener('abort', stop)
      }
    },
    dropConnections() {
      agent.destroy()
      agent = agentOf()
    },
    close: () => agent.destroy(),
  }
}

class ServerAgent extends Agent {
  readonly #address: URL
  readonly #options: SocketOptions

  constructor(address: URL, options: SocketOptions) {
    super({ keepAlive: true, maxSockets: 6, maxFreeSockets: 2, scheduling: 'lifo' })
    this.#address = address
    this.#options = options
  }

  override createConnection(
    _options: object,
    done: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    connectTo(this.#address, this.#options).then(
      (socket: Socket) => done(null, socket),
      // Node passes on the error alone.
      (error: unknown) => (done as (error: unknown) => void)(error),
    )
  }
}

/** The server, or a router between, had closed a kept connection before the request came to it. */
class ClosedMeanwhile extends SyncProblem {}

/**
 * Asks once more as long as a kept connection turns out to be closed: the server need not be away. A request that did
 * arrive may come twice so, as it may through any network; the server answers it as the first time.
 */
async function onOpenConnection<T>(ask: () => Promise<T>): Promise<T> {
  for (;;)
    try {
      return await ask()
    } catch (error) {
      // A new connection is never that, and each that is drops out.
      if (!(error instanceof ClosedMeanwhile)) throw error
    }
}

/** Waits for the head of the answer. */
function answerTo(request: ClientRequest, body: Buffer | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.setTimeout(SILENCE, () => request.destroy(new Error('the server stopped answering')))
    request.on('error', (error: NodeJS.ErrnoException) => {
      const isClosed = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      reject(isClosed ? new ClosedMeanwhile('unreachable', error.message) : toProblem(error))
    })
    request.on('response', resolve)
    request.end(body)
  })
}

const toProblem = (error: Error): SyncProblem =>
  error instanceof SyncProblem ? error : new SyncProblem('unreachable', error.message)

/** The sign-in page of a guest network answers any address: redirects and pages are never read. */
function assertOurs(response: IncomingMessage, type: string): void {
  const given = response.headers['content-type'] ?? ''
  if (given.toLowerCase().startsWith(type)) return
  response.destroy()
  // A proxy of the server's own side says this in its own words.
  const status = response.statusCode ?? 0
  if (status === 502 || status === 503 || status === 504)
    throw new SyncProblem('busy', `status ${status} from before the server`)
  if (status === 407) throw new SyncProblem('proxy', 'the proxy asks for a password')
  throw new SyncProblem('notOurServer', `status ${status} and ${given || 'no type'} instead of ${type}`)
}

async function readBody(
  response: IncomingMessage,
  most = MOST_BYTES,
  heard: (bytes: number) => void = () => undefined,
): Promise<Buffer> {
  const isZipped = response.headers['content-encoding'] === 'gzip'
  const source = isZipped ? response.pipe(createGunzip()) : response
  // `pipe` hands on no errors: a broken connection must end the reading.
  if (isZipped)
    response
      .on('error', (error) => source.destroy(error))
      .on('aborted', () => source.destroy(new Error('aborted')))
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of source as AsyncIterable<Buffer>) {
      bytes += part.length
      heard(part.length)
      if (bytes > most) throw new SyncProblem('badAnswer', `more than ${most} bytes`)
      parts.push(part)
    }
  } catch (error) {
    response.destroy()
    throw toProblem(error instanceof Error ? error : new Error(String(error)))
  }
  return Buffer.concat(parts)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new SyncProblem('badAnswer', 'the answer is no JSON')
  }
}

/** A line of an event at the most: ours are a few letters. Characters. */
const LONGEST_LINE = 64 * 1024

/** WHATWG HTML, "Server-sent events": names of events as they come. */
async function readEvents(response: IncomingMessage, heard: (event: string) => void): Promise<void> {
  let rest = ''
  let event = ''
  response.setEncoding('utf8')
  try {
    for await (const part of response as AsyncIterable<string>) {
      const lines = (rest + part).split(/\r\n|\n|\r/)
      rest = lines.pop() ?? ''
      if (rest.length > LONGEST_LINE) throw new SyncProblem('badAnswer', 'an event without an end')
      for (const line of lines) {
        if (line.startsWith('event:')) event = line.slice(6).trim()
        else if (line === '') {
          // A comment alone is a sign of life.
          if (event !== '') heard(event)
          event = ''
        }
      }
    }
  } catch (error) {
    throw toProblem(error instanceof Error ? error : new Error(String(error)))
  }
}
