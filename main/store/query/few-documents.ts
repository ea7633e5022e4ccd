import type { HostReply } from '#core/contract/envelope.ts'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { entities } from '#core/domain/registry.ts'
import { withJsonMember } from '../json-member.ts'
import { openSqlite } from '../sqlite/open.ts'
import type { SqliteDatabase, SqliteStatement, SqlRow } from '../sqlite/port.ts'
import { compileOperator } from './compile-selector.ts'
import { compileSort } from './compile-sort.ts'
import { documentTables, ROW_COLUMNS, storedRowJson, toKeptRow } from './document-table.ts'
import { keepStatements } from './statements.ts'

/** The most documents that are read for one question. */
const FEW = 20

/**
 * Answers questions for a few documents on the host's own thread: what screens ask for most, one customer by number, the
 * contacts of one customer, records by id. On the reader's thread such an answer takes longer to travel than to find, and
 * waits behind whatever is read there.
 *
 * The host's thread must never be held up. So only questions are taken that an index leads to at once, and of which at
 * most `FEW` documents are read, however many there are: SQLite is told the index and refuses to go another way.
 */
export interface FewDocuments {
  /** Undefined: the question is the reader's, which also tells what is wrong with a file that cannot be read. */
  answer(namespace: string, verb: string, input: unknown): HostReply | undefined
  close(): void
}

/** Reads the file at `path` over a connection of its own, made at the first question; it sees every commit at once. */
export function createFewDocuments(path: string): FewDocuments {
  let connection: { db: SqliteDatabase; prepare: Prepare } | undefined
  let isClosed = false
  const prepare: Prepare = (sql) => (connection ??= connect(path)).prepare(sql)
  return {
    answer(namespace, verb, input) {
      if (namespace !== 'store' || isClosed) return undefined
      try {
        // Checked by the dispatcher against the method's schema.
        if (verb === 'byIds') return answerIds(prepare, input as MethodInput<'store', 'byIds'>)
        if (verb === 'query') return answerQuery(prepare, input as MethodInput<'store', 'query'>)
        return undefined
      } catch {
        // An index that is being made (first-load.ts), or a file that cannot be read.
        return undefined
      }
    },
    close() {
      isClosed = true
      connection?.db.close()
    },
  }
}

function connect(path: string) {
  // Nobody may wait here, least of all for a lock.
  const db = openSqlite(path, { readOnly: true, busyTimeout: 0 })
  // In KiB: what it reads over and over are the upper pages of indexes.
  db.exec('PRAGMA query_only = ON; PRAGMA cache_size = -8192')
  return { db, prepare: keepStatements(db).prepare }
}

type Prepare = (sql: string) => SqliteStatement

/** One statement sees one state of the file: the commit that it shows comes with its rows. */
const COMMIT = `(SELECT value FROM meta WHERE key = 'commit')`

function answerIds(
  prepare: Prepare,
  { collection, ids, withDeleted }: MethodInput<'store', 'byIds'>,
): HostReply | undefined {
  if (ids.length > FEW) return undefined
  const { name } = documentTables[collection]
  const rows = prepare(
    `SELECT value, d.id, ${ROW_COLUMNS} FROM ${COMMIT}
      LEFT JOIN ${name} AS d ON d.id IN (SELECT value FROM json_each(?))`,
  ).all(JSON.stringify(ids))
  const byId = new Map(rows.map((row) => [row.id, row]))
  const found = ids.flatMap((id) => {
    const row = byId.get(id)
    return row && (withDeleted || row.deleted === 0) ? [row] : []
  })
  return replyWith(rows, found)
}

function answerQuery(
  prepare: Prepare,
  { collection, selector, sort, skip, limit }: MethodInput<'store', 'query'>,
): HostReply | undefined {
  const table = documentTables[collection]
  const wanted = equalities(selector)
  const order = compileSort(sort, table.fields, table.idField)
  const index = entities[collection].indexes.find((fields) => leadsTo(fields, wanted))
  if (!wanted || !order || !index) return undefined
  const conditions = [...wanted].flatMap(
    ([field, value]) => compileOperator(table.fields.get(field), '$eq', value) ?? [],
  )
  // A text that SQL would compare in another way.
  if (conditions.length < wanted.size) return undefined
  const where = conditions.map(({ sql }) => sql).join(' AND ')
  const rows = prepare(
    `SELECT value, ${ROW_COLUMNS} FROM ${COMMIT}
      LEFT JOIN (SELECT rowid AS r FROM ${table.name} INDEXED BY ${table.name}_by_${index.join('_')}
        WHERE deleted = 0 AND ${where} LIMIT ${FEW + 1})
      LEFT JOIN ${table.name} AS d ON d.rowid = r ORDER BY ${order}`,
  ).all(...conditions.flatMap(({ parameters }) => parameters))
  if (rows.length > FEW) return undefined
  const found = rows.filter(({ body }) => body !== null)
  return replyWith(rows, found.slice(skip, skip + limit))
}

/** The index begins with exactly these fields. */
const leadsTo = (index: readonly string[], wanted: ReadonlyMap<string, string> | undefined): boolean =>
  wanted !== undefined &&
  index.length >= wanted.size &&
  index.slice(0, wanted.size).every((field) => wanted.has(field))

/** The texts that fields have to equal, when the selector of documents in use says nothing else. */
function equalities(selector: Readonly<Record<string, unknown>>): Map<string, string> | undefined {
  const wanted = new Map<string, string>()
  for (const [field, operand] of Object.entries(selector)) {
    const value = equalTo(operand)
    if (field === '_deleted' && value === false) continue
    if (typeof value !== 'string') return undefined
    wanted.set(field, value)
  }
  return wanted.size > 0 ? wanted : undefined
}

/** What `operand` has a field equal, undefined when it says anything else. */
function equalTo(operand: unknown): unknown {
  if (typeof operand !== 'object' || operand === null) return operand
  const [[operator, value] = [], ...others] = Object.entries(operand)
  return operator === '$eq' && others.length === 0 ? value : undefined
}

/** Without a first row there has been no commit. */
function replyWith(rows: readonly SqlRow[], found: readonly SqlRow[]): HostReply | undefined {
  const [first] = rows
  if (!first) return undefined
  const documents = found.map((row) => storedRowJson(toKeptRow(row))).join(',')
  const json = `{"commit":${Number(first.value)},"rows":[${documents}]}`
  return withJsonMember<{ ok: true; value: unknown }, 'value'>({ ok: true }, 'value', () => json)
}
