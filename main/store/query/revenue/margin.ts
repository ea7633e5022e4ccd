import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { shareOf } from '#core/domain/values/money.ts'
import { monthNumber } from '#core/domain/values/plain-date.ts'
import { currentCommit, type Statements } from '../statements.ts'
import { officeCode } from './office.ts'

type Product = MethodOutput<'revenue', 'margin'>['currencies'][number]['products'][number]

/** What products brought in and cost, by currency; the greatest net first. */
export function marginReport(
  statements: Statements,
  { from, to, officeId }: MethodInput<'revenue', 'margin'>,
): MethodOutput<'revenue', 'margin'> {
  const office = officeCode(statements, officeId)
  const rows = statements.all(
    `SELECT s.currency, p.id AS product, sum(s.net) AS net, sum(s.net_with_cost) AS net_with_cost,
       sum(s.wholesale) AS wholesale
     FROM r_sale AS s LEFT JOIN r_sold AS o ON o.n = s.service_n LEFT JOIN r_service AS v ON v.id = o.id
       LEFT JOIN r_code AS p ON p.n = CASE s.product_n WHEN 0 THEN v.product_n ELSE s.product_n END
       ${office === undefined ? '' : 'JOIN r_customer AS c ON c.n = s.customer_n'}
     WHERE s.month BETWEEN ? AND ? ${office === undefined ? '' : 'AND c.office_n = ?'}
     GROUP BY s.currency, p.id`,
    [monthNumber(`${from}-01`), monthNumber(`${to}-01`), ...(office === undefined ? [] : [office])],
  )
  const byCurrency = new Map<string, Product[]>()
  for (const row of rows) {
    const list = byCurrency.get(row.currency as string) ?? []
    byCurrency.set(row.currency as string, list)
    const netWithCost = row.net_with_cost as number
    const wholesale = row.wholesale as number
    const margin = netWithCost - wholesale
    list.push({
      ...(row.product !== null && { productId: row.product as string }),
      net: row.net as number,
      netWithCost,
      wholesale,
      margin,
      ...(netWithCost > 0 && { rate: shareOf(margin, 10_000n, BigInt(netWithCost)) }),
    })
  }
  for (const list of byCurrency.values())
    list.sort((a, b) => b.net - a.net || ((a.productId ?? '') < (b.productId ?? '') ? -1 : 1))
  return {
    commit: currentCommit(statements),
    currencies: [...byCurrency]
      .map(([currency, products]) => ({ currency, products }))
      .sort((a, b) => b.products.length - a.products.length || (a.currency < b.currency ? -1 : 1)),
  }
}
