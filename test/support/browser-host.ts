import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { built } from './built.ts'

export interface RunningHost {
  url: string
  folder: string
  child: ChildProcess
  /** Everything it wrote to stderr so far. */
  log(): string
  /** Ends it as a person would (SIGTERM) and waits. */
  stop(): Promise<void>
  /** Ends it as a power cut would and waits. */
  kill(): Promise<void>
}

export interface HostOptions {
  /** Used as it is and kept; without it a new temporary folder is made. */
  folder?: string
  flags?: string[]
  env?: Record<string, string>
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'enlace-'))

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })

/**
 * Starts the built browser host as a process of its own and waits for its one line.
 *
 * @throws Error with what it wrote to stderr when it ends before that line.
 */
export async function startBrowserHost(options: HostOptions = {}): Promise<RunningHost> {
  const folder = options.folder ?? temporaryFolder()
  const child = spawn(
    process.execPath,
    [built('main', 'browser-host.js'), '--no-open', `--data=${folder}`, ...(options.flags ?? [])],
    {
      stdio: ['ignore', 'pipe', 'pipe'], // The first run suggests the country of the time zone: the same on every machine.
      env: { ...process.env, TZ: 'Europe/Madrid', ...options.env },
    },
  )
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
  const ended = once(child, 'exit')
  const url = await new Promise<string>((done, fail) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const match = /^Enlace ready: (\S+)$/.exec(line)
      if (match?.[1]) done(match[1])
    })
    void ended.then(([code]) =>
      fail(new Error(`The host ended with code ${code} before it was ready.\n${log}`)),
    )
  })
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await ended
  }
  return { url, folder, child, log: () => log, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') }
}
