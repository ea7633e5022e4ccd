import type { IdentifierHolders, IdentifierRange, IdentifierUse } from '#core/domain/identifier.ts'
import type { SqlRow } from '../sqlite/port.ts'
import type { Statements } from './statements.ts'

const COLUMNS = 'kind, from_key, to_key, collection, id, value'

/**
 * Records in use whose identifiers lie in a range, or whose blocks overlap it, in key order; the first `limit`. With
 * `among`, only its collection and the very kind of the range. Blocks are few and all looked at, single addresses are
 * found by the index.
 */
export function identifierUses(
  statements: Statements,
  { kind, from, to }: IdentifierRange,
  limit: number,
  among?: IdentifierHolders,
): IdentifierUse[] {
  const isAddress = kind === 'ip' || kind === 'subnet'
  const only = among ? ' AND collection = ? AND id <> ?' : ''
  const onlyValues = among ? [among.collection, among.exceptId ?? ''] : []
  const select = (where: string, values: readonly string[]): SqlRow[] =>
    statements.all(`SELECT ${COLUMNS} FROM r_identifier WHERE ${where}${only} ORDER BY from_key LIMIT ?`, [
      ...values,
      ...onlyValues,
      limit,
    ])
  const singles =
    kind === 'subnet' && among
      ? []
      : select('kind = ? AND from_key BETWEEN ? AND ?', [isAddress ? 'ip' : kind, from, to])
  const blocks =
    isAddress && !(kind === 'ip' && among)
      ? select(`kind = 'subnet' AND from_key <= ? AND to_key >= ?`, [to, from])
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
