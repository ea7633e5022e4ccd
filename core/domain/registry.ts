import { catalogEntity } from './catalog/index.ts'
import { contactEntity } from './contact/index.ts'
import { customerEntity } from './customer/index.ts'
import type { CollectionName, EntityDefinition } from './entity.ts'
import { siteEntity } from './site/index.ts'

/** The one list of entities: collections, SQL tables, allow-lists, import and export, and tests follow it. */
export const entities: Readonly<Record<CollectionName, EntityDefinition>> = {
  customers: customerEntity,
  contacts: contactEntity,
  sites: siteEntity,
  catalog: catalogEntity,
}

export const collectionNames = Object.keys(entities) as CollectionName[]

export const isCollectionName = (value: string): value is CollectionName => Object.hasOwn(entities, value)
