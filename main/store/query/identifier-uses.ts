import type { IdentifierRange, IdentifierUse } from '#core/domain/identifier.ts'
import type { SqlRow } from '../sqlite/port.ts'
import type { Statements } from './statements.ts'

const COLUMNS = 'kind, from_key, to_key, collection, id, value'

/**
 * Records in use whose identifiers lie in a range, or whose blocks overlap it, in key order; at most `limit`. Blocks are
 * few and all looked at, single addresses are found by the index.
 */
export function identifierUses(
  statements: Statements,
  { kind, from, to }: IdentifierRange,
  limit: number,
): IdentifierUse[] {
  const isAddress = kind === 'ip' || kind === 'subnet'
  const singles = statements.all(
    `SELECT ${COLUMNS} FROM r_identifier WHERE kind = ? AND from_key BETWEEN ? AND ? ORDER BY from_key LIMIT ?`,
    [isAddress ? 'ip' : kind, from, to, limit],
  )
  const blocks = isAddress
    ? statements.all(
        `SELECT ${COLUMNS} FROM r_identifier WHERE kind = 'subnet' AND from_key <= ? AND to_key >= ?
         ORDER BY from_key LIMIT ?`,
        [to, from, limit],
      )
    : []
  return [...singles, ...blocks]
    .map(toUse)
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    .slice(0, limit)
}

// The read model's own projector wrote the row.
const toUse = (row: SqlRow): IdentifierUse => ({
  kind: row.kind as IdentifierUse['kind'],
  from: row.from_key as string,
  to: row.to_key as string,
  collection: row.collection as IdentifierUse['collection'],
  id: row.id as string,
  value: row.value as string,
})
