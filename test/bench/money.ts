import { measureReports, type ReportTimes } from './money/reports.ts'
import { measureRun, type RunFigures } from './money/run.ts'

/** Sizes of a normal bench, and those of the targets (issue 5). */
const SIZES = { reports: 100_000, runs: [500, 2000] } as const
const FULL_SIZES = { reports: 1_000_000, runs: [5000, 50_000] } as const

/** What must hold at the full sizes. Milliseconds, megabytes. */
const TARGETS = { arpu: 300, ageing: 300, draft: 30_000, issue: 60_000, memory: 500 } as const

/** Reports over a ledger, and a billing run of customers with two services each, in two sizes to see that it is linear. */
export async function benchMoney({ full, json }: { full: boolean; json: boolean }): Promise<void> {
  const say = (text: string): void => console.error(text)
  const sizes = full ? FULL_SIZES : SIZES
  const reports = measureReports(sizes.reports, say)
  const runs: RunFigures[] = []
  for (const customers of sizes.runs) runs.push(await measureRun(customers, say))
  console.log(tableOf(reports, runs))
  const growth = growthOf(runs)
  console.log(
    `cost of one customer, largest against smallest run: draft × ${growth.draft.toFixed(2)}, issue × ${growth.issue.toFixed(2)}`,
  )
  if (full) for (const line of missed(reports, runs)) console.log(line)
  if (json) console.log(JSON.stringify({ bench: 'money', reports, runs, growth }))
}

const row = (name: string, figure: string): string => `${name.padEnd(44)}${figure.padStart(14)}`

function tableOf(
  { entries, arpu, ageing, margin, recurring }: ReportTimes,
  runs: readonly RunFigures[],
): string {
  const of = `over ${entries.toLocaleString('en-GB')} entries`
  return [
    row(`average revenue per user ${of}`, `${arpu.toFixed(0)} ms`),
    row(`ageing ${of}`, `${ageing.toFixed(0)} ms`),
    row(`margin by product ${of}`, `${margin.toFixed(0)} ms`),
    row('recurring revenue and churn, 12 months', `${recurring.toFixed(0)} ms`),
    ...runs.flatMap((run) => [
      row(
        `draft of ${run.customers.toLocaleString('en-GB')} customers`,
        `${(run.draft / 1000).toFixed(2)} s`,
      ),
      row(`issue of ${run.invoices.toLocaleString('en-GB')} invoices`, `${(run.issue / 1000).toFixed(2)} s`),
      row('memory of the host at most', `${run.memory.toFixed(0)} MB`),
    ]),
  ].join('\n')
}

/** 1 when the cost of one customer stays the same however many there are. */
function growthOf(runs: readonly RunFigures[]): { draft: number; issue: number } {
  const [small] = runs
  const large = runs.at(-1)
  if (!small || !large) return { draft: 1, issue: 1 }
  const each = (name: 'draft' | 'issue', run: RunFigures) => run[name] / run.customers
  return {
    draft: each('draft', large) / each('draft', small),
    issue: each('issue', large) / each('issue', small),
  }
}

function missed(reports: ReportTimes, runs: readonly RunFigures[]): string[] {
  const large = runs.at(-1)
  const figures: Readonly<Record<keyof typeof TARGETS, number>> = {
    arpu: reports.arpu,
    ageing: reports.ageing,
    draft: large?.draft ?? 0,
    issue: large?.issue ?? 0,
    memory: large?.memory ?? 0,
  }
  return Object.entries(TARGETS).map(([name, target]) => {
    const figure = figures[name as keyof typeof TARGETS]
    return `${figure <= target ? 'holds ' : 'MISSED'} ${name}: ${figure.toFixed(0)} of ${target}`
  })
}
