import type { EntityDefinition } from '../entity.ts'
import { customerSchema, type Customer } from './schema.ts'

export * from './schema.ts'

export const customerEntity: EntityDefinition = {
  collection: 'customers',
  schema: customerSchema,
  fields: {
    // Given once; only restoring gives a new one, when somebody else has it by now.
    number: { merge: 'guarded' },
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
  },
  indexes: [
    ['sortName'],
    ['number'],
    ['statusId', 'sortName'],
    ['officeId', 'sortName'],
    ['createdAt'],
    ['taxId'],
  ],
  customerIdOf: (document) => document.id,
  searchTextOf(document) {
    // Only documents that passed the schema reach the store.
    const customer = document as unknown as Customer
    return [
      { kind: 'name', text: customer.name },
      { kind: 'number', text: customer.number },
      ...(customer.taxId ? [{ kind: 'taxId' as const, text: customer.taxId }] : []),
      ...customer.attributes.map((attribute) => ({ kind: 'attribute' as const, text: attribute.value })),
    ]
  },
}
