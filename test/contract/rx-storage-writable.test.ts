import fc from 'fast-check'
import { createRxDatabase, type RxCollection, type RxStorage } from 'rxdb/plugins/core'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { describe, expect, it } from 'vitest'
import { createWritableRxStorage } from '#test/support/writable-rx-storage.ts'

interface Item {
  id: string
  name: string
  size?: number
}

const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 10 },
    name: { type: 'string', maxLength: 20 },
    size: { type: 'number' },
  },
  required: ['id', 'name'],
  indexes: ['name'],
} as const

let databases = 0

async function open(storage: RxStorage<unknown, object>) {
  const database = await createRxDatabase({ name: `writable${++databases}`, storage, multiInstance: false })
  const { items } = await database.addCollections({ items: { schema } })
  return { database, items: items as RxCollection<Item> }
}

type Step =
  | { do: 'put'; item: Item }
  | { do: 'patch'; id: string; name: string }
  | { do: 'remove'; id: string }
  | { do: 'cleanUp' }

const id = fc.nat(5).map((i) => `i${i}`)
const name = fc.constantFrom('ana', 'Bea', 'ñu', 'zoe')
const item = fc.record({ id, name, size: fc.nat(3) }, { requiredKeys: ['id', 'name'] })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: item.map((value): Step => ({ do: 'put', item: value })) },
  fc.record({ do: fc.constant('patch' as const), id, name }),
  fc.record({ do: fc.constant('remove' as const), id }),
  fc.constant<Step>({ do: 'cleanUp' }),
)

async function play(storage: RxStorage<unknown, object>, steps: readonly Step[]): Promise<unknown[]> {
  const { database, items } = await open(storage)
  const seen: unknown[] = []
  const live = items.find({ selector: { size: { $gte: 1 } }, sort: [{ name: 'desc' }] })
  let shown: unknown
  const subscription = live.$.subscribe((found) => (shown = found.map((document) => document.toJSON())))
  for (const one of steps) {
    if (one.do === 'put') await items.upsert(one.item)
    else if (one.do === 'cleanUp') await items.storageInstance.cleanup(0)
    else {
      const document = await items.findOne(one.id).exec()
      if (one.do === 'patch') await document?.incrementalPatch({ name: one.name })
      else await document?.remove()
    }
    const sorted = await items.find({ sort: [{ name: 'asc' }] }).exec()
    const large = await items.count({ selector: { name: { $gt: 'a' } } }).exec()
    seen.push([sorted.map((document) => document.toJSON()), large, (await live.exec()).length])
  }
  await expect.poll(() => shown).toEqual((await live.exec()).map((document) => document.toJSON()))
  seen.push(shown)
  subscription.unsubscribe()
  await database.close()
  return seen
}

const seed = Number(process.env.SEED ?? 5)

describe('RxDB over the selector compiler', () => {
  it(`behaves as over its own memory storage (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        expect(await play(createWritableRxStorage() as RxStorage<unknown, object>, steps)).toEqual(
          await play(getRxStorageMemory() as RxStorage<unknown, object>, steps),
        )
      }),
      { seed, numRuns: 25 },
    )
  })
})
