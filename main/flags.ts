import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { err, ok, type Result } from '#core/lib/result.ts'

export interface Flags {
  host?: 'electron' | 'browser'
  /** 0 takes a free port. */
  port: number
  folder: string
  /** Customers of demo data for an empty folder. */
  demo?: number
  /** Open the system's browser. */
  open: boolean
  locale?: 'es' | 'en'
}

/** What is wrong with one flag; the texts are in `locales`. */
export interface FlagProblem {
  code: 'unknown' | 'twice' | 'host' | 'port' | 'data' | 'demo' | 'customers' | 'no-open' | 'locale'
  flag: string
}

/** Customers of the demo data when nobody names a number. */
export const DEMO_CUSTOMERS = 1000
const DEMO_MOST = 1_000_000

/** Reads the command line, all of it: every mistake is named at once. */
export function parseFlags(
  parameters: readonly string[],
  folder = defaultFolder(process.platform, process.env, homedir()),
): Result<Flags, FlagProblem[]> {
  const flags: Flags = { port: 0, folder, open: true }
  const problems: FlagProblem[] = []
  const seen = new Set<string>()
  for (const flag of parameters) {
    const [name = '', ...rest] = flag.split('=')
    const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined
    const problem = seen.has(name)
      ? 'twice'
      : read
        ? read(flags, rest.length > 0 ? rest.join('=') : undefined)
        : 'unknown'
    seen.add(name)
    if (problem) problems.push({ code: problem, flag })
  }
  if (seen.has('--customers') && !seen.has('--demo'))
    problems.push({ code: 'customers', flag: '--customers' })
  return problems.length > 0 ? err(problems) : ok(flags)
}

/** The language that was asked for, also where another flag is wrong: that has to be said in some language. */
export const localeFlag = (parameters: readonly string[]): 'es' | 'en' | undefined =>
  parameters.includes('--locale=en') ? 'en' : parameters.includes('--locale=es') ? 'es' : undefined

type Read = (flags: Flags, value: string | undefined) => FlagProblem['code'] | undefined

const readCustomers: Read = (flags, value) => {
  const customers = wholeNumber(value, DEMO_MOST)
  if (customers === undefined || customers < 1) return 'demo'
  flags.demo = customers
  return undefined
}

const READERS: Readonly<Record<string, Read>> = {
  '--host'(flags, value) {
    if (value !== 'electron' && value !== 'browser') return 'host'
    flags.host = value
    return undefined
  },
  '--port'(flags, value) {
    const port = wholeNumber(value, 65_535)
    if (port === undefined) return 'port'
    flags.port = port
    return undefined
  },
  '--data'(flags, value) {
    if (!value || value.includes('\0')) return 'data'
    flags.folder = resolve(value)
    return undefined
  },
  '--demo'(flags, value) {
    if (value !== undefined) return readCustomers(flags, value)
    flags.demo ??= DEMO_CUSTOMERS
    return undefined
  },
  // `npm run demo -- --customers=N` reads better than a second `--demo`.
  '--customers': readCustomers,
  '--no-open'(flags, value) {
    if (value !== undefined) return 'no-open'
    flags.open = false
    return undefined
  },
  '--locale'(flags, value) {
    if (value !== 'es' && value !== 'en') return 'locale'
    flags.locale = value
    return undefined
  },
}

/** Only what is ours: Electron and Chromium have parameters of their own. `npm start` has named mistakes before. */
export const ownParameters = (parameters: readonly string[]): string[] =>
  parameters.filter((parameter) => Object.hasOwn(READERS, parameter.split('=')[0] ?? ''))

const wholeNumber = (text: string | undefined, most: number): number | undefined =>
  text !== undefined && /^\d{1,7}$/.test(text) && Number(text) <= most ? Number(text) : undefined

/** Where programs of a system keep a person's data (XDG base directories, Apple's and Microsoft's conventions). */
export function defaultFolder(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Enlace')
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'Enlace')
  const xdg = env.XDG_DATA_HOME
  // The specification has relative paths ignored.
  return join(xdg?.startsWith('/') ? xdg : join(home, '.local', 'share'), 'enlace')
}
