import { resolve } from 'node:path'
import { localeFlag, parseFlags, type Flags } from './flags.ts'
import { CLOSE_PATIENCE, closeAll } from './host/close-all.ts'
import type { Log } from './host/log.ts'
import { startHost, type StartedHost } from './host/start-host.ts'
import { createFolderLog } from './host/folder-log.ts'
import { readVersion } from './host/version.ts'
import { suggestFromSystem } from './host/suggestions.ts'
import {
  demoErrorText,
  flagProblemsText,
  listenProblemText,
  startErrorText,
  startTexts,
} from './locales/start-texts.ts'
import { createDoorMemory } from './loopback/door-memory.ts'
import { probePort, startLoopbackServer } from './loopback/server.ts'
import { claimFolder, type InstanceAnswer } from './services/instance/instance.ts'
import { createFileSecrets } from './services/secrets/file-secrets.ts'
import { createSystemOpener } from './services/shell/system-opener.ts'
import { CANNOT_START } from './start/exit-codes.ts'

/** The browser host: the same program in plain Node. It prints exactly one line on stdout, all else on stderr. */
const outFolder = resolve(import.meta.dirname, '..')
const openAddress = createSystemOpener()

const parameters = process.argv.slice(2)
const parsed = parseFlags(parameters)
const { locale } = suggestFromSystem(process.env, localeFlag(parameters))
const texts = startTexts(locale)

if (parsed.ok) await start(parsed.value)
else stop(flagProblemsText(parsed.error, locale))

async function start(flags: Flags): Promise<void> {
  const { folder, port } = flags
  const claim = await claimFolder(folder)
  if (claim.kind === 'second') return handOver(flags, claim.running)
  const taken = await probePort(port)
  if (taken) {
    await claim.instance.close()
    return stop(listenProblemText(taken, port, locale))
  }
  const started = startHere(flags)
  // The first line of `npm run demo` says that the data is in.
  const isSlow = flags.demo === undefined && (await started.first) === 'slow'
  const problem = isSlow ? undefined : await settle(started, flags)
  if (problem !== undefined) {
    await claim.instance.close()
    return stop(problem)
  }
  const server = await startLoopbackServer({
    ...started.front,
    port,
    memory: createDoorMemory(folder, () => Date.now()),
    linkUsedText: texts.linkUsed,
  })
  if (!server.ok) {
    await started.close()
    await claim.instance.close()
    return stop(listenProblemText(server.error, port, locale))
  }
  claim.instance.onKnock(() => ({ host: 'browser', link: server.value.newLink() }))
  const close = [() => claim.instance.close(), () => server.value.close(), () => started.close()]
  endOnSignal(close, started.front.log)
  console.error(texts.secretsInFile)
  const link = server.value.newLink()
  process.stdout.write(`Enlace ready: ${link}\n`)
  if (flags.open) await openBrowser(link)
  const late = isSlow ? await settle(started, flags) : undefined
  if (late === undefined) return
  await closeAll(close, started.front.log)
  stop(late)
}

/** The host, whose data is being opened from now on. */
function startHere({ folder, ...flags }: Flags): StartedHost {
  const log = createFolderLog(folder)
  return startHost({
    kind: 'browser',
    version: readVersion(outFolder),
    folder,
    outFolder,
    locale: flags.locale,
    secrets: createFileSecrets(folder, log),
    openExternal: openAddress,
    log,
    checkOutput: process.env.ENLACE_CHECK_OUTPUT === '1',
  })
}

/** Waits until the data is open and the demo is in; answers why that cannot be. */
async function settle({ opened }: StartedHost, { demo }: Flags): Promise<string | undefined> {
  const answer = await opened
  // Whoever ends the program knows why.
  if (!answer.ok)
    return answer.error.code === 'host/cancelled' ? undefined : startErrorText(answer.error, locale)
  const host = answer.value
  if (host.setAside) console.error(texts.setAside(host.setAside))
  if (demo === undefined) return undefined
  const problem = await host.fillWithDemo(demo, () => console.error(texts.loadingDemo(demo)))
  if (!problem) return undefined
  await host.close()
  return demoErrorText(problem, locale)
}

/** Another Enlace has the folder: it is asked to show itself, and nothing is left to do here. */
async function handOver({ folder, open }: Flags, running: InstanceAnswer | undefined): Promise<void> {
  if (!running) return stop(texts.noAnswer(folder))
  const { link } = running
  console.error(link ? texts.alreadyOpenAt(folder, link) : texts.alreadyOpen(folder))
  if (link && open) await openBrowser(link)
}

async function openBrowser(link: string): Promise<void> {
  if (!(await openAddress(link))) console.error(texts.noBrowser(link))
}

/**
 * A host that does not end is said to whoever pressed Ctrl+C; pressing it again ends it at once. For the system and a
 * closed terminal it ends by itself: neither would answer.
 */
function endOnSignal(close: readonly (() => Promise<void>)[], log: Log): void {
  let isEnding = false
  let isLate = false
  const end = async (): Promise<void> => {
    isEnding = true
    process.exit((await closeAll(close, log)) ? 0 : 1)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (isLate) process.exit(1)
      if (isEnding) return
      void end()
      setTimeout(() => {
        isLate = true
        log.warn('host does not end')
        if (signal !== 'SIGINT') process.exit(1)
        console.error(texts.endsSlowly)
      }, CLOSE_PATIENCE)
    })
  }
}

function stop(text: string): void {
  console.error(text)
  process.exitCode = CANNOT_START
}
