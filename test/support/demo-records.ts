import { expect } from 'vitest'
import type { StoredDocument } from '#core/domain/entity.ts'
import { collectionNames } from '#core/domain/registry.ts'
import { createDemoLoader } from '#main/services/demo/index.ts'
import { COASTAL_TOWNS, readLand } from './demo-towns.ts'
import { createReadyStore, type WriterStore } from './writer-store.ts'

/** A record, or an entry of the ledger under its key. */
interface Body {
  collection: string
  id: string
  body: StoredDocument
}

const demos = new Map<number, Promise<Body[]>>()

/** The records of a demo with so many customers; made once. */
export function demoRecords(customers: number): Promise<Body[]> {
  const made = demos.get(customers) ?? makeDemo(customers)
  demos.set(customers, made)
  return made
}

/** A store with so many demo customers and all that they have. */
export async function createDemoStore(customers: number): Promise<WriterStore> {
  const source = createReadyStore()
  const loader = createDemoLoader({
    run: (command, input) => Promise.resolve(source.writer.run(command, input, true)),
    towns: () => Promise.resolve(COASTAL_TOWNS),
    clock: { now: () => source.clock.at },
    ids: { next: () => crypto.randomUUID() },
    land: () => Promise.resolve(readLand()),
  })
  const officeId = source.writer.device()?.officeId ?? ''
  const loaded = await loader.load({
    ...{ customers, seed: 1, language: 'es', personId: 'person-1' },
    office: { id: officeId, country: 'ES', prefix: 'MAD' },
  })
  expect(loaded.ok).toBe(true)
  return source
}

async function makeDemo(customers: number): Promise<Body[]> {
  const source = await createDemoStore(customers)
  return [
    ...collectionNames.flatMap((collection) =>
      source.documents(collection).map((body) => ({ collection, id: body.id, body })),
    ),
    ...source.db
      .prepare('SELECT key, body FROM transactions')
      .all()
      .map(({ key, body }) => ({
        collection: 'transactions',
        id: String(key),
        body: JSON.parse(String(body)) as StoredDocument,
      })),
  ]
}
