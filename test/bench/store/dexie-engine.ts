import { createRxDatabase, type RxCollection, type RxDatabase } from 'rxdb/plugins/core'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'
import type { Contact } from '#core/domain/contact/schema.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import { entities } from '#core/domain/registry.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { rxSchemaOf } from '#renderer/data/schemas.ts'
import type { StoreEngine } from './engine.ts'
import { rxQueries, rxWriteUntilShown } from './rx-queries.ts'

interface Collections {
  customers: RxCollection<Customer>
  contacts: RxCollection<Contact>
  sites: RxCollection<Site>
}

const BATCH = 1000

/**
 * RxDB over its free IndexedDB storage, with the indexes that these queries want. `strict` waits for the disk with every
 * transaction, as the program's own store does; otherwise Chromium answers before.
 */
export function createDexieEngine(durability: 'relaxed' | 'strict' = 'relaxed'): StoreEngine {
  let database: RxDatabase<Collections> | undefined
  const collections = (): Collections => {
    if (!database) throw new Error('not open')
    return database
  }
  return {
    async open() {
      database = await createRxDatabase<Collections>({
        name: 'bench',
        storage: getRxStorageDexie({ chromeTransactionDurability: durability }),
        multiInstance: false,
      })
      const indexed = (name: keyof Collections, indexes: (string | string[])[]) => ({
        schema: { ...rxSchemaOf(entities[name]), indexes },
      })
      await database.addCollections({
        customers: indexed('customers', ['sortName', 'number', ['statusId', 'sortName']]),
        contacts: indexed('contacts', [['customerId', 'sortName']]),
        sites: indexed('sites', [['customerId', 'sortName']]),
      })
    },
    async insert(data) {
      const { customers, contacts, sites } = collections()
      for (let i = 0; i < data.customers.length; i += BATCH)
        await customers.bulkInsert(data.customers.slice(i, i + BATCH))
      for (let i = 0; i < data.contacts.length; i += BATCH)
        await contacts.bulkInsert(data.contacts.slice(i, i + BATCH))
      for (let i = 0; i < data.sites.length; i += BATCH)
        await sites.bulkInsert(data.sites.slice(i, i + BATCH))
    },
    ...rxQueries(() => collections().customers),
    writeUntilShown: (notes) =>
      rxWriteUntilShown(collections().customers, notes, (first) => first.incrementalPatch({ notes })),
    async close() {
      await database?.close()
    },
  }
}
