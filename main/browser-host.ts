import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseFlags, type Flags } from './flags.ts'
import { createHost, type Host } from './host/host.ts'
import { suggestFromSystem } from './host/suggestions.ts'
import { flagProblemsText, startErrorText, startTexts } from './locales/start-texts.ts'
import { startLoopbackServer, type LoopbackServer } from './loopback/server.ts'
import { createFileSecrets } from './services/secrets/file-secrets.ts'
import { openWithSystem } from './services/shell/open-external.ts'

/** The browser host: the same program in plain Node. It prints exactly one line on stdout, all else on stderr. */
const outFolder = resolve(import.meta.dirname, '..')

/** Exit code for a command line or folder that a person has to mend. */
const CANNOT_START = 2

await main()

async function main(): Promise<void> {
  const flags = parseFlags(process.argv.slice(2))
  if (!flags.ok) return stop(flagProblemsText(flags.error, suggestFromSystem().locale))
  const { folder, port, open } = flags.value
  const { locale } = suggestFromSystem(flags.value.locale)
  const host = await createHost({
    kind: 'browser',
    version: readVersion(),
    folder,
    outFolder,
    locale: flags.value.locale,
    secrets: createFileSecrets(folder),
    openExternal: openWithSystem,
    log: process.env.ENLACE_LOG === '1' ? (line) => console.error(line) : () => undefined,
    checkOutput: process.env.ENLACE_CHECK_OUTPUT === '1',
  })
  if (!host.ok) return stop(startErrorText(host.error, locale))
  const problem = await fillWithDemo(host.value, flags.value, locale)
  if (problem) {
    await host.value.close()
    return stop(problem)
  }
  const server = await listen(host.value, port, locale)
  if (typeof server === 'string') {
    await host.value.close()
    return stop(server)
  }
  console.error(startTexts(locale).browserHost)
  process.stdout.write(`Enlace ready: ${server.url}\n`)
  if (open) await openWithSystem(server.url)
  endOnSignal(host.value, server)
}

async function listen(host: Host, port: number, locale: 'es' | 'en'): Promise<LoopbackServer | string> {
  try {
    return await startLoopbackServer({ host, rendererFolder: resolve(outFolder, 'renderer'), port })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') return startTexts(locale).portInUse(port)
    if (code === 'EACCES') return startTexts(locale).portForbidden(port)
    throw error
  }
}

/** `--demo` sets up an empty folder with the system's defaults and fills it. Answers what went wrong. */
async function fillWithDemo(
  host: Host,
  { demo, folder }: Flags,
  locale: 'es' | 'en',
): Promise<string | undefined> {
  if (demo === undefined) return undefined
  const texts = startTexts(locale)
  if (host.isSetUp()) {
    console.error(texts.demoSkipped(folder))
    return undefined
  }
  console.error(texts.loadingDemo(demo))
  const { country, timeZone } = host.suggestions
  const office = { country, prefix: 'DEM' }
  const input = {
    language: locale,
    personName: 'Ana Ruiz',
    companyName: locale === 'es' ? 'Enlace Demostración' : 'Enlace Demo',
    officeName: locale === 'es' ? 'Oficina central' : 'Head office',
    officePrefix: office.prefix,
    timeZone,
    country,
    data: 'empty',
  }
  const setUp = await host.dispatch('app.setUp', input)
  if (!setUp.ok) return startErrorText(setUp.error, locale)
  const failed = await host.loadDemo({ customers: demo, language: locale, office })
  return failed && startErrorText(failed, locale)
}

function endOnSignal(host: Host, server: LoopbackServer): void {
  let isEnding = false
  const end = (): void => {
    if (isEnding) return
    isEnding = true
    void server
      .close()
      .then(() => host.close())
      .then(() => process.exit(0))
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(resolve(outFolder, '..', 'package.json'), 'utf8'))
  return String((manifest as { version?: unknown }).version)
}

function stop(text: string): void {
  console.error(text)
  process.exitCode = CANNOT_START
}
