import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { currentCommit, type Statements } from './statements.ts'

/** What the read models keep of one customer. */
export function customerFigures(
  statements: Statements,
  { id }: MethodInput<'customers', 'figures'>,
): MethodOutput<'customers', 'figures'> {
  const row = statements.get(
    `SELECT currency, balance, open_invoices, open_amount, oldest_due, uninvoiced, services, services_active, monthly
      FROM r_customer WHERE id = ? AND present = 1`,
    [id],
  )
  const of = (name: string): number => Number(row?.[name] ?? 0)
  return {
    commit: currentCommit(statements),
    currency: String(row?.currency ?? 'EUR'),
    balance: of('balance'),
    openInvoices: of('open_invoices'),
    openAmount: of('open_amount'),
    ...(typeof row?.oldest_due === 'string' && { oldestDue: row.oldest_due }),
    uninvoiced: of('uninvoiced'),
    services: of('services'),
    servicesActive: of('services_active'),
    monthly: of('monthly'),
  }
}
