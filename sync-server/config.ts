import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { err, ok, type Result } from '#core/lib/result.ts'

const settings = Type.Object({
  /** Address to listen on. Without TLS only a loopback address is allowed, unless `behindProxy` says who has it. */
  host: Type.String({ minLength: 1, maxLength: 255 }),
  /** 0 takes a free port. */
  port: Type.Integer({ minimum: 0, maximum: 65_535 }),
  /** Folder of the SQLite file, of backups and of the own certificates. */
  data: Type.String({ minLength: 1 }),
  /** `postgres://…`; the SQLite file in `data` otherwise. */
  databaseUrl: Type.Optional(Type.String({ pattern: '^postgres(ql)?://' })),
  /** PEM files of a given certificate, with its chain, and its key. */
  tlsCert: Type.Optional(Type.String({ minLength: 1 })),
  tlsKey: Type.Optional(Type.String({ minLength: 1 })),
  /** A reverse proxy ends TLS and sets `X-Forwarded-For`. */
  behindProxy: Type.Boolean(),
  /** Largest body of a request in bytes, before and after decompression. */
  bodyLimit: Type.Integer({ minimum: 65_536, maximum: 1_073_741_824 }),
  /** Requests of one device, or of one address before it is enrolled, in a minute. */
  requestsPerMinute: Type.Integer({ minimum: 10, maximum: 1_000_000 }),
  /** Milliseconds in which a request has to arrive entire. */
  requestTimeout: Type.Integer({ minimum: 1000, maximum: 3_600_000 }),
  /** Milliseconds between two signs of life to listening desktops; who reads none of them is dropped. */
  liveBeat: Type.Integer({ minimum: 50, maximum: 600_000 }),
  /** Makes a file for whoever joins next, so that a first sync takes seconds: some space on the disk, a minute of work. */
  snapshots: Type.Boolean(),
  logLevel: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
})

export type ServerConfig = Static<typeof settings>

export const DEFAULTS: ServerConfig = {
  host: '127.0.0.1',
  port: 8420,
  data: './enlace-server',
  behindProxy: false,
  bodyLimit: 64 * 1024 * 1024,
  requestsPerMinute: 600,
  requestTimeout: 120_000,
  // Proxies cut a silent connection after about a minute.
  liveBeat: 25_000,
  snapshots: true,
  logLevel: 'info',
}

/** Environment variable of each setting. */
const VARIABLES: Readonly<Record<keyof ServerConfig, string>> = {
  host: 'ENLACE_HOST',
  port: 'PORT',
  data: 'ENLACE_DATA',
  databaseUrl: 'DATABASE_URL',
  tlsCert: 'ENLACE_TLS_CERT',
  tlsKey: 'ENLACE_TLS_KEY',
  behindProxy: 'ENLACE_BEHIND_PROXY',
  bodyLimit: 'ENLACE_BODY_LIMIT',
  requestsPerMinute: 'ENLACE_REQUESTS_PER_MINUTE',
  requestTimeout: 'ENLACE_REQUEST_TIMEOUT',
  liveBeat: 'ENLACE_LIVE_BEAT',
  snapshots: 'ENLACE_SNAPSHOTS',
  logLevel: 'ENLACE_LOG_LEVEL',
}
const NAMES = Object.keys(VARIABLES) as (keyof ServerConfig)[]
const SWITCHES: readonly (keyof ServerConfig)[] = ['behindProxy', 'snapshots']
const NUMBERS: readonly (keyof ServerConfig)[] = [
  'port',
  'bodyLimit',
  'requestsPerMinute',
  'requestTimeout',
  'liveBeat',
]

export interface ConfigProblem {
  /** Where the value was found: a flag, a variable, or a member of the file. */
  source: string
  problem: string
}

/**
 * Reads the settings: defaults, then a JSON file (`--config` or `ENLACE_CONFIG`), then the environment, then flags such
 * as `--port=8420`. Everything that is wrong is said at once.
 */
export function readConfig(
  parameters: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Result<ServerConfig, ConfigProblem[]> {
  const problems: ConfigProblem[] = []
  const sources = new Map<string, string>()
  const raw: Record<string, unknown> = { ...DEFAULTS }
  const take = (name: string, value: unknown, source: string): void => {
    raw[name] = typeof value === 'string' ? fromText(name as keyof ServerConfig, value) : value
    sources.set(name, source)
  }

  const flags = readFlags(parameters, problems)
  const file = flags.config ?? environment.ENLACE_CONFIG
  for (const [name, value] of Object.entries(file === undefined ? {} : readFile(file, problems)))
    take(name, value, `${file}: ${name}`)
  for (const name of NAMES) {
    const value = environment[VARIABLES[name]]
    if (value !== undefined && value !== '') take(name, value, VARIABLES[name])
  }
  for (const name of NAMES) {
    const value = flags[name]
    if (value !== undefined) take(name, value, `--${name}`)
  }

  for (const name of Object.keys(raw))
    if (!Object.hasOwn(VARIABLES, name))
      problems.push({ source: sources.get(name) ?? name, problem: 'there is no such setting' })
  for (const { instancePath, message } of Value.Errors(settings, raw)) {
    const name = instancePath.slice(1)
    problems.push({ source: sources.get(name) ?? name, problem: message })
  }
  if (problems.length > 0) return err(problems)
  const config = raw as ServerConfig
  problems.push(...contradictions(config))
  return problems.length > 0 ? err(problems) : ok({ ...config, data: resolve(config.data) })
}

function contradictions({ tlsCert, tlsKey }: ServerConfig): ConfigProblem[] {
  if ((tlsCert === undefined) === (tlsKey === undefined)) return []
  const [source, missing] =
    tlsCert === undefined ? [VARIABLES.tlsKey, 'tlsCert'] : [VARIABLES.tlsCert, 'tlsKey']
  return [{ source, problem: `${missing} is missing: a certificate needs its key` }]
}

function readFlags(
  parameters: readonly string[],
  problems: ConfigProblem[],
): Partial<Record<keyof ServerConfig | 'config', string>> {
  const options = Object.fromEntries([...NAMES, 'config'].map((name) => [name, { type: 'string' as const }]))
  try {
    return parseArgs({ args: [...parameters], options, strict: true }).values
  } catch (error) {
    problems.push({
      source: 'command line',
      problem: error instanceof Error ? error.message : String(error),
    })
    return {}
  }
}

function readFile(file: string, problems: ConfigProblem[]): object {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content
    problems.push({ source: file, problem: 'must be a JSON object' })
  } catch (error) {
    problems.push({ source: file, problem: error instanceof Error ? error.message : String(error) })
  }
  return {}
}

function fromText(name: keyof ServerConfig, value: string): unknown {
  if (NUMBERS.includes(name) && /^\d+$/.test(value)) return Number(value)
  if (SWITCHES.includes(name) && /^(true|false|1|0)$/.test(value)) return value === 'true' || value === '1'
  return value
}
