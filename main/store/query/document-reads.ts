import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { CollectionName } from '#core/domain/entity.ts'
import { collectionNames } from '#core/domain/registry.ts'
import { documentTables, ROW_COLUMNS, tableOf, toStoredRow } from './document-table.ts'
import { countDocuments, queryDocuments } from './query-documents.ts'
import { currentCommit, type Statements } from './statements.ts'

type Input<V extends 'query' | 'count' | 'byIds' | 'changes'> = MethodInput<'store', V>
type Output<V extends 'query' | 'count' | 'byIds' | 'changes'> = MethodOutput<'store', V>

/** @throws SelectorError when the selector is not valid. */
export const query = (statements: Statements, input: Input<'query'>): Output<'query'> => ({
  commit: currentCommit(statements),
  rows: queryDocuments(statements, documentTables[input.collection], input),
})

/** @throws SelectorError when the selector is not valid. */
export const count = (statements: Statements, input: Input<'count'>): Output<'count'> => ({
  commit: currentCommit(statements),
  count: countDocuments(statements, documentTables[input.collection], input.selector),
})

/** In the order of `ids`; unknown ids are left out. */
export function byIds(statements: Statements, input: Input<'byIds'>): Output<'byIds'> {
  const { name } = documentTables[input.collection]
  const rows = statements.all(
    `SELECT id, ${ROW_COLUMNS} FROM ${name} WHERE id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(input.ids)],
  )
  const byId = new Map(rows.map((row) => [row.id, toStoredRow(row)]))
  return {
    commit: currentCommit(statements),
    rows: input.ids.flatMap((id) => {
      const row = byId.get(id)
      return row && (input.withDeleted || !row.deleted) ? row : []
    }),
  }
}

export function changes(statements: Statements, input: Input<'changes'>): Output<'changes'> {
  const collections = input.collection ? [input.collection] : collectionNames
  const wanted = input.limit + 1
  const found = collections.flatMap((collection) => changesOf(statements, collection, input, wanted))
  found.sort(
    (a, b) =>
      a.row.commit - b.row.commit ||
      compareText(a.collection, b.collection) ||
      compareText(a.row.document.id, b.row.document.id),
  )
  return {
    commit: currentCommit(statements),
    rows: found.slice(0, input.limit),
    more: found.length > input.limit,
  }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function changesOf(
  statements: Statements,
  collection: CollectionName,
  { after, afterRow }: Input<'changes'>,
  limit: number,
): Output<'changes'>['rows'] {
  const inside = restOfCommit(collection, afterRow)
  const sql = (where: string) =>
    `SELECT ${ROW_COLUMNS} FROM ${tableOf(collection)} WHERE ${where} ORDER BY commit_no, id LIMIT ?`
  const rest = inside ? statements.all(sql(`commit_no = ? AND id > ?`), [after, inside.behind, limit]) : []
  const later = statements.all(sql('commit_no > ?'), [after, limit])
  return [...rest, ...later].slice(0, limit).map((row) => ({ collection, row: toStoredRow(row) }))
}

/** Behind which id of this collection the commit of the last row goes on; undefined when it is finished there. */
function restOfCommit(
  collection: CollectionName,
  afterRow: Input<'changes'>['afterRow'],
): { behind: string } | undefined {
  if (!afterRow || collection < afterRow.collection) return undefined
  return { behind: collection === afterRow.collection ? afterRow.id : '' }
}
