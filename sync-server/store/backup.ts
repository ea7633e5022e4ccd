import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip, createGzip } from 'node:zlib'
import { placeholders, statementParts, type Sql, type SqlDatabase, type SqlRow } from './sql.ts'

/** Every table with its columns and the ones that order it; all but `migrations`. */
const TABLES: readonly { name: string; columns: readonly string[]; key: readonly string[] }[] = [
  { name: 'organisations', columns: ['org', 'name', 'created_at', 'sign_in'], key: ['org'] },
  { name: 'streams', columns: ['org', 'epoch', 'seq', 'secret'], key: ['org'] },
  {
    name: 'documents',
    columns: ['org', 'collection', 'id', 'seq', 'item', 'record', 'entity', 'entity_id'],
    key: ['org', 'collection', 'id'],
  },
  {
    name: 'ops',
    columns: ['org', 'device', 'n', 'seq', 'id', 'hash', 'header', 'outcome'],
    key: ['org', 'device', 'n'],
  },
  { name: 'changes', columns: ['org', 'seq', 'i', 'collection', 'id', 'row'], key: ['org', 'seq', 'i'] },
  { name: 'claims', columns: ['org', 'kind', 'value', 'holder'], key: ['org', 'kind', 'value'] },
  { name: 'devices', columns: ['org', 'id', 'record', 'token', 'seen_at', 'version'], key: ['org', 'id'] },
  { name: 'heads', columns: ['org', 'device', 'n', 'hash'], key: ['org', 'device'] },
  { name: 'leases', columns: ['org', 'kind', 'key', 'device', 'asked'], key: ['org', 'kind', 'key'] },
  { name: 'people', columns: ['org', 'id', 'email', 'record'], key: ['org', 'id'] },
  {
    name: 'person_devices',
    columns: ['org', 'person', 'device', 'since'],
    key: ['org', 'person', 'device'],
  },
  { name: 'enrolments', columns: ['code', 'org', 'scope', 'expires_at'], key: ['code'] },
]

const FORMAT = 'enlace-server-backup-1'
const PAGE = 2000

/** Writes all tables as they are at one moment, as gzipped lines of JSON; the file is for its owner only. */
export async function backUp(
  database: SqlDatabase,
  file: string,
  { signal, wrote }: { signal?: AbortSignal; wrote?: (rows: number, of: number) => void } = {},
): Promise<number> {
  const part = `${file}.part`
  let rows = 0
  try {
    await database.read(async (sql) => {
      async function* lines() {
        yield `${JSON.stringify({ format: FORMAT })}\n`
        const total = wrote ? await countRows(sql) : 0
        for (const { name, columns, key } of TABLES)
          for await (const row of allRows(sql, name, columns, key)) {
            rows++
            if (rows % PAGE === 0) {
              signal?.throwIfAborted()
              wrote?.(rows, total)
            }
            yield `${JSON.stringify([name, ...columns.map((column) => row[column])])}\n`
          }
        // Without this line a file is not whole.
        yield `${JSON.stringify({ rows })}\n`
      }
      const target = createWriteStream(part, { mode: 0o600, flush: true })
      await pipeline(Readable.from(lines()), createGzip(), target)
    })
    await rename(part, file)
    return rows
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

async function countRows(sql: Sql): Promise<number> {
  let rows = 0
  for (const { name } of TABLES) {
    const [row] = await sql.all(`SELECT count(*) AS n FROM ${name}`)
    rows += Number(row?.n ?? 0)
  }
  return rows
}

async function* allRows(
  sql: Sql,
  table: string,
  columns: readonly string[],
  key: readonly string[],
): AsyncGenerator<SqlRow> {
  let after: SqlRow | undefined
  for (;;) {
    const last = after
    const where = last ? `WHERE (${key.join(', ')}) > (${key.map(() => '?').join(', ')})` : ''
    const page = await sql.all(
      `SELECT ${columns.join(', ')} FROM ${table} ${where} ORDER BY ${key.join(', ')} LIMIT ${PAGE}`,
      last ? key.map((column) => last[column] ?? null) : [],
    )
    yield* page
    after = page.at(-1)
    if (page.length < PAGE) return
  }
}

/**
 * Fills an empty server from a backup, all of it or nothing. Every organisation gets a new epoch: its desktops then
 * offer what they have and the backup lacks.
 */
export const restore = (database: SqlDatabase, file: string): Promise<number> =>
  database.write(async (sql) => {
    const [used] = await sql.all('SELECT org FROM organisations LIMIT 1')
    if (used) throw new Error('the server is not empty: restore into a new data folder or database')
    const reader = createReader(sql)
    await pipeline(createReadStream(file), createGunzip(), async (content: AsyncIterable<Buffer>) => {
      for await (const line of linesOf(content)) await reader.take(line)
    }).catch((error: unknown) => {
      // zlib's own words say nothing to who chose a wrong file.
      if (isBrokenZip(error)) throw new Error('this is no backup of the server, or it is damaged')
      throw error
    })
    const rows = await reader.end()
    await beginEpochs(sql)
    return rows
  })

/** Every organisation gets a new epoch: what desktops know of sequence numbers holds no more, and they offer what they have. */
export async function beginEpochs(sql: Sql): Promise<void> {
  for (const { org = null } of await sql.all('SELECT org FROM streams'))
    await sql.run('UPDATE streams SET epoch = ? WHERE org = ?', [randomUUID(), org])
}

const isBrokenZip = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')

async function* linesOf(content: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const part of content) {
    const lines = (rest + decoder.write(part)).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

/** Takes the lines of a backup in their order; `end` tells how many rows there were, or that it is not whole. */
function createReader(sql: Sql) {
  let waiting: unknown[][] = []
  let table = ''
  let rows = 0
  let isWhole = false
  let hasBegun = false

  async function flush(): Promise<void> {
    await insertRows(sql, table, waiting)
    waiting = []
  }
  return {
    async take(line: string): Promise<void> {
      const parsed: unknown = JSON.parse(line)
      if (!hasBegun) {
        if (!isObject(parsed) || parsed.format !== FORMAT) throw new Error('this is no backup of the server')
        hasBegun = true
      } else if (Array.isArray(parsed)) {
        const [name, ...values] = parsed as [string, ...unknown[]]
        if (name !== table || waiting.length >= PAGE) await flush()
        table = name
        waiting.push(values)
        rows++
      } else isWhole = isObject(parsed) && parsed.rows === rows
    },
    async end(): Promise<number> {
      await flush()
      if (!isWhole) throw new Error('the backup is not whole')
      return rows
    },
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

async function insertRows(sql: Sql, table: string, rows: readonly unknown[][]): Promise<void> {
  if (rows.length === 0) return
  const found = TABLES.find(({ name }) => name === table)
  if (!found) throw new Error(`the backup has a table that this server does not know: ${table}`)
  const { columns } = found
  for (const part of statementParts(rows, columns.length))
    await sql.run(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${placeholders(part.length, columns.length)}`,
      part.flatMap((row) => columns.map((_, index) => asValue(row[index]))),
    )
}

function asValue(value: unknown): string | number | null {
  if (typeof value === 'string' || typeof value === 'number') return value
  if (value === null || value === undefined) return null
  throw new Error('the backup has a value that no column takes')
}
