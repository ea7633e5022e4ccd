import type { MatchKey } from '#core/domain/matching/keys.ts'
import { matchKindCode } from '../projectors/match-keys.ts'
import type { Statements } from './statements.ts'

/** Ids of customers that hold every one of the keys, themselves or through contacts and sites; at most `limit`. */
export function customersWith(statements: Statements, keys: readonly MatchKey[], limit: number): string[] {
  if (keys.length === 0) return []
  const held = 'SELECT customer_id FROM r_match WHERE kind = ? AND key = ?'
  const sql = `SELECT DISTINCT customer_id FROM (${keys.map(() => held).join(' INTERSECT ')}) LIMIT ?`
  return statements
    .all(sql, [...keys.flatMap((key) => [matchKindCode(key), key.key]), limit])
    .map((row) => row.customer_id as string)
}
