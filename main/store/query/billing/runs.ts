import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { isCatalogKind, type CatalogRecord } from '#core/domain/catalog/schema.ts'
import type { SqlRow } from '../../sqlite/port.ts'
import type { Statements } from '../statements.ts'

type Output<V extends 'runs' | 'run'> = MethodOutput<'billing', V>
type Run = Output<'runs'>['runs'][number]

const OF_KIND = `FROM d_catalog WHERE deleted = 0 AND f_kind = 'billingRun'`

/** The runs of this data, newest first, with what their documents come to. */
export function listRuns(
  statements: Statements,
  { skip, limit }: MethodInput<'billing', 'runs'>,
): Output<'runs'> {
  const rows = statements.all(`SELECT body ${OF_KIND} ORDER BY f_rank DESC, id DESC LIMIT ? OFFSET ?`, [
    limit,
    skip,
  ])
  return {
    total: Number(statements.get(`SELECT count(*) AS n ${OF_KIND}`)?.n),
    runs: rows.flatMap((row) => toRun(statements, row) ?? []),
  }
}

export function readRun(statements: Statements, { runId }: MethodInput<'billing', 'run'>): Output<'run'> {
  const row = statements.get(`SELECT body FROM d_catalog WHERE id = ? AND deleted = 0`, [runId])
  const run = row && toRun(statements, row)
  if (!run) return { problems: [] }
  const { problems = [] } = dataOf(row) ?? {}
  return {
    run,
    problems: problems.map((problem) => ({ ...problem, ...nameOf(statements, problem.customerId) })),
  }
}

function dataOf({ body }: SqlRow) {
  // The store itself wrote the text from a document.
  const record = JSON.parse(body as string) as CatalogRecord
  return isCatalogKind('billingRun', record) ? record.data : undefined
}

function toRun(statements: Statements, row: SqlRow): Run | undefined {
  const data = dataOf(row)
  if (!data) return undefined
  const { id: runId } = JSON.parse(row.body as string) as { id: string }
  const { plan, personId, startedAt, finishedAt, customers, problems = [] } = data
  const totals = statements.all(
    `SELECT currency, sum(kind = 'invoice') AS invoices, sum(kind = 'creditNote') AS notes, sum(net) AS net,
       sum(gross) AS gross FROM r_invoice WHERE run = ? AND present = 1 GROUP BY currency ORDER BY currency`,
    [runId],
  )
  return {
    runId,
    plan,
    personId,
    startedAt,
    ...(finishedAt !== undefined && { finishedAt }),
    // Only the host knows.
    isRunning: false,
    customers,
    totals: totals.map(({ currency, invoices, notes, net, gross }) => ({
      currency: currency as string,
      invoices: invoices as number,
      creditNotes: notes as number,
      net: net as number,
      tax: (gross as number) - (net as number),
      gross: gross as number,
    })),
    problems: problems.length,
  }
}

function nameOf(statements: Statements, customerId: string): { name: string; number: string } {
  const row = statements.get(
    `SELECT json_extract(body, '$.name') AS name, json_extract(body, '$.number') AS number
     FROM d_customers WHERE id = ? AND deleted = 0`,
    [customerId],
  )
  return { name: String(row?.name ?? ''), number: String(row?.number ?? '') }
}
