import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { get as getPlainly } from 'node:http'
import { get as getSecurely } from 'node:https'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { root } from './built.ts'

export interface ServerProcess {
  url: string
  port: number
  /** Number of its process; 0 while none runs. */
  pid(): number
  /** Runs one administrative task on the same data; answers its lines. */
  task(...parameters: string[]): Promise<string[]>
  /** Makes an organisation; answers a function that draws connection codes for it. */
  organisation(): Promise<(url?: string) => Promise<string>>
  start(): Promise<void>
  stop(): Promise<void>
  /** Ends it as a power cut would and waits. */
  kill(): Promise<void>
}

export interface ServerProcessOptions {
  /** Folder of its data. */
  data: string
  databaseUrl?: string
  env?: Record<string, string>
  /** A free one without it. */
  port?: number
}

/** The sync server as a process of its own, on a port that stays the same over restarts. */
export async function createServerProcess({
  data,
  databaseUrl,
  env = {},
  port: wanted,
}: ServerProcessOptions): Promise<ServerProcess> {
  const port = wanted ?? (await freePort())
  // Beyond the own computer it speaks TLS, by an authority of its own.
  const url = `${env.ENLACE_HOST === undefined ? 'http' : 'https'}://127.0.0.1:${port}`
  const script = join(root, 'sync-server', 'start.ts')
  const environment = {
    ...process.env,
    ENLACE_DATA: data,
    PORT: String(port),
    ENLACE_LOG_LEVEL: 'error',
    ENLACE_REQUESTS_PER_MINUTE: '100000',
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
    ...env,
  }
  const launch = (parameters: string[]) =>
    spawn(process.execPath, ['--import', 'tsx', script, ...parameters], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment,
    })
  let child: ChildProcess | undefined

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child
    child = undefined
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const ended = once(running, 'exit')
    running.kill(signal)
    await ended
  }

  const server: ServerProcess = {
    url,
    port,
    pid: () => child?.pid ?? 0,
    async task(...parameters) {
      const task = launch(parameters)
      let output = ''
      let errors = ''
      task.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
      task.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
      const [code] = (await once(task, 'close')) as [number | null]
      if (code !== 0) throw new Error(`${parameters.join(' ')}: ${output}${errors}`)
      return output.trim().split('\n')
    },
    async organisation() {
      const [org = ''] = await server.task('org-create', 'Fibra Henares')
      return async (by = url) => (await server.task('code', org, by))[0] ?? ''
    },
    async start() {
      child = launch([])
      let log = ''
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (log += text))
      child.stdout?.resume()
      for (;;) {
        if (child.exitCode !== null) throw new Error(`The server ended.\n${log}`)
        if (await isReady(url)) return
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
  return server
}

const isReady = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const get = url.startsWith('https:') ? getSecurely : getPlainly
    get(`${url}/ready`, { rejectUnauthorized: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    }).on('error', () => resolve(false))
  })

export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return address.port
}
