import type { MethodOutput } from '#core/contract/host-contract.ts'
import { CUSTOMER_FIGURES } from '#core/domain/customer/list-columns.ts'
import type { SqlRow } from '../../sqlite/port.ts'
import type { Statements } from '../statements.ts'
import { FIGURE_SQL, FROM } from './column-sql.ts'

type Row = MethodOutput<'customers', 'list'>['rows'][number]

const FIGURES = CUSTOMER_FIGURES.map((figure) => `${FIGURE_SQL[figure]} AS "${figure}"`).join(', ')

const SHOWN = `SELECT c.n AS n, c.id AS id, c.number AS number, c.archived AS archived, c.first_city AS city,
    c.oldest_due AS due, c.currency AS currency, f.created_ms AS created, f.changed_ms AS changed, ${FIGURES},
    json_extract(d.body, '$.name', '$.type', '$.statusId', '$.officeId', '$.tags') AS own
  FROM ${FROM} JOIN d_customers AS d ON d.id = c.id WHERE c.n IN (SELECT value FROM json_each(?))`

/** The rows of a page by their row numbers, in the same order. */
export function shownRows(statements: Statements, numbers: readonly number[]): Row[] {
  const rows = statements.all(SHOWN, [JSON.stringify(numbers)])
  const byNumber = new Map(rows.map((row) => [row.n, row]))
  return numbers.flatMap((n) => {
    const row = byNumber.get(n)
    return row ? [shownRow(row)] : []
  })
}

function shownRow(row: SqlRow): Row {
  // Only documents that passed the schema reach the store.
  const [name, type, statusId, officeId, tagIds] = JSON.parse(row.own as string) as [
    Row['name'],
    Row['type'],
    Row['statusId'],
    Row['officeId'],
    Row['tagIds'],
  ]
  const figures = CUSTOMER_FIGURES.map((figure) => [figure, row[figure] as number])
  return {
    id: row.id as string,
    number: row.number as string,
    name,
    type,
    statusId,
    officeId,
    tagIds,
    createdAt: row.created as number,
    changedAt: row.changed as number,
    archived: row.archived === 1,
    ...(row.city !== null && { city: row.city as string }),
    ...(row.due !== null && { oldestDue: row.due as string }),
    currency: row.currency as string,
    // One number for every figure.
    ...(Object.fromEntries(figures) as Pick<Row, (typeof CUSTOMER_FIGURES)[number]>),
  }
}
