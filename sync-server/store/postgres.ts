import pg from 'pg'
import { ANYTHING, type Sql, type SqlDatabase, type SqlRow, type SqlValue } from './sql.ts'

/** `NOTIFY` goes through one channel; its text names the topic. */
const CHANNEL = 'enlace'
/** Milliseconds until a lost listener is opened again. */
const AGAIN = 1000
/**
 * Milliseconds after which the database ends a transaction whose server says nothing more: one that lost its power or its
 * network would hold up every push of an organisation for hours, until TCP gives its connection up.
 */
const ABANDONED_AFTER = 60_000

/** Sequence numbers stay far below 2^53. */
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.INT8, Number)

export interface PostgresOptions {
  url: string
  /** Connections at the most. */
  connections?: number
  /** Milliseconds of silence in a transaction after which it is undone. */
  abandonedAfter?: number
  /** What happened to a connection that nobody was using. */
  onError: (error: Error) => void
}

/** Several servers may share one database: rows are locked, and pokes go to all of them. */
export function createPostgresDatabase({
  url,
  connections = 10,
  abandonedAfter = ABANDONED_AFTER,
  onError,
}: PostgresOptions): SqlDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    types,
    keepAlive: true,
    idle_in_transaction_session_timeout: abandonedAfter,
  })
  pool.on('error', onError)
  const listeners: ((topic: string) => void)[] = []
  let listener: pg.Client | undefined
  let hasListened = false
  let hasEnded = false

  async function listen(): Promise<void> {
    const client = new pg.Client({ connectionString: url, keepAlive: true })
    client.on('notification', ({ payload }) => {
      for (const heard of listeners) heard(payload ?? '')
    })
    client.on('error', onError)
    client.on('end', () => {
      listener = undefined
      if (!hasEnded) setTimeout(() => void listen().catch(onError), AGAIN).unref()
    })
    await client.connect()
    listener = client
    await client.query(`LISTEN ${CHANNEL}`)
    // What was told while nobody listened is lost.
    if (hasListened) for (const heard of listeners) heard(ANYTHING)
    hasListened = true
  }

  async function transaction<T>(begin: string, work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    // The pool hears of connections that nobody uses; of this one, between two statements, nobody would, and the process end.
    client.on('error', onError)
    try {
      await client.query(begin)
      const result = await work(sqlOf(client))
      await client.query('COMMIT')
      client.release()
      return result
    } catch (error) {
      // A connection that cannot even roll back is of no use to the next one.
      await client.query('ROLLBACK').then(
        () => client.release(),
        (broken: Error) => client.release(broken),
      )
      throw error
    } finally {
      client.off('error', onError)
    }
  }

  return {
    dialect: 'postgres',
    write: (work) => transaction('BEGIN', work),
    read: (work) => transaction('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work),
    async poke(topic) {
      await pool.query(`SELECT pg_notify($1, $2)`, [CHANNEL, topic])
    },
    onPoke(heard) {
      listeners.push(heard)
      if (listeners.length === 1) void listen().catch(onError)
    },
    async close() {
      hasEnded = true
      await Promise.all([listener?.end(), pool.end()])
    },
  }
}

function sqlOf(client: pg.PoolClient): Sql {
  const query = (text: string, values: readonly SqlValue[]) =>
    client.query<SqlRow>(numbered(text), [...values])
  return {
    all: async (text, parameters = []) => (await query(text, parameters)).rows,
    run: async (text, parameters = []) => (await query(text, parameters)).rowCount ?? 0,
  }
}

const known = new Map<string, string>()

/** `?` as PostgreSQL counts it. No text of the server has a question mark of its own. */
function numbered(text: string): string {
  let found = known.get(text)
  if (found === undefined) {
    let count = 0
    found = text.replaceAll('?', () => `$${++count}`)
    if (known.size < 200) known.set(text, found)
  }
  return found
}
