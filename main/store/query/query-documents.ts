import type { SqlValue } from '../sqlite/port.ts'
import { compileSelector } from './compile-selector.ts'
import { compareBySort, compileSort, type SortPart } from './compile-sort.ts'
import type { DocumentTable } from './document-table.ts'
import { readsDocuments } from './fields.ts'
import { createMatcher, type Selector } from './match/matcher.ts'
import type { Statements } from './statements.ts'

export interface DocumentQuery {
  selector: Selector
  sort: readonly SortPart[]
  skip: number
  limit: number
}

/** Bodies read at a time. */
const BATCH = 500

/** Who wants so many wants all that match. */
const ALL = 10_000

/**
 * The documents that match, in order. Finds row ids first, so that an index alone serves deep pages, and reads only the
 * bodies of the page; what SQL cannot decide is matched or sorted row by row.
 *
 * @throws SelectorError when the selector is not valid.
 */
export function queryDocuments<T>(
  statements: Statements,
  table: DocumentTable<T>,
  query: DocumentQuery,
): T[] {
  const { where, parameters, rest } = compile(table, query.selector)
  const order = compileSort(query.sort, table.fields, table.idField)
  const matches = rest && createMatcher(rest)
  const from = `SELECT rowid AS r FROM ${table.name} WHERE ${where}`
  if (!order) {
    const all = readBodies(statements, table, rowIds(statements, from, parameters))
    const compare = compareBySort(query.sort, table.idField)
    const found = all.map((row) => ({ row, document: table.documentOf(row) }))
    return found
      .filter(({ document }) => !matches || matches(document))
      .sort((a, b) => compare(a.document, b.document))
      .slice(query.skip, query.skip + query.limit)
      .map(({ row }) => row)
  }
  // Along the index of the sort, documents lie all over the file; that pays only for a page, which ends early. The plus
  // keeps SQLite off it: it reads the documents as they lie, or by an index for `where`, and sorts what matches.
  const isSorted = query.limit >= ALL && readsDocuments(where)
  const ordered = `${from} ORDER BY ${isSorted ? '+' : ''}${order}`
  if (!matches) {
    // The rows of the page come in the order of the inner query, since SQLite has nothing to sort outside it.
    const rows = statements.all(
      `SELECT ${table.columns} FROM (${ordered} LIMIT ? OFFSET ?) AS page
        CROSS JOIN ${table.name} AS d ON d.rowid = page.r`,
      [...parameters, query.limit, query.skip],
    )
    return rows.map(table.toRow)
  }
  return matchInOrder(statements, table, rowIds(statements, ordered, parameters), matches, query)
}

/** @throws SelectorError when the selector is not valid. */
export function countDocuments<T>(
  statements: Statements,
  table: DocumentTable<T>,
  selector: Selector,
): number {
  const { where, parameters, rest } = compile(table, selector)
  if (!rest)
    return Number(statements.get(`SELECT count(*) AS n FROM ${table.name} WHERE ${where}`, parameters)?.n)
  const matches = createMatcher(rest)
  const ids = rowIds(statements, `SELECT rowid AS r FROM ${table.name} WHERE ${where}`, parameters)
  const all = { skip: 0, limit: Number.POSITIVE_INFINITY }
  return matchInOrder(statements, table, ids, matches, all).length
}

function compile<T>(table: DocumentTable<T>, selector: Selector) {
  // RxDB always says whether it wants deleted documents; other callers never do.
  const complete = Object.hasOwn(selector, '_deleted') ? selector : { _deleted: false, ...selector }
  const { where, rest } = compileSelector(complete, table.fields)
  return { where: where?.sql ?? '1', parameters: where?.parameters ?? [], rest }
}

const rowIds = (statements: Statements, sql: string, parameters: readonly SqlValue[]): number[] =>
  statements.all(sql, parameters).map((row) => row.r as number)

function matchInOrder<T>(
  statements: Statements,
  table: DocumentTable<T>,
  ids: readonly number[],
  matches: (document: unknown) => boolean,
  { skip, limit }: { skip: number; limit: number },
): T[] {
  const page: T[] = []
  let skipped = 0
  for (let start = 0; start < ids.length; start += BATCH) {
    for (const row of readBodies(statements, table, ids.slice(start, start + BATCH))) {
      if (!matches(table.documentOf(row))) continue
      if (skipped < skip) skipped++
      else page.push(row)
      if (page.length === limit) return page
    }
  }
  return page
}

/** The rows of the given row ids, in that order. */
function readBodies<T>(statements: Statements, table: DocumentTable<T>, ids: readonly number[]): T[] {
  if (ids.length === 0) return []
  const rows = statements.all(
    `SELECT rowid AS r, ${table.columns} FROM ${table.name} WHERE rowid IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(ids)],
  )
  const byId = new Map(rows.map((row) => [row.r, table.toRow(row)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
