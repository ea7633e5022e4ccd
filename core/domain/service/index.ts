import { attributeFields } from '../customer/index.ts'
import type { EntityDefinition, SearchText } from '../entity.ts'
import { checkService } from './rules.ts'
import { serviceSchema, type Service, type ServiceIdentifier } from './schema.ts'

export * from './schema.ts'

const price = { merge: 'guarded', group: 'price' } as const
const identifier = { merge: 'guarded', group: 'identifier' } as const

const state = { merge: 'guarded', group: 'state' } as const

const SEARCH_KIND: Readonly<Record<ServiceIdentifier['kind'], SearchText['kind']>> = {
  ip: 'ip',
  subnet: 'ip',
  mac: 'mac',
  circuit: 'circuit',
  phone: 'phone',
}

export const serviceEntity: EntityDefinition = {
  collection: 'services',
  schema: serviceSchema,
  fields: {
    customerId: { merge: 'guarded' },
    siteId: { merge: 'guarded' },
    productId: { merge: 'guarded' },
    createdAt: { merge: 'immutable' },
    currency: { merge: 'guarded' },
    name: { merge: 'plain', group: 'name' },
    sortName: { merge: 'plain', group: 'name' },
    status: state,
    statusSince: state,
    statusReason: state,
    activeFrom: state,
    endedOn: state,
    charges: {
      merge: 'list',
      elements: {
        kind: { merge: 'guarded' },
        unitPrice: price,
        wholesalePrice: price,
        quantity: price,
        taxRateId: price,
        periodMonths: price,
        from: { merge: 'guarded' },
        to: { merge: 'guarded' },
        periodsFrom: { merge: 'guarded' },
        productId: { merge: 'guarded' },
        tiers: { merge: 'guarded' },
        pauses: { merge: 'list' },
        readings: { merge: 'list' },
      },
    },
    suspensions: {
      merge: 'list',
      elements: {
        from: { merge: 'guarded' },
        to: { merge: 'guarded' },
        billed: { merge: 'guarded' },
      },
    },
    billFrom: { merge: 'guarded' },
    contract: { merge: 'guarded', group: 'contract' },
    identifiers: { merge: 'list', elements: { kind: identifier, value: identifier } },
    attributes: { merge: 'list', elements: attributeFields },
    inventoryIds: { merge: 'set' },
    notes: { merge: 'longText' },
    archived: { merge: 'guarded', group: 'archived' },
  },
  indexes: [['customerId', 'sortName'], ['siteId'], ['productId'], ['status', 'sortName'], ['sortName']],
  customerIdOf: (document) => document.customerId as string,
  check: (document) => checkService(document as unknown as Service),
  searchTextOf(document) {
    const service = document as unknown as Service
    return [
      { kind: 'name', text: service.name },
      ...service.identifiers.map(({ kind, value }) => ({ kind: SEARCH_KIND[kind], text: value })),
      ...service.attributes.map((attribute) => ({ kind: 'attribute' as const, text: attribute.value })),
    ]
  },
}
