import { spawn } from 'node:child_process'
import { parseFlags } from '../flags.ts'
import { suggestFromSystem } from '../host/suggestions.ts'
import { flagProblemsText, startTexts } from '../locales/start-texts.ts'
import { downloadElectron, findElectron, hasDisplay } from './electron-binary.ts'
import { built, ensureBuilt, root } from './ensure-built.ts'

/** `npm start`: builds what is stale, then runs Electron where it is there and a display exists, else the browser host. */
const parameters = process.argv.slice(2)
const flags = parseFlags(parameters)
if (flags.ok) {
  await ensureBuilt()
  const { locale } = suggestFromSystem(flags.value.locale)
  const electron = flags.value.host === 'browser' ? undefined : await chooseElectron(locale)
  run(
    electron
      ? [electron, root, ...parameters]
      : [process.execPath, built('main', 'browser-host.js'), ...parameters],
  )
} else {
  console.error(flagProblemsText(flags.error, suggestFromSystem().locale))
  process.exitCode = 2
}

async function chooseElectron(locale: 'es' | 'en'): Promise<string | undefined> {
  if (!hasDisplay()) {
    console.error(startTexts(locale).noDisplay)
    return undefined
  }
  const electron = findElectron() ?? (await downloadElectron())
  if (!electron) console.error(startTexts(locale).noElectron)
  return electron
}

function run([program = '', ...rest]: string[]): void {
  const child = spawn(program, rest, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => (process.exitCode = code ?? 1))
}
