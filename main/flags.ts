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
  open: boolean
  locale?: 'es' | 'en'
}

/** What is wrong with one flag; the texts are in `locales`. */
export interface FlagProblem {
  code: 'unknown' | 'host' | 'port' | 'data' | 'demo' | 'locale'
  flag: string
}

const DEMO_CUSTOMERS = 1000

/** Reads the command line; all problems together. Chromium's own switches are left to Electron. */
export function parseFlags(parameters: readonly string[]): Result<Flags, FlagProblem[]> {
  const flags: Flags = { port: 0, folder: defaultFolder(), open: true }
  const problems: FlagProblem[] = []
  for (const flag of parameters) {
    const [name = '', ...rest] = flag.split('=')
    const value = rest.join('=')
    const problem = readFlag(flags, name, value)
    if (problem) problems.push({ code: problem, flag })
  }
  return problems.length > 0 ? err(problems) : ok(flags)
}

function readFlag(flags: Flags, name: string, value: string): FlagProblem['code'] | undefined {
  switch (name) {
    case '--host':
      if (value !== 'electron' && value !== 'browser') return 'host'
      flags.host = value
      return undefined
    case '--port':
      if (!/^\d{1,5}$/.test(value) || Number(value) > 65535) return 'port'
      flags.port = Number(value)
      return undefined
    case '--data':
      if (value === '') return 'data'
      flags.folder = resolve(value)
      return undefined
    case '--demo':
      if (value !== '' && (!/^\d{1,7}$/.test(value) || Number(value) < 1 || Number(value) > 1_000_000))
        return 'demo'
      flags.demo = value === '' ? DEMO_CUSTOMERS : Number(value)
      return undefined
    case '--no-open':
      flags.open = false
      return undefined
    case '--locale':
      if (value !== 'es' && value !== 'en') return 'locale'
      flags.locale = value
      return undefined
    default:
      return 'unknown'
  }
}

/** Where programs of this system keep a person's data (XDG base directories, Apple's and Microsoft's conventions). */
function defaultFolder(): string {
  const { env, platform } = process
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Enlace', 'data')
  if (platform === 'win32')
    return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Enlace', 'data')
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'enlace')
}
