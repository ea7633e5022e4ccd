import { setFlagsFromString } from 'node:v8'
import { runAdmin } from './admin.ts'
import { readConfig } from './config.ts'
import { startSyncServer } from './index.ts'

/**
 * By how much V8's heap may grow before garbage is collected, in percent of what is in use. V8 itself would rather wait for
 * several times of it, until fifty desktops that come back at once have left 100 MB of garbage. Set here and not on the
 * command line, so that it holds however the server is started.
 */
const HEAP_GROWTH = 50

/** `npm run sync-server`: serves, or does one administrative task (`-- help` lists them). */
const [command, ...rest] = process.argv.slice(2)
const isTask = command !== undefined && !command.startsWith('--')

if (isTask) process.exitCode = await runAdmin(command, rest, process.env, print)
else await serve()

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function serve(): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`)
  const config = readConfig(process.argv.slice(2), process.env)
  if (!config.ok) {
    for (const { source, problem } of config.error) console.error(`${source}: ${problem}`)
    process.exitCode = 2
    return
  }
  const server = await startSyncServer(config.value).catch((error: unknown) => {
    const problem = portProblem(error)
    if (problem === undefined) throw error
    console.error(problem)
  })
  if (!server) {
    process.exitCode = 1
    return
  }
  print(`Enlace sync server ready: ${server.url}`)
  let isClosing = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (isClosing) return
      isClosing = true
      void server.close().then(() => process.exit(0))
    })
}

/** In words why the server cannot listen; undefined when something else failed. */
function portProblem(error: unknown): string | undefined {
  const { code, port } = error as { code?: unknown; port?: number }
  if (code === 'EADDRINUSE')
    return `port ${String(port)} is in use: stop what serves there, or choose another with --port`
  if (code === 'EACCES' && port !== undefined)
    return `port ${String(port)} is not allowed: choose one above 1023 with --port`
  return undefined
}
