import { spawn } from 'node:child_process'
import { localeFlag, parseFlags, type Flags } from '../flags.ts'
import { suggestFromSystem } from '../host/suggestions.ts'
import { flagProblemsText, startTexts } from '../locales/start-texts.ts'
import { downloadElectron, findElectron, hasDisplay } from './electron-binary.ts'
import { built, ensureBuilt, root } from './ensure-built.ts'
import { CANNOT_START } from './exit-codes.ts'
import { runHost } from './run-host.ts'

/** `npm start`: builds what is stale, then runs Electron where it is there and a display exists, else the browser host. */
const parameters = process.argv.slice(2)
const parsed = parseFlags(parameters)
const { locale } = suggestFromSystem(process.env, localeFlag(parameters))
const texts = startTexts(locale)

if (parameters.includes('--help')) console.error(texts.usage)
else process.exitCode = parsed.ok ? await start(parsed.value) : stop(flagProblemsText(parsed.error, locale))

/** Answers the exit code. */
async function start(flags: Flags): Promise<number> {
  try {
    await ensureBuilt(() => console.error(texts.building))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return stop(texts.buildFailed)
  }
  const electron = flags.host === 'browser' ? undefined : await chooseElectron()
  if (typeof electron === 'object') {
    const { problem, insist } = electron
    if (flags.host === 'electron') return stop(insist)
    console.error(problem)
  }
  if (typeof electron === 'string') {
    const outcome = await runHost(spawnHost(electron, [root]))
    // It ended by itself before its window: a sandbox or library that this system lacks.
    const isBroken = !outcome.wasReady && outcome.code !== 0 && outcome.code !== CANNOT_START
    if (!isBroken || flags.host === 'electron') return outcome.code
    console.error(texts.electronFailed)
  }
  return (await runHost(spawnHost(process.execPath, [built('main', 'browser-host.js')]))).code
}

/** Electron's program, or why there is none: as a remark, and as the answer to somebody who insists on it. */
async function chooseElectron(): Promise<string | { problem: string; insist: string }> {
  if (!hasDisplay(process.platform, process.env)) {
    return { problem: texts.noDisplay, insist: texts.displayMissing }
  }
  const electron = findElectron() ?? (await downloadElectron(() => console.error(texts.downloading)))
  return electron ?? { problem: texts.noElectron, insist: texts.electronMissing }
}

function spawnHost(program: string, first: readonly string[]) {
  return spawn(program, [...first, ...parameters], { stdio: ['inherit', 'pipe', 'inherit'] })
}

function stop(text: string): number {
  console.error(text)
  return CANNOT_START
}
