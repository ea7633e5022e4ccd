import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import { currentCommit, type Statements } from '../statements.ts'
import { indexFor, invoiceCondition, ORDER } from './invoice-filter.ts'

type Input<V extends 'list' | 'summary'> = MethodInput<'invoices', V>
type Output<V extends 'list' | 'summary'> = MethodOutput<'invoices', V>

/** Row numbers of all that match, in order; a page of them with `limit`. */
export function matchingInvoices(
  statements: Statements,
  { filter, sort }: Pick<Input<'list'>, 'filter' | 'sort'>,
  page: { skip: number; limit: number } = { skip: 0, limit: -1 },
): number[] {
  const condition = invoiceCondition(statements, filter)
  const direction = sort.direction === 'desc' ? 'DESC' : 'ASC'
  return statements
    .all(
      `SELECT i.n AS n FROM r_invoice AS i ${indexFor(filter, sort.field, condition)} WHERE ${condition.where}
       ORDER BY ${ORDER[sort.field]} ${direction}, i.n ${direction} LIMIT ? OFFSET ?`,
      [...condition.parameters, page.limit, page.skip],
    )
    .map(({ n }) => n as number)
}

export function listInvoices(statements: Statements, input: Input<'list'>): Output<'list'> {
  const { where, parameters } = invoiceCondition(statements, input.filter)
  const total = Number(
    statements.get(`SELECT count(*) AS n FROM r_invoice AS i WHERE ${where}`, parameters)?.n,
  )
  const numbers = matchingInvoices(statements, input, { skip: input.skip, limit: input.limit })
  return { commit: currentCommit(statements), total, rows: invoiceRows(statements, numbers) }
}

/** Rows of the list by row number, in the same order. */
export const invoiceRows = (statements: Statements, numbers: readonly number[]): Output<'list'>['rows'] =>
  statements
    .all(
      `SELECT i.*, d.body AS body, c.id AS heir, json_extract(h.body, '$.name') AS name
       FROM json_each(?) AS j JOIN r_invoice AS i ON i.n = j.value JOIN d_invoices AS d ON d.id = i.id
       LEFT JOIN r_customer AS c ON c.n = i.customer_n LEFT JOIN d_customers AS h ON h.id = c.id
       ORDER BY j.key`,
      [JSON.stringify(numbers)],
    )
    .map(({ body, heir, name, open }) => {
      // The store itself wrote the text from a document.
      const invoice = JSON.parse(body as string) as Invoice
      const { id, number, kind, officeId, siteId, issuedOn, dueOn, currency, net, gross } = invoice
      return {
        id,
        number,
        kind,
        // Whose money it is by now (docs/decisions/0003).
        customerId: typeof heir === 'string' ? heir : invoice.customerId,
        customerName: typeof name === 'string' ? name : invoice.customer.name,
        officeId,
        ...(siteId !== undefined && { siteId }),
        issuedOn,
        dueOn,
        currency,
        net,
        gross,
        open: open as number,
      }
    })

export function summariseInvoices(statements: Statements, { filter }: Input<'summary'>): Output<'summary'> {
  const { where, parameters } = invoiceCondition(statements, filter)
  const sums = statements.all(
    `SELECT i.currency AS currency, count(*) AS documents, sum(iif(i.kind = 'proforma', 0, i.net)) AS net,
       sum(iif(i.kind = 'proforma', 0, i.gross)) AS gross, sum(i.open) AS open
     FROM r_invoice AS i WHERE ${where} GROUP BY i.currency ORDER BY documents DESC`,
    parameters,
  )
  return {
    commit: currentCommit(statements),
    sums: sums.map(({ currency, documents, net, gross, open }) => ({
      currency: currency as string,
      documents: documents as number,
      net: net as number,
      gross: gross as number,
      open: open as number,
    })),
    series: seriesIn(statements),
  }
}

/** Every prefix once, each by one step in the index of numbers. */
function seriesIn(statements: Statements): string[] {
  const found: string[] = []
  for (let last = ''; found.length < 200;) {
    const next = statements.get(
      `SELECT number, series FROM r_invoice WHERE present = 1 AND number > ? ORDER BY number LIMIT 1`,
      [last],
    )
    if (!next) break
    const { number, series } = next as { number: string; series: string }
    found.push(series)
    // Behind all numbers of the series: `-` is below this mark in every number.
    last = series === number ? number : `${series}-\u{10FFFF}`
  }
  return [...new Set(found)]
}
