import { runAdmin } from './admin.ts'
import { readConfig } from './config.ts'
import { startSyncServer } from './index.ts'

/** `npm run sync-server`: serves, or does one administrative task (`-- help` lists them). */
const [command, ...rest] = process.argv.slice(2)
const isTask = command !== undefined && !command.startsWith('--')

if (isTask) process.exitCode = await runAdmin(command, rest, process.env, print)
else await serve()

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function serve(): Promise<void> {
  const config = readConfig(process.argv.slice(2), process.env)
  if (!config.ok) {
    for (const { source, problem } of config.error) console.error(`${source}: ${problem}`)
    process.exitCode = 2
    return
  }
  const server = await startSyncServer(config.value)
  print(`Enlace sync server ready: ${server.url}`)
  let isClosing = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (isClosing) return
      isClosing = true
      void server.close().then(() => process.exit(0))
    })
}
