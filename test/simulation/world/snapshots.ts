import { canonicalJson } from '#core/lib/canonical-json.ts'
import { beginBehind } from '#core/sync/overlay/epoch.ts'
import type { DeviceScope } from '#core/sync/scope.ts'
import { recordsStep } from '#core/sync/server/pull-step.ts'
import type { Cursor, FeedItem } from '#core/sync/wire.ts'
import type { FileTransaction } from './device-file.ts'
import { leaksOf } from './scope-watch.ts'
import type { SimServer } from './server.ts'
import type { World } from './world.ts'

/** What a desktop with some scope holds after its first pull, as the server has it ready. */
export interface SimSnapshot {
  epoch: string
  seq: number
  records: FeedItem[]
}

/** Pages of it, so that the feed goes on between two of them. */
const PAGE = 20

/** Makes snapshots as the server does, and keeps each until something in it is erased or the feed begins anew. */
export function createSnapshots(world: World, server: Pick<SimServer, 'store' | 'run'>) {
  const random = world.random('snapshots')
  const kept = new Map<string, SimSnapshot>()

  const isStale = ({ epoch, seq }: SimSnapshot): boolean => {
    const { stream, records } = server.store.data
    if (stream.epoch !== epoch) return true
    return [...records.values()].some((stored) => stored.seq > seq && holdsErased(stored.record))
  }

  const make = async (scope: DeviceScope): Promise<SimSnapshot | undefined> => {
    const items = new Map<string, FeedItem>()
    let after: Cursor = { seq: 0 }
    let epoch: string | undefined
    for (;;) {
      const page = await server.run((store, options) =>
        recordsStep(store, { scope, after, limit: PAGE }, options),
      )
      epoch ??= page.epoch
      if (page.epoch !== epoch) return undefined
      for (const leak of leaksOf(scope, page.items)) world.fail(`a snapshot holds ${leak}`)
      for (const item of page.items)
        if (item.type === 'record') items.set(`${item.collection}/${item.id}`, item)
      after = page.next
      if (!page.more) return { epoch, seq: after.seq, records: [...items.values()] }
      await world.scheduler.sleep(random.int(1, 2_000))
    }
  }

  return {
    /** For a device with this scope: one that was made before, or now. */
    async find(scope: DeviceScope): Promise<SimSnapshot | undefined> {
      const { collections, hiddenFields } = scope
      const key = canonicalJson({ collections, hiddenFields })
      const known = kept.get(key)
      if (known && !isStale(known))
        return world.plant === 'snapshotAhead' ? { ...known, seq: server.store.data.stream.seq } : known
      const made = await make(scope)
      if (made) kept.set(key, made)
      return made && !isStale(made) ? made : undefined
    },
  }
}

/** As the server looks for it, in the text of a record. */
const holdsErased = (record: unknown): boolean => JSON.stringify(record).includes('"erased":true')

/** Begins with a snapshot on a desktop that holds nothing; false when it holds something by now. */
export function takeSnapshot(transaction: FileTransaction, snapshot: SimSnapshot): boolean {
  const marks = transaction.marks()
  const { identity, records } = transaction.content
  const isEmpty = marks?.first && !marks.staged && identity.n === 0 && records.size === 0
  if (!isEmpty || marks.epoch !== snapshot.epoch) return false
  for (const item of snapshot.records)
    if (item.type === 'record' && item.body) transaction.putRecord(item, item.body)
  transaction.putMarks(beginBehind(marks, snapshot.seq))
  return true
}
