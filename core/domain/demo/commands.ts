import { Type } from 'typebox'
import { ok } from '../../lib/result.ts'
import { BATCH } from '../archive.ts'
import { catalogDataSchemas, catalogSchema, isCatalogKind } from '../catalog/schema.ts'
import { defineCommand, type CommandContext, type DocumentWrite } from '../command.ts'
import { contactSchema } from '../contact/schema.ts'
import { nextCustomerNumber } from '../customer/build.ts'
import { customerSchema, type Customer } from '../customer/schema.ts'
import { closed } from '../input-kit.ts'
import { inventoryItemSchema } from '../inventory/schema.ts'
import { nextNumber, USUAL_SERIES as SERIES } from '../invoice/numbering.ts'
import { letterhead } from '../invoice/parties.ts'
import { invoiceSchema, type Invoice } from '../invoice/schema.ts'
import { ledgerEntrySchema } from '../ledger/schema.ts'
import { seedId } from '../seed-id.ts'
import { serviceSchema } from '../service/schema.ts'
import { siteSchema } from '../site/schema.ts'
import { readOne, writeOf } from '../typed-reader.ts'

/** A demo customer gets its number from this desktop's counter, like any other. */
export const demoCustomerSchema = Type.Omit(customerSchema, ['number'])
export type DemoCustomer = Type.Static<typeof demoCustomerSchema>

/** A demo invoice gets its number and who issues it here. */
export const demoInvoiceSchema = Type.Omit(invoiceSchema, ['number', 'issuer'])
export type DemoInvoice = Type.Static<typeof demoInvoiceSchema>

/** One batch of made-up documents, complete as they are to be stored. */
export const demoDocumentsSchema = closed({
  catalog: Type.Array(catalogSchema),
  customers: Type.Array(demoCustomerSchema),
  contacts: Type.Array(contactSchema),
  sites: Type.Array(siteSchema),
  services: Type.Array(serviceSchema),
  inventory: Type.Array(inventoryItemSchema),
  invoices: Type.Array(demoInvoiceSchema),
  entries: Type.Array(ledgerEntrySchema),
})
export type DemoDocuments = Type.Static<typeof demoDocumentsSchema>

const letterheadSchema = Type.Partial(
  Type.Pick(catalogDataSchemas.company, [
    'taxId',
    'addressLine1',
    'city',
    'postcode',
    'phone',
    'email',
    'website',
    'iban',
    'bank',
    'legalNote',
  ]),
)
type Letterhead = Type.Static<typeof letterheadSchema>

export interface DemoLoaded {
  customers: number
  contacts: number
  sites: number
  services: number
  transactions: number
}

/** Stores one batch of demo data. Offices come in the batch itself or are there already. */
export const loadDemo = defineCommand({
  name: 'demo.load',
  internal: true,
  input: closed({
    documents: demoDocumentsSchema,
    /** What the invoices of this and later batches say of the company. */
    letterhead: Type.Optional(letterheadSchema),
  }),
  undo: 'none',
  run({ documents, letterhead: head }, context) {
    const { catalog, customers, contacts, sites, services, inventory, invoices, entries } = documents
    const prefixes = prefixReader(documents, context)
    const numbered = customers.map((customer): Customer => ({
      ...customer,
      number: nextCustomerNumber(prefixes(customer.officeId), context),
    }))
    const company = head && companyWith(head, context)
    const letterheads = new Map<string, ReturnType<typeof letterhead>>()
    const letterheadOf = (officeId: string) => {
      const known = letterheads.get(officeId) ?? letterhead(context, officeId)
      letterheads.set(officeId, known)
      return known
    }
    const issued = invoices.map((invoice): Invoice => ({
      ...invoice,
      number: nextNumber(`${SERIES[invoice.kind]}${prefixes(invoice.officeId)}`, context),
      ...letterheadOf(invoice.officeId),
    }))
    const writes: DocumentWrite[] = [
      ...(company ? [company] : []),
      ...catalog.map((document) => writeOf('catalog', undefined, document)),
      ...numbered.map((document) => writeOf('customers', undefined, document)),
      ...contacts.map((document) => writeOf('contacts', undefined, document)),
      ...sites.map((document) => writeOf('sites', undefined, document)),
      ...services.map((document) => writeOf('services', undefined, document)),
      ...inventory.map((document) => writeOf('inventory', undefined, document)),
      ...issued.map((document) => writeOf('invoices', undefined, document)),
    ]
    for (let done = BATCH; done <= writes.length; done += BATCH) context.progress(done, writes.length)
    const result: DemoLoaded = {
      customers: customers.length,
      contacts: contacts.length,
      sites: sites.length,
      services: services.length,
      transactions: entries.length,
    }
    return ok({ writes, entries, result })
  },
})

/** The company of the set-up with what it says on invoices. */
function companyWith(head: Letterhead, context: CommandContext): DocumentWrite | undefined {
  const before = readOne(context.read, 'catalog', seedId(context.sha256, 'company', 'own'))
  return before && writeOf('catalog', before, { ...before, data: { ...before.data, ...head } })
}

/** The prefix of an office, looked up once per batch. */
function prefixReader(documents: DemoDocuments, context: CommandContext): (officeId: string) => string {
  const known = new Map<string, string>()
  return (officeId) => {
    let prefix = known.get(officeId)
    if (prefix === undefined) {
      const office =
        documents.catalog.find((record) => record.id === officeId) ??
        readOne(context.read, 'catalog', officeId)
      prefix = office && isCatalogKind('office', office) ? office.data.prefix : 'DEMO'
      known.set(officeId, prefix)
    }
    return prefix
  }
}

export const demoCommands = [loadDemo]
