import type { EntityDefinition } from '../entity.ts'
import { checkSite } from './rules.ts'
import { siteSchema, type Site } from './schema.ts'

export * from './schema.ts'

const position = { merge: 'plain', group: 'position' } as const
const address = { merge: 'plain', group: 'address' } as const

export const siteEntity: EntityDefinition = {
  collection: 'sites',
  schema: siteSchema,
  fields: {
    customerId: { merge: 'guarded' },
    createdAt: { merge: 'immutable' },
    follows: { merge: 'guarded' },
    latitude: position,
    longitude: position,
    plusCode: position,
    placeId: position,
    origin: position,
    addressLine1: address,
    addressLine2: address,
    city: address,
    state: address,
    postcode: address,
    country: address,
    addressNote: { merge: 'longText' },
    name: { merge: 'plain', group: 'name' },
    sortName: { merge: 'plain', group: 'name' },
    archived: { merge: 'guarded', group: 'archived' },
  },
  indexes: [['customerId', 'sortName'], ['sortName'], ['city'], ['plusCode'], ['follows']],
  customerIdOf: (document) => document.customerId as string,
  check: (document) => checkSite(document as unknown as Site),
  searchTextOf(document) {
    const site = document as unknown as Site
    const address = [site.addressLine1, site.addressLine2, site.postcode, site.city, site.state]
    return [
      { kind: 'name', text: site.name },
      { kind: 'address', text: address.filter(Boolean).join(' ') },
      { kind: 'plusCode', text: site.plusCode },
      ...(site.addressNote ? [{ kind: 'note' as const, text: site.addressNote }] : []),
    ]
  },
}
