import {
  RXDB_VERSION,
  type RxStorage,
  type RxStorageInstance,
  type RxStorageInstanceCreationParams,
} from 'rxdb/plugins/core'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import type { HostClient } from '#core/contract/host-client.ts'
import { isCollectionName } from '#core/domain/registry.ts'
import type { CommitFeed } from './commit-feed.ts'
import { createHostStorageInstance } from './host-storage-instance.ts'

/** The instances keep nothing of their own. */
type Internals = Record<string, never>
type Options = Record<string, never>

/**
 * A read-only RxStorage: reads ask the host, writes are refused, changes come from the host's commits (architecture.md
 * §1). RxDB's own records, in collections whose names start with `_`, live in memory as long as the window.
 */
export function createHostStorage(host: HostClient, feed: CommitFeed): RxStorage<Internals, Options> {
  const memory = getRxStorageMemory()
  return {
    name: 'enlace-host',
    rxdbVersion: RXDB_VERSION,
    async createStorageInstance<D>(
      parameters: RxStorageInstanceCreationParams<D, Options>,
    ): Promise<RxStorageInstance<D, Internals, Options>> {
      const { collectionName } = parameters
      if (collectionName.startsWith('_'))
        // RxDB never looks into the internals of a storage instance.
        return memory.createStorageInstance(parameters) as unknown as Promise<
          RxStorageInstance<D, Internals, Options>
        >
      if (!isCollectionName(collectionName)) throw new Error(`no collection ${collectionName} in the host`)
      return createHostStorageInstance(host, feed, parameters, collectionName)
    },
  }
}
