import type { MethodInput } from '#core/contract/host-contract.ts'
import type { CollectionName } from '#core/domain/entity.ts'
import { collectionNames } from '#core/domain/registry.ts'
import { documentTables, ROW_COLUMNS, storedRowJson, tableOf, toKeptRow } from './document-table.ts'
import { countDocuments, queryDocuments } from './query-documents.ts'
import { currentCommit, type Statements } from './statements.ts'

type Input<V extends 'query' | 'count' | 'byIds' | 'changes'> = MethodInput<'store', V>

/*
 * Each answers the JSON of its output: the documents are JSON in the file, and nobody here has to look into them.
 */

/** @throws SelectorError when the selector is not valid. */
export function query(statements: Statements, input: Input<'query'>): string {
  const rows = queryDocuments(statements, documentTables[input.collection], input)
  return `{"commit":${currentCommit(statements)},"rows":[${rows.map(storedRowJson).join(',')}]}`
}

/** @throws SelectorError when the selector is not valid. */
export function count(statements: Statements, input: Input<'count'>): string {
  const found = countDocuments(statements, documentTables[input.collection], input.selector)
  return JSON.stringify({ commit: currentCommit(statements), count: found })
}

/** In the order of `ids`; unknown ids are left out. */
export function byIds(statements: Statements, input: Input<'byIds'>): string {
  const { name } = documentTables[input.collection]
  const rows = statements.all(
    `SELECT id, ${ROW_COLUMNS} FROM ${name} WHERE id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(input.ids)],
  )
  const byId = new Map(rows.map((row) => [row.id, toKeptRow(row)]))
  const found = input.ids.flatMap((id) => {
    const row = byId.get(id)
    return row && (input.withDeleted || !row.deleted) ? storedRowJson(row) : []
  })
  return `{"commit":${currentCommit(statements)},"rows":[${found.join(',')}]}`
}

export function changes(statements: Statements, input: Input<'changes'>): string {
  const collections = input.collection ? [input.collection] : collectionNames
  const wanted = input.limit + 1
  const found = collections.flatMap((collection) => changesOf(statements, collection, input, wanted))
  found.sort(
    (a, b) => a.commit - b.commit || compareText(a.collection, b.collection) || compareText(a.id, b.id),
  )
  const rows = found
    .slice(0, input.limit)
    .map(({ collection, json }) => `{"collection":"${collection}","row":${json}}`)
  const more = found.length > input.limit
  return `{"commit":${currentCommit(statements)},"rows":[${rows.join(',')}],"more":${more}}`
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

interface ChangedRow {
  collection: CollectionName
  id: string
  commit: number
  json: string
}

function changesOf(
  statements: Statements,
  collection: CollectionName,
  { after, afterRow }: Input<'changes'>,
  limit: number,
): ChangedRow[] {
  const inside = restOfCommit(collection, afterRow)
  const sql = (where: string) =>
    `SELECT id, ${ROW_COLUMNS} FROM ${tableOf(collection)} WHERE ${where} ORDER BY commit_no, id LIMIT ?`
  const rest = inside ? statements.all(sql(`commit_no = ? AND id > ?`), [after, inside.behind, limit]) : []
  const later = statements.all(sql('commit_no > ?'), [after, limit])
  return [...rest, ...later].slice(0, limit).map((row) => {
    const kept = toKeptRow(row)
    return { collection, id: row.id as string, commit: kept.commit, json: storedRowJson(kept) }
  })
}

/** Behind which id of this collection the commit of the last row goes on; undefined when it is finished there. */
function restOfCommit(
  collection: CollectionName,
  afterRow: Input<'changes'>['afterRow'],
): { behind: string } | undefined {
  if (!afterRow || collection < afterRow.collection) return undefined
  return { behind: collection === afterRow.collection ? afterRow.id : '' }
}
