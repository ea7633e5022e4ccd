import type { AttributeValue } from '#core/domain/customer/unique-values.ts'
import type { Statements } from './statements.ts'

/** The customer other than `exceptId` that holds a value: one in use before an archived one. */
export function customerWithValue(
  statements: Statements,
  { definitionId, key }: AttributeValue,
  exceptId?: string,
): string | undefined {
  const row = statements.get(
    `SELECT c.id FROM r_code AS d JOIN r_attribute_value AS v ON v.attribute_n = d.n JOIN r_customer AS c ON c.n = v.customer_n
     WHERE d.id = ? AND v.key = ? AND c.id <> ? ORDER BY c.archived LIMIT 1`,
    [definitionId, key, exceptId ?? ''],
  )
  return row?.id as string | undefined
}

/** Two customers that share a value of an attribute. Reads the values of that attribute in their order. */
export function sharedValue(
  statements: Statements,
  definitionId: string,
): readonly [string, string] | undefined {
  const row = statements.get(
    `SELECT a.id AS first, b.id AS second FROM (
       SELECT min(v.customer_n) AS low, max(v.customer_n) AS high FROM r_attribute_value AS v
       WHERE v.attribute_n = (SELECT n FROM r_code WHERE id = ?) GROUP BY v.key HAVING count(*) > 1 LIMIT 1)
     JOIN r_customer AS a ON a.n = low JOIN r_customer AS b ON b.n = high`,
    [definitionId],
  )
  return row && [row.first as string, row.second as string]
}
