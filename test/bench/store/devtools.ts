import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import { findChromium } from '../../support/chromium.ts'

/** A page that scripts run in. */
export interface BrowserPage {
  /** Runs a script and answers what its promise does, as JSON. @throws Error when it rejects. */
  evaluate(script: string): Promise<unknown>
  /** A command of the DevTools protocol to this page alone. */
  send(method: string, parameters: Answer): Promise<Answer>
}

export interface Browser {
  open(url: string): Promise<BrowserPage>
  /** A command of the DevTools protocol to the whole browser. */
  send(method: string, parameters: Answer): Promise<Answer>
  /** Hears the protocol's events of one name until the answered function is called. */
  listen(method: string, hear: (parameters: Answer) => void): () => void
  close(): Promise<void>
}

/** A message that the browser refused: most often because its page is just loading and has nothing to run in. */
export class DevtoolsError extends Error {}

/**
 * A Chromium with its profile on the disk, driven by nothing but scripts. Playwright watches every request of a page, which
 * costs each of them some milliseconds; a person's browser is watched by nobody.
 */
export async function launchBrowser(profile: string): Promise<Browser> {
  const { executablePath, args, env } = await findChromium()
  const child = spawn(
    executablePath,
    [
      ...args,
      '--headless=new',
      // A bench types faster than a person: the browser would hold its changes of the address back.
      '--disable-ipc-flooding-protection',
      '--window-size=1440,900',
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } },
  )
  const address = await new Promise<string>((done, fail) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const found = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1]
      if (found) done(found)
    })
    child.on('exit', (code) => fail(new Error(`the browser ended with code ${code}`)))
  })
  const connection = await connect(address)
  return {
    async open(url) {
      const { targetId } = await connection.send('Target.createTarget', { url })
      const { sessionId } = await connection.send('Target.attachToTarget', { targetId, flatten: true })
      return {
        send: (method, parameters) => connection.send(method, parameters, sessionId),
        async evaluate(script) {
          const parameters = { expression: script, awaitPromise: true, returnByValue: true }
          const { result, exceptionDetails } = await connection.send(
            'Runtime.evaluate',
            parameters,
            sessionId,
          )
          if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails))
          return (result as { value?: unknown }).value
        },
      }
    },
    send: (method, parameters) => connection.send(method, parameters),
    listen: connection.listen,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      await connection.send('Browser.close', {})
      await ended
    },
  }
}

export type Answer = Record<string, unknown>

/** The DevTools protocol, as far as it is needed here: one answer for each message, and events. */
async function connect(address: string) {
  const socket = new WebSocket(address)
  await once(socket, 'open')
  const waiting = new Map<number, { done: (answer: Answer) => void; fail: (error: Error) => void }>()
  const hearers = new Map<string, Set<(parameters: Answer) => void>>()
  let last = 0
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as {
      id?: number
      result?: Answer
      error?: { message: string }
      method?: string
      params?: Answer
    }
    if (message.method !== undefined)
      for (const hear of hearers.get(message.method) ?? []) hear(message.params ?? {})
    const caller = message.id === undefined ? undefined : waiting.get(message.id)
    if (message.id === undefined || !caller) return
    waiting.delete(message.id)
    if (message.error) caller.fail(new DevtoolsError(message.error.message))
    else caller.done(message.result ?? {})
  })
  socket.on('close', () => {
    for (const { fail } of waiting.values()) fail(new Error('the browser has closed'))
  })
  return {
    listen(method: string, hear: (parameters: Answer) => void): () => void {
      const all = hearers.get(method) ?? new Set()
      hearers.set(method, all.add(hear))
      return () => void all.delete(hear)
    },
    send(method: string, params: Answer, sessionId?: unknown): Promise<Answer> {
      const id = ++last
      return new Promise((done, fail) => {
        waiting.set(id, { done, fail })
        socket.send(JSON.stringify({ id, method, params, sessionId }))
      })
    },
  }
}
