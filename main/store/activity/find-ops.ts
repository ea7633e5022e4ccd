import type { MethodInput } from '#core/contract/host-contract.ts'
import { fold } from '#core/lib/fold.ts'
import { FAMILY } from './family.ts'
import { recordsWithTerms } from '../query/search-records.ts'
import { searchTermsOf } from '../query/search-terms.ts'
import { createStatements } from '../query/statements.ts'
import type { SqliteDatabase, SqlValue } from '../sqlite/port.ts'
import type { NamedRecords } from './change-rows.ts'
import { OP_COLUMNS, toOpRecord, type OpRecord } from './op-reads.ts'

export type ActivityQuery = MethodInput<'activity', 'list'>

export interface FoundOps {
  ops: OpRecord[]
  /** Where the next page begins; undefined at the end. */
  next?: string
}

/** Ops that one call looks through at most, when an index alone does not find them. */
const WALK = 20_000
/** Records of one kind that a text stands for. */
const MOST_RECORDS = 50

/** Text of SQL with its values. */
interface Sql {
  sql: string
  values: SqlValue[]
}

const sqlOf = (sql: string, ...values: SqlValue[]): Sql => ({ sql, values })

/** A page of ops, newest first. */
export function findOps(db: SqliteDatabase, query: ActivityQuery): FoundOps {
  const sets = opSets(db, query)
  return sets.length > 0 ? opsOfSets(db, query, sets) : opsByWalk(db, query)
}

/** Ops with change rows of a customer, and those that posted in its ledger. */
const OPS_OF_CUSTOMER = `SELECT op FROM changes WHERE customer_id IN ${FAMILY}
  UNION SELECT o.id FROM r_transaction r JOIN transactions t ON t.n = r.n JOIN ops o ON o.commit_no = t.commit_no
    WHERE r.customer_n = (SELECT n FROM r_customer WHERE id = ?)`
const OPS_OF_RECORD = 'SELECT op FROM changes WHERE collection = ? AND id = ?'

/** What narrows the log to the ops of some records, which an index lists: few enough to be sorted. */
function opSets(db: SqliteDatabase, { customerId, entity, text }: ActivityQuery): Sql[] {
  const sets: Sql[] = []
  if (entity) sets.push(sqlOf(OPS_OF_RECORD, entity.collection, entity.id))
  if (customerId !== undefined) sets.push(sqlOf(OPS_OF_CUSTOMER, customerId, customerId))
  if (text !== undefined && text.trim() !== '') sets.push(opsOfText(db, text))
  return sets
}

/** Whom a text names. */
export function recordsNamed(db: SqliteDatabase, text: string): NamedRecords {
  const statements = createStatements(db)
  const terms = searchTermsOf(text)
  const numbers = terms.length === 0 ? [] : recordsWithTerms(statements, terms, MOST_RECORDS)
  const records = statements
    .all(`SELECT collection, id FROM r_record WHERE n IN (SELECT value FROM json_each(?))`, [
      JSON.stringify(numbers),
    ])
    .map(({ collection, id }) => [collection as string, id as string] as const)
  // Configured records are few, and in no search index.
  const wanted = fold(text)
  for (const { id, body } of statements.all('SELECT id, body FROM d_catalog'))
    if (fold(body as string).includes(wanted)) records.push(['catalog', id as string])
  return {
    records,
    customerIds: records.filter(([collection]) => collection === 'customers').map(([, id]) => id),
  }
}

function opsOfText(db: SqliteDatabase, text: string): Sql {
  const { records, customerIds } = recordsNamed(db, text)
  return sqlOf(
    `SELECT c.op FROM json_each(?) AS j JOIN changes c
       ON c.collection = j.value ->> 0 AND c.id = j.value ->> 1
     UNION SELECT op FROM changes WHERE customer_id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(records),
    JSON.stringify(customerIds),
  )
}

/** Later than everything that a clock writes. */
const END = '\uffff'

const upperBound = ({ before, to }: ActivityQuery): string =>
  before !== undefined && (to === undefined || before < to) ? before : (to ?? END)

/** Conditions on an op that no set and no walk has seen to. The plus keeps SQLite from another index. */
function conditions({ personId, officeId, command, collection }: ActivityQuery): Sql {
  const parts: Sql[] = []
  if (personId !== undefined) parts.push(sqlOf('+o.person = ?', personId))
  if (officeId !== undefined) parts.push(sqlOf('+o.office = ?', officeId))
  if (command !== undefined) parts.push(sqlOf('+o.command = ?', command))
  if (collection !== undefined)
    parts.push(
      sqlOf('EXISTS (SELECT 1 FROM op_touched x WHERE x.collection = ? AND x.at = o.at)', collection),
    )
  return {
    sql: parts.map(({ sql }) => ` AND ${sql}`).join(''),
    values: parts.flatMap(({ values }) => values),
  }
}

function opsOfSets(db: SqliteDatabase, query: ActivityQuery, sets: readonly Sql[]): FoundOps {
  const where = conditions(query)
  const rows = db
    .prepare(
      `SELECT ${columnsOf('o')} FROM ops o WHERE ${sets.map(({ sql }) => `o.id IN (${sql})`).join(' AND ')}
         AND +o.at < ? AND +o.at >= ?${where.sql} ORDER BY +o.at DESC LIMIT ?`,
    )
    .all(
      ...sets.flatMap(({ values }) => values),
      upperBound(query),
      query.from ?? '',
      ...where.values,
      query.limit + 1,
    )
  return pageOf(rows.map(toOpRecord), query.limit, undefined)
}

/** Follows the index with the fewest ops that may fit, back from where the page begins. */
function opsByWalk(db: SqliteDatabase, query: ActivityQuery): FoundOps {
  const path = bestPath(db, query)
  const bounds = [upperBound(query), query.from ?? '']
  const walk = `SELECT ${path.id} AS id, at FROM ${path.sql} AND at < ? AND at >= ? ORDER BY at DESC LIMIT ${WALK}`
  const where = conditions(query)
  const rows = db
    .prepare(
      `SELECT ${columnsOf('o')} FROM (${walk}) w CROSS JOIN ops o ON o.id = w.id
       WHERE 1${where.sql} ORDER BY w.at DESC LIMIT ?`,
    )
    .all(...path.values, ...bounds, ...where.values, query.limit + 1)
  if (rows.length > query.limit) return pageOf(rows.map(toOpRecord), query.limit, undefined)
  const walked = db
    .prepare(`SELECT count(*) AS n, min(at) AS last FROM (${walk})`)
    .get(...path.values, ...bounds)
  return pageOf(rows.map(toOpRecord), query.limit, walked?.n === WALK ? (walked.last as string) : undefined)
}

type Path = Sql & { id: 'id' | 'op' }

function bestPath(db: SqliteDatabase, { personId, officeId, command, collection }: ActivityQuery): Path {
  const paths: Path[] = []
  const add = (id: Path['id'], sql: string, value: string | undefined): void => {
    if (value !== undefined) paths.push({ id, ...sqlOf(sql, value) })
  }
  add('op', 'op_touched WHERE collection = ?', collection)
  add('id', 'ops INDEXED BY ops_of_command WHERE command = ?', command)
  add('id', 'ops INDEXED BY ops_of_person WHERE person = ?', personId)
  add('id', 'ops INDEXED BY ops_of_office WHERE office = ?', officeId)
  const [first] = paths
  if (!first) return { id: 'id', ...sqlOf('ops WHERE 1') }
  if (paths.length === 1) return first
  const counted = paths.map((path) => ({
    path,
    n: Number(
      db.prepare(`SELECT count(*) AS n FROM (SELECT 1 FROM ${path.sql} LIMIT ${WALK})`).get(...path.values)
        ?.n,
    ),
  }))
  return counted.reduce((a, b) => (b.n < a.n ? b : a)).path
}

const columnsOf = (table: string): string =>
  OP_COLUMNS.split(', ')
    .map((column) => `${table}.${column}`)
    .join(', ')

function pageOf(found: OpRecord[], limit: number, walkedTo: string | undefined): FoundOps {
  if (found.length <= limit) return { ops: found, ...(walkedTo !== undefined && { next: walkedTo }) }
  const ops = found.slice(0, limit)
  return { ops, next: ops.at(-1)?.at ?? '' }
}
