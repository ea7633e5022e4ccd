import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { kindCode, stateCode } from '../../projectors/items.ts'
import { currentCommit, type Statements } from '../statements.ts'

/** Digits in which the numbers of one range differ. */
const RANGE_DIGITS = 3

/** Telephone numbers by range, those with free ones first, then in order. */
export function listNumbers(
  statements: Statements,
  { text, limit }: MethodInput<'inventory', 'numbers'>,
): MethodOutput<'inventory', 'numbers'> {
  const digits = (text ?? '').replace(/\D/g, '')
  const [assigned, free, retired] = (['assigned', 'inStock', 'retired'] as const).map(stateCode)
  const groups = `SELECT substr(serial_key, 1, length(serial_key) - ${RANGE_DIGITS}) AS prefix,
      min(serial_key) AS first, max(serial_key) AS last, count(*) AS numbers,
      sum(state = ${assigned}) AS assigned, sum(state = ${free}) AS free,
      min(CASE WHEN state = ${free} THEN serial_key END) AS next
    FROM r_item INDEXED BY r_item_kind_state WHERE archived = 0 AND kind = ? AND state <> ${retired}
      AND instr(serial_key, ?) > 0 GROUP BY prefix`
  const parameters = [kindCode('phoneNumber'), digits]
  const rows = statements.all(`${groups} ORDER BY free > 0 DESC, prefix LIMIT ?`, [...parameters, limit])
  const total =
    rows.length < limit
      ? rows.length
      : Number(statements.get(`SELECT count(*) AS n FROM (${groups})`, parameters)?.n)
  return {
    commit: currentCommit(statements),
    total,
    ranges: rows.map((row) => {
      const next = typeof row.next === 'string' ? freeNumber(statements, row.next) : undefined
      return {
        prefix: row.prefix as string,
        from: row.first as string,
        to: row.last as string,
        count: row.numbers as number,
        assigned: row.assigned as number,
        free: row.free as number,
        ...(next && { next }),
      }
    }),
  }
}

function freeNumber(statements: Statements, key: string): { id: string; serial: string } | undefined {
  const row = statements.get(
    `SELECT i.id AS id, json_extract(d.body, '$.serial') AS serial
      FROM r_item AS i INDEXED BY r_item_kind_state JOIN d_inventory AS d ON d.id = i.id
      WHERE i.archived = 0 AND i.kind = ? AND i.state = ? AND i.serial_key = ?`,
    [kindCode('phoneNumber'), stateCode('inStock'), key],
  )
  return row && { id: row.id as string, serial: row.serial as string }
}
