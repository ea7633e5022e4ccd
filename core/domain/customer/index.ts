import type { EntityDefinition, FieldRule } from '../entity.ts'
import { checkCustomer } from './rules.ts'
import { customerSchema, type Customer } from './schema.ts'

export * from './schema.ts'

/** How a typed attribute merges, wherever a record carries some. */
export const attributeFields = {
  name: { merge: 'plain' },
  kind: { merge: 'plain', group: 'value' },
  value: { merge: 'plain', group: 'value' },
} as const satisfies Record<string, FieldRule>

const card = { merge: 'plain', group: 'card' } as const

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
    attributes: { merge: 'list', elements: attributeFields },
    paymentMethods: {
      merge: 'list',
      elements: { brand: card, lastFour: card, expiryMonth: card, expiryYear: card, token: card },
    },
    unbilled: { merge: 'list', elements: { from: { merge: 'guarded' }, to: { merge: 'guarded' } } },
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
  check: (document) => checkCustomer(document as unknown as Customer),
  claimsOf: (document) => [{ kind: 'number', value: String(document.number) }],
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
