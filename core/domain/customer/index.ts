import type { EntityDefinition } from '../entity.ts'
import { customerSchema, type Customer } from './schema.ts'

export * from './schema.ts'

export const customerEntity: EntityDefinition = {
  collection: 'customers',
  schema: customerSchema,
  fields: {
    number: { merge: 'immutable' },
    createdAt: { merge: 'immutable' },
    taxId: { merge: 'guarded' },
    officeId: { merge: 'guarded' },
    tags: { merge: 'set' },
    attributes: { merge: 'list' },
    paymentMethods: { merge: 'list' },
    notes: { merge: 'longText' },
    name: { merge: 'plain', group: 'name' },
    sortName: { merge: 'plain', group: 'name' },
    archived: { merge: 'guarded', group: 'archived' },
    mergedInto: { merge: 'guarded', group: 'archived' },
    absorbed: { merge: 'list' },
    notSameAs: { merge: 'set' },
  },
  indexes: [
    ['sortName'],
    ['number'],
    ['statusId', 'sortName'],
    ['officeId', 'sortName'],
    ['createdAt'],
    ['taxId'],
    ['mergedInto'],
  ],
  customerIdOf: (document) => document.id,
  searchTextOf(document) {
    // Only documents that passed the schema reach the store.
    const customer = document as unknown as Customer
    return [
      { kind: 'name', text: customer.name },
      { kind: 'number', text: customer.number },
      ...(customer.absorbed ?? []).map(({ number }) => ({ kind: 'formerNumber' as const, text: number })),
      ...(customer.taxId ? [{ kind: 'taxId' as const, text: customer.taxId }] : []),
      ...customer.attributes.map((attribute) => ({ kind: 'attribute' as const, text: attribute.value })),
    ]
  },
}
