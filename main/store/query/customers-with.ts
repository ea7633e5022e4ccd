import type { MatchKey } from '#core/domain/matching/keys.ts'
import { matchKindCode } from '../projectors/match-keys.ts'
import type { Statements } from './statements.ts'

/**
 * Ids of customers that hold every one of the keys, themselves or through contacts and sites; at most `limit`, and only
 * `onlyId` when it is given. The first key is looked up and the others only for its customers: the rarest key goes first.
 */
export function customersWith(
  statements: Statements,
  keys: readonly MatchKey[],
  limit: number,
  onlyId?: string,
): string[] {
  if (keys.length === 0) return []
  const others = keys.slice(1).map(
    (_, i) => ` AND EXISTS (SELECT 1 FROM r_match AS m${i} WHERE m${i}.kind = ? AND m${i}.key = ?
        AND m${i}.customer_n = m.customer_n)`,
  )
  const only = onlyId === undefined ? '' : ' AND m.customer_n = (SELECT n FROM r_customer WHERE id = ?)'
  // One row, since most keys are nobody's, and asking for one row is the cheapest.
  const row = statements.get(
    `SELECT json_group_array(id) AS ids FROM (SELECT c.id FROM r_match AS m JOIN r_customer AS c ON c.n = m.customer_n
       WHERE m.kind = ? AND m.key = ?${others.join('')}${only} LIMIT ?)`,
    [
      ...keys.flatMap((key) => [matchKindCode(key), key.key]),
      ...(onlyId === undefined ? [] : [onlyId]),
      limit,
    ],
  )
  // Written by SQLite itself.
  return JSON.parse(row?.ids as string) as string[]
}
