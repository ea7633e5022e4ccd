import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { nextBill } from '#core/domain/billing/next-bill.ts'
import { readOne } from '#core/domain/typed-reader.ts'
import type { SqliteDatabase } from '../../sqlite/port.ts'
import { createDocuments, type Documents } from '../../writer/documents.ts'
import { currentCommit, type Statements } from '../statements.ts'

type Output = MethodOutput<'services', 'nextBill'>

/** What the next run would bill; reads by the ways of commands, on the reader's own connection. */
export function createNextBill(db: SqliteDatabase) {
  let documents: Documents | undefined
  return (
    statements: Statements,
    { customerId, serviceId, today }: MethodInput<'services', 'nextBill'>,
  ): Output => {
    const read = (documents ??= createDocuments(db))
    const commit = currentCommit(statements)
    const customer = readOne(read, 'customers', customerId)
    const none = { commit, currency: 'EUR', net: 0, tax: 0, gross: 0, lines: [], problems: [] }
    if (!customer) return none
    const bill = nextBill(customer, { read }, { today, ...(serviceId !== undefined && { serviceId }) })
    const names = new Map(bill.services.map(({ id, name }) => [id, name]))
    const { draft } = bill
    const sum = (field: 'net' | 'tax' | 'gross') =>
      draft.invoices.reduce((total, invoice) => total + invoice[field], 0)
    return {
      commit,
      currency: draft.currency,
      ...(draft.invoices.length > 0 && { through: bill.through }),
      ...(draft.skipped && { skipped: draft.skipped }),
      net: sum('net'),
      tax: sum('tax'),
      gross: sum('gross'),
      lines: draft.invoices
        .flatMap(({ lines }) => lines)
        .map(
          ({
            serviceId: of,
            siteId,
            description,
            net,
            quantity,
            unit,
            unitPrice,
            percent,
            periodFrom,
            periodTo,
            basis,
          }) => {
            const serviceName = names.get(of ?? '')
            return {
              ...(of !== undefined && { serviceId: of }),
              ...(serviceName !== undefined && { serviceName }),
              ...(siteId !== undefined && { siteId }),
              description,
              net,
              quantity,
              ...(unit !== undefined && { unit }),
              unitPrice,
              ...(percent !== undefined && { percent }),
              ...(periodFrom !== undefined && { periodFrom }),
              ...(periodTo !== undefined && { periodTo }),
              ...(basis && { basis }),
            }
          },
        ),
      problems: draft.problems,
    }
  }
}
