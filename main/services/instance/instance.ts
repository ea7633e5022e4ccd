import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { makeFolder } from '#main/store/make-folder.ts'

/** What a running Enlace answers to one that was started a second time with the same folder. */
export interface InstanceAnswer {
  host: 'electron' | 'browser'
  /** A fresh one-time link, when there is something to open in a browser. */
  link?: string
}

/** This process is the one with the folder; others may knock. */
export interface Instance {
  /** Called when another Enlace was started with the same folder; brings this one to the front. */
  onKnock(answer: () => InstanceAnswer): void
  close(): Promise<void>
}

export type Claim =
  { kind: 'first'; instance: Instance } | { kind: 'second'; running: InstanceAnswer | undefined }

/** Milliseconds that a running Enlace has to answer. */
const PATIENCE = 3000

/**
 * Claims a data folder through a local socket: the operating system ends it with the process, and a second start can
 * ask the first to show itself. Only this user can reach it: the folder (on Windows the pipe) belongs to them. The
 * store's own lock stays the last word.
 */
export async function claimFolder(folder: string): Promise<Claim> {
  const address = socketAddress(folder)
  for (;;) {
    const server = await listen(folder, address)
    if (server !== 'taken') return { kind: 'first', instance: server ? serve(server) : UNREACHABLE }
    const answer = await knock(address)
    if (answer !== 'nobody') return { kind: 'second', running: answer }
    // Left behind by a process that was killed.
    rmSync(address, { force: true })
  }
}

/** Where no socket can be made nobody can knock. */
const UNREACHABLE: Instance = { onKnock: () => undefined, close: () => Promise.resolve() }

/** Socket paths may have about 100 bytes; a folder further down gets one in the temporary directory. */
function socketAddress(folder: string): string {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 24)
  if (process.platform === 'win32') return `\\\\.\\pipe\\enlace-${name}`
  const beside = join(folder, 'enlace.sock')
  return Buffer.byteLength(beside) < 100 ? beside : join(tmpdir(), `enlace-${name}.sock`)
}

/** Undefined where no socket can be made: a read-only folder (opening the store says so), a file system without them. */
async function listen(folder: string, address: string): Promise<Server | 'taken' | undefined> {
  const server = createServer({ allowHalfOpen: true })
  try {
    makeFolder(folder)
    server.listen(address)
    await once(server, 'listening')
    if (process.platform !== 'win32') chmodSync(address, 0o600)
    return server.unref()
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' ? 'taken' : undefined
  }
}

function serve(server: Server): Instance {
  let answer: (() => InstanceAnswer) | undefined
  const waiting: Socket[] = []
  const reply = (socket: Socket): void => {
    if (answer) socket.end(JSON.stringify(answer()))
    else waiting.push(socket)
  }
  server.on('connection', (socket) => {
    // Whoever knocked may have gone: nothing to do about it.
    socket.on('error', () => socket.destroy())
    socket.resume().unref()
    reply(socket)
  })
  return {
    onKnock(given) {
      answer = given
      waiting.splice(0).forEach(reply)
    },
    async close() {
      waiting.splice(0).forEach((socket) => socket.destroy())
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
  }
}

/** Asks the process at the address; undefined when it is there but does not answer. */
async function knock(address: string): Promise<InstanceAnswer | 'nobody' | undefined> {
  const socket = createConnection(address)
  const timer = setTimeout(() => socket.destroy(new Error('no answer')), PATIENCE)
  try {
    await once(socket, 'connect')
  } catch {
    clearTimeout(timer)
    return 'nobody'
  }
  try {
    return parseAnswer(await text(socket))
  } catch {
    // It hangs or is ending: the folder is still its own.
    return undefined
  } finally {
    clearTimeout(timer)
    socket.destroy()
  }
}

function parseAnswer(answer: string): InstanceAnswer | undefined {
  const parsed: unknown = JSON.parse(answer)
  if (typeof parsed !== 'object' || parsed === null || !('host' in parsed)) return undefined
  const { host } = parsed
  if (host !== 'electron' && host !== 'browser') return undefined
  const link = 'link' in parsed && typeof parsed.link === 'string' ? parsed.link : undefined
  return { host, link }
}
