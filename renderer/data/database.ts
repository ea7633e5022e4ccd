import { createRxDatabase, type RxCollection, type RxDatabase, type RxStorage } from 'rxdb/plugins/core'
import { inject, type App, type InjectionKey } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'
import type { DocumentOf } from '#core/domain/documents.ts'
import { entities } from '#core/domain/registry.ts'
import { createCommitFeed, type CommitFeed } from './commit-feed.ts'
import { createHostStorage } from './host-storage.ts'
import { rxSchemaOf } from './schemas.ts'

export type Collections = { [C in keyof DocumentOf]: RxCollection<DocumentOf[C]> }

/** The documents of the host as live queries of this window. */
export interface Database {
  collections: Collections
  feed: CommitFeed
  close(): Promise<void>
}

type Storage = RxStorage<Record<string, never>, Record<string, never>>

export interface DatabaseOptions {
  /** Tests wrap the storage with RxDB's schema validation. */
  wrapStorage?: (storage: Storage) => Storage
}

export async function openDatabase(host: HostClient, options: DatabaseOptions = {}): Promise<Database> {
  const feed = createCommitFeed(host)
  const storage = createHostStorage(host, feed)
  const rx: RxDatabase<Collections> = await createRxDatabase<Collections>({
    name: 'enlace',
    storage: options.wrapStorage?.(storage) ?? storage,
    multiInstance: false,
    eventReduce: false,
    // The commit feed slows a flood down, and lets a single change through without delay.
    liveQueryUpdateThrottleTime: 0,
    // The host counts with SQL, whatever RxDB thinks of indexes.
    allowSlowCount: true,
  })
  const creators = Object.values(entities).map((entity) => [
    entity.collection,
    { schema: rxSchemaOf(entity) },
  ])
  // The keys are the collections of the registry, as in `Collections`.
  await rx.addCollections(Object.fromEntries(creators) as never)
  return {
    collections: rx.collections,
    feed,
    async close() {
      feed.close()
      await rx.close()
    },
  }
}

const databaseKey: InjectionKey<Database> = Symbol('database')

export const provideDatabase = (app: App, database: Database): void => {
  app.provide(databaseKey, database)
}

/** @throws Error outside a component of an app that `provideDatabase` was called for. */
export function useDatabase(): Database {
  const database = inject(databaseKey)
  if (!database) throw new Error('provideDatabase has not been called for this app')
  return database
}
