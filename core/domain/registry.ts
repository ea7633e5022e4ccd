import { catalogEntity } from './catalog/index.ts'
import { contactEntity } from './contact/index.ts'
import { customerEntity } from './customer/index.ts'
import type { CollectionName, EntityDefinition, StoredDocument } from './entity.ts'
import { inventoryEntity } from './inventory/index.ts'
import { invoiceEntity } from './invoice/index.ts'
import { issueEntity } from './issue/index.ts'
import { serviceEntity } from './service/index.ts'
import { siteEntity } from './site/index.ts'

/** The one list of entities: collections, SQL tables, allow-lists, import and export, and tests follow it. */
export const entities: Readonly<Record<CollectionName, EntityDefinition>> = {
  customers: customerEntity,
  contacts: contactEntity,
  sites: siteEntity,
  services: serviceEntity,
  inventory: inventoryEntity,
  invoices: invoiceEntity,
  catalog: catalogEntity,
  issues: issueEntity,
}

export const collectionNames = Object.keys(entities) as CollectionName[]

export const isCollectionName = (value: string): value is CollectionName => Object.hasOwn(entities, value)

/** What the record is called on a screen: its name, number or serial; empty when it has none. */
export function titleOf(collection: CollectionName, document: StoredDocument | undefined): string {
  if (!document) return ''
  const own = entities[collection].titleOf?.(document)
  return own ?? (typeof document.name === 'string' ? document.name : '')
}
