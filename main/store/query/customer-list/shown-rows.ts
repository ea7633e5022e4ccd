import type { MethodOutput } from '#core/contract/host-contract.ts'
import { CUSTOMER_FIGURES } from '#core/domain/customer/list-columns.ts'
import type { Statements } from '../statements.ts'
import { FIGURE_SQL, FROM } from './column-sql.ts'

type Row = MethodOutput<'customers', 'list'>['rows'][number]

const FIGURES = CUSTOMER_FIGURES.map((figure) => `${FIGURE_SQL[figure]} AS "${figure}"`).join(', ')

/** The rows of a page by their row numbers, in the same order. */
export function shownRows(statements: Statements, numbers: readonly number[]): Row[] {
  const rows = statements.all(
    `SELECT c.n AS n, c.id AS id, c.first_city AS city, c.oldest_due AS due, c.currency AS currency, ${FIGURES}
     FROM ${FROM} WHERE c.n IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(numbers)],
  )
  const byNumber = new Map(rows.map((row) => [row.n, row]))
  return numbers.flatMap((n) => {
    const row = byNumber.get(n)
    if (!row) return []
    const { n: _n, city, due, ...rest } = row
    return {
      ...(rest as unknown as Row),
      ...(city !== null && { city: city as string }),
      ...(due !== null && { oldestDue: due as string }),
    }
  })
}
