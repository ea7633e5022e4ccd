import type { EntityDefinition, FieldRule } from '../entity.ts'
import { invoiceSchema, type Invoice } from './schema.ts'

export * from './schema.ts'

const immutable: FieldRule = { merge: 'immutable' }

export const invoiceEntity: EntityDefinition = {
  collection: 'invoices',
  schema: invoiceSchema,
  // Issued whole and never changed.
  fields: Object.fromEntries(Object.keys(invoiceSchema.properties).map((field) => [field, immutable])),
  indexes: [
    ['customerId', 'issuedOn'],
    ['number'],
    ['issuedOn', 'number'],
    ['dueOn'],
    ['officeId', 'issuedOn'],
  ],
  customerIdOf: (document) => document.customerId as string,
  claimsOf(document) {
    const invoice = document as unknown as Invoice
    const number = { kind: 'number', value: invoice.number } as const
    if (invoice.kind !== 'invoice') return [number]
    // A charge that two invoices take is billed twice.
    const billed = invoice.lines.flatMap(({ transactionId }) =>
      transactionId === undefined ? [] : [{ kind: 'billed' as const, value: transactionId }],
    )
    return [number, ...billed]
  },
  searchTextOf(document) {
    const invoice = document as unknown as Invoice
    return [{ kind: 'number', text: invoice.number }]
  },
  titleOf: (document) => String(document.number),
}
