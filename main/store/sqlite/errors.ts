/** Why SQLite refused, apart from mistakes in the SQL itself. */
export type SqliteFailure =
  | 'disk-full'
  | 'read-only'
  | 'busy'
  /** The file is not a database, or its pages contradict each other. */
  | 'damaged'
  | 'cannot-open'
  | 'input-output'
  | 'constraint'
  | 'other'

/** What both drivers throw. `resultCode` is SQLite's extended code (https://sqlite.org/rescode.html). */
export class SqliteError extends Error {
  override readonly name = 'SqliteError'
  readonly failure: SqliteFailure
  readonly resultCode: number

  constructor(resultCode: number, message: string) {
    super(message)
    this.resultCode = resultCode
    this.failure = PRIMARY[resultCode & 0xff] ?? 'other'
  }
}

const PRIMARY: Partial<Record<number, SqliteFailure>> = {
  5: 'busy',
  6: 'busy',
  8: 'read-only',
  10: 'input-output',
  11: 'damaged',
  13: 'disk-full',
  14: 'cannot-open',
  19: 'constraint',
  26: 'damaged',
}

/** Runs a driver call and turns the driver's own errors into `SqliteError`. */
export function withSqliteErrors<T>(call: () => T, resultCodeOf: (error: Error) => number | undefined): T {
  try {
    return call()
  } catch (error) {
    const code = error instanceof Error ? resultCodeOf(error) : undefined
    if (code === undefined || !(error instanceof Error)) throw error
    throw new SqliteError(code, error.message)
  }
}
