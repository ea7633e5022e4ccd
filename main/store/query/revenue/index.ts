import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { currentCommit, type Statements } from '../statements.ts'
import { arpuAt, arpuOf, meansOf, readArpu, windowOf } from './arpu.ts'
import { officeCode } from './office.ts'

/** What the means were worked out from: another of these may be another mean. */
const versionOf = (statements: Statements): string =>
  JSON.stringify(
    statements.get(
      `SELECT (SELECT max(commit_no) FROM d_services) AS services, (SELECT max(commit_no) FROM d_invoices) AS invoices,
         (SELECT max(commit_no) FROM d_customers) AS customers,
         (SELECT value FROM meta WHERE key = 'day') AS day,
         (SELECT value FROM meta WHERE key = 'readModelBuild') AS build`,
    ),
  )

/**
 * Average revenue per user, with the means of all customers kept until a service, invoice or customer changed: a
 * customer's page asks for them each time, and they take a hundred milliseconds to work out.
 */
export function createArpu() {
  const kept = new Map<string, ReturnType<typeof meansOf>>()
  let version = ''

  function means(statements: Statements, today: string, officeId: string | undefined) {
    const now = versionOf(statements)
    if (now !== version) kept.clear()
    version = now
    const { first } = windowOf(today)
    const key = `${first}/${officeId ?? ''}`
    const known = kept.get(key) ?? meansOf(readArpu(statements, first), officeCode(statements, officeId))
    // A few offices and months; whoever asks for more works them out again.
    if (kept.size > 20) kept.clear()
    kept.set(key, known)
    return known
  }

  return {
    all(
      statements: Statements,
      { today, officeId }: MethodInput<'revenue', 'arpu'>,
    ): MethodOutput<'revenue', 'arpu'> {
      const { months } = windowOf(today)
      return {
        commit: currentCommit(statements),
        currencies: [...means(statements, today, officeId)]
          .filter(([, { customers, months: by }]) => customers > 0 || by.some((one) => one.customers > 0))
          .map(([currency, { months: by, ...whole }]) => ({
            currency,
            ...whole,
            months: months.map((month, index) => ({ month, ...(by[index] ?? { customers: 0 }) })),
          }))
          .sort((a, b) => b.customers - a.customers),
      }
    },

    customer(
      statements: Statements,
      { customerId, today }: MethodInput<'revenue', 'customerArpu'>,
    ): MethodOutput<'revenue', 'customerArpu'> {
      const { months, first } = windowOf(today)
      const row = statements.get(`SELECT n, currency FROM r_customer WHERE id = ?`, [customerId])
      const n = Number(row?.n ?? -1)
      const currency = (row?.currency as string | undefined) ?? 'EUR'
      const columns = readArpu(statements, first, n)
      const all = means(statements, today, undefined).get(currency)
      const own = n < 0 ? undefined : arpuOf(columns, 0)
      return {
        commit: currentCommit(statements),
        currency,
        ...(own && { own: { ...own, from: months[0] ?? '', to: months.at(-1) ?? '' } }),
        ...(all?.amount !== undefined && { all: all.amount }),
        months: months.map((month, index) => {
          const mine = n < 0 ? undefined : arpuAt(columns, 0, index)
          const mean = all?.months[index]?.amount
          return { month, ...(mine !== undefined && { own: mine }), ...(mean !== undefined && { all: mean }) }
        }),
      }
    },
  }
}
