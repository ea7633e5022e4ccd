import { fail, type HostReply } from '#core/contract/envelope.ts'
import { listLeases } from '../leases.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { customerFigures } from './customer-figures.ts'
import { listRuns, readRun } from './billing/runs.ts'
import { listSeries } from './billing/series.ts'
import { customerInvoices } from './customer-invoices.ts'
import { withJsonMember } from '../json-member.ts'
import { createCustomerList } from './customer-list/index.ts'
import type { RunLater } from './customer-list/columns/list-model.ts'
import { customersLike } from './customers-like.ts'
import { invoiceDetail } from './invoices/invoice-detail.ts'
import { listInvoices, summariseInvoices } from './invoices/invoice-list.ts'
import { listBlocks, lookIntoBlock } from './inventory/blocks.ts'
import { checkSerial, takenSerials } from './inventory/serials.ts'
import { itemIds, listItems, summariseItems } from './inventory/item-list.ts'
import { listNumbers } from './inventory/numbers.ts'
import { freeAddressesIn } from './services/free-addresses.ts'
import { createNextBill } from './services/next-bill.ts'
import { listMeters } from './services/meters.ts'
import { listServices, summariseServices, townsWithServices } from './services/service-list.ts'
import { siteOverview } from './services/site-overview.ts'
import { issueIds, listIssues, openIssues, summariseIssues } from './issues/issue-list.ts'
import { readIssue } from './issues/issue-rows.ts'
import { customerAccount, customerStatement } from './payments/account.ts'
import { expiringCards } from './payments/expiring.ts'
import { listPayments, paymentEntry, summarisePayments } from './payments/payment-list.ts'
import { ageingReport } from './revenue/ageing.ts'
import { createArpu } from './revenue/index.ts'
import { marginReport } from './revenue/margin.ts'
import { recurringReport } from './revenue/recurring.ts'
import { searchReasons } from './search-reasons.ts'
import { findRecords } from './search.ts'
import { listSites, sitePoints } from './site-list.ts'
import { sitesInBoxes } from './sites-in-boxes.ts'
import { sitesNear } from './sites-near.ts'
import * as documentReads from './document-reads.ts'
import { SelectorError } from './match/matcher.ts'
import { createStatements, inSnapshot, type Statements } from './statements.ts'

/** Answers one method; its input has passed the dispatcher's check against the contract. */
export type ReadMethod = (input: unknown) => HostReply

/**
 * Every method that the reader thread answers with documents or read models, by its name in the contract. With
 * `runLater` the customer list is read into memory between the answers, from now on: windows begin with it.
 */
export function createReader(db: SqliteDatabase, runLater?: RunLater): Record<string, ReadMethod> {
  const statements = createStatements(db)
  const customers = createCustomerList(statements, runLater)
  runLater?.(customers.readIn)
  const arpu = createArpu()
  /** `read` answers the JSON of the method's output, which goes as it is from here to a window. */
  const textMethod =
    <I>(read: (statements: Statements, input: I) => string): ReadMethod =>
    (input) => {
      try {
        // The dispatcher validated the input against this method's schema.
        const json = inSnapshot(db, () => read(statements, input as I))
        return withJsonMember<{ ok: true; value: unknown }, 'value'>({ ok: true }, 'value', () => json)
      } catch (error) {
        if (error instanceof SelectorError) return invalidSelector(error.message)
        throw error
      }
    }
  const method = <I, O>(read: (statements: Statements, input: I) => O): ReadMethod =>
    textMethod((known, input: I) => JSON.stringify(read(known, input)))
  return {
    'store.query': textMethod(documentReads.query),
    'store.count': textMethod(documentReads.count),
    'store.byIds': textMethod(documentReads.byIds),
    'store.changes': textMethod(documentReads.changes),
    'customers.list': method(customers.list),
    'customers.position': method(customers.position),
    'customers.summary': method(customers.summary),
    'customers.selected': method(customers.selected),
    'customers.matches': method(customersLike),
    'customers.figures': method(customerFigures),
    'customers.invoices': method(customerInvoices),
    'billing.runs': method(listRuns),
    'billing.run': method(readRun),
    'billing.series': method((known, { now }: { now: number }) => listSeries(db, known, now)),
    'invoices.list': method(listInvoices),
    'invoices.summary': method(summariseInvoices),
    'invoices.detail': method(invoiceDetail),
    'inventory.list': method(listItems),
    'inventory.summary': method(summariseItems),
    'inventory.ids': method(itemIds),
    'inventory.taken': method(takenSerials),
    'inventory.check': method(checkSerial),
    'inventory.blocks': method(listBlocks),
    'inventory.block': method(lookIntoBlock),
    'inventory.numbers': method(listNumbers),
    'services.list': method(listServices),
    'services.summary': method(summariseServices),
    'services.towns': method(townsWithServices),
    'services.sites': method(siteOverview),
    'services.meters': method(listMeters),
    'services.freeAddresses': method(freeAddressesIn),
    'services.nextBill': method(createNextBill(db)),
    'issues.list': method(listIssues),
    'issues.summary': method(summariseIssues),
    'issues.open': method(openIssues),
    'issues.ids': method(issueIds),
    'issues.get': method(readIssue),
    'sync.leases': method(listLeases),
    'payments.list': method(listPayments),
    'payments.summary': method(summarisePayments),
    'payments.account': method(customerAccount),
    'payments.entry': method(paymentEntry),
    'payments.statement': method(customerStatement),
    'payments.expiring': method(expiringCards),
    'revenue.recurring': method(recurringReport),
    'revenue.arpu': method(arpu.all),
    'revenue.customerArpu': method(arpu.customer),
    'revenue.ageing': method(ageingReport),
    'revenue.margin': method(marginReport),
    'search.find': method(findRecords),
    'search.reasons': method(searchReasons),
    'sites.list': method(listSites),
    'sites.points': method(sitePoints),
    'sites.near': method(sitesNear),
    'sites.inBoxes': textMethod(sitesInBoxes),
  }
}

const invalidSelector = (message: string) =>
  fail('host/invalid-input', message, { details: { issues: [{ path: 'selector', message }] } })
