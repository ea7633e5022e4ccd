/** Values that may stand in the log: never a payload, a secret or an address with a key in it. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

/** One line per event, for developers and support. Nothing a person typed belongs here. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  /** `cause` is written with its stack; only here, never to a window. */
  error(event: string, fields?: LogFields, cause?: unknown): void
}

export type LogLevel = 'info' | 'warn' | 'error'

/** Formats events as `time level event key=value …` and hands each line to `write`. */
export function createLog(write: (line: string, level: LogLevel) => void, now: () => number): Log {
  const put = (level: LogLevel, event: string, fields: LogFields = {}, cause?: unknown): void => {
    const pairs = Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${key}=${quoted(String(value))}`)
    const head = [new Date(now()).toISOString(), level, event, ...pairs].join(' ')
    write(cause === undefined ? head : `${head}\n${indented(describe(cause))}`, level)
  }
  return {
    info: (event, fields) => put('info', event, fields),
    warn: (event, fields) => put('warn', event, fields),
    error: (event, fields, cause) => put('error', event, fields, cause),
  }
}

/** Line breaks are escaped, so that nobody can forge a log line through a value. */
const quoted = (value: string): string => (/^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value))

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')

const describe = (cause: unknown): string =>
  cause instanceof Error ? (cause.stack ?? cause.message) : `thrown: ${typeof cause}`
