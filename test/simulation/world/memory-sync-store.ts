import type { Issue } from '#core/sync/issue.ts'
import { refKey } from '#core/sync/merge/merge-op.ts'
import { OP_ITEM, recordItem } from '#core/sync/feed-items.ts'
import {
  type DeviceRecord,
  type FeedEntry,
  type Lease,
  type PartOfOp,
  type StoredOp,
  type StoredRecord,
  type Stream,
  type SyncSnapshot,
  type SyncStore,
  type SyncTransaction,
} from '#core/sync/server/sync-store.ts'
import type { DeviceScope } from '#core/sync/scope.ts'
import type { Cursor, Head, WireRow } from '#core/sync/wire.ts'

/** Everything that a server keeps; copied as a whole for a backup. */
export interface ServerData {
  stream: Stream
  records: Map<string, StoredRecord>
  ops: Map<string, StoredOp>
  heads: Map<string, Head>
  /** Where the first op with an id is. */
  opIds: Map<string, string>
  devices: Map<string, DeviceRecord>
  claims: Map<string, string>
  leases: Map<string, Lease>
  enrolments: Map<string, { scope: DeviceScope }>
  /** Parts of ops that are not entire yet. */
  parts: Map<string, readonly WireRow[]>
}

export const emptyServerData = (): ServerData => ({
  stream: { epoch: 'epoch-1', seq: 0 },
  records: new Map(),
  ops: new Map(),
  heads: new Map(),
  opIds: new Map(),
  devices: new Map(),
  claims: new Map(),
  leases: new Map(),
  enrolments: new Map(),
  parts: new Map(),
})

/** Values are never changed in place, so the maps are all there is to copy. */
export const copyServerData = (data: ServerData): ServerData => ({
  stream: { ...data.stream },
  records: new Map(data.records),
  ops: new Map(data.ops),
  heads: new Map(data.heads),
  opIds: new Map(data.opIds),
  devices: new Map(data.devices),
  claims: new Map(data.claims),
  leases: new Map(data.leases),
  enrolments: new Map(data.enrolments),
  parts: new Map(data.parts),
})

export interface MemoryStoreOptions {
  /** Called between the work of a transaction and its commit; throws when the server dies there. */
  beforeCommit(): Promise<void>
  /** Called as a commit comes, with what is there before it and what it writes. */
  onCommit?(before: ServerData, written: readonly WrittenEntry[]): void
  /** Called after a commit, before anybody learns of it; throws when the server dies there. */
  afterCommit(): void
  /** A planted fault: transactions do not wait for each other, and draw numbers like a serial column. */
  withoutLock?: boolean
}

export interface MemorySyncStore extends SyncStore {
  data: ServerData
}

const opKey = (device: string, n: number): string => `${device}/${n}`
const MOST_OPS = 1000

/** The server's store in memory, with transactions that can interleave, fail and die like those of a database. */
export function createMemorySyncStore(data: ServerData, options: MemoryStoreOptions): MemorySyncStore {
  let lastTransaction: Promise<unknown> = Promise.resolve()
  let drawn = 0
  let sorted: { of: ServerData; entries: FeedEntry[] } | undefined

  const feed = (after: Cursor, limit: number, rows: number): FeedEntry[] => {
    if (sorted?.of !== store.data) sorted = { of: store.data, entries: feedOf(store.data) }
    const from = sorted.entries.findIndex(
      ({ seq, item }) =>
        seq > after.seq || (seq === after.seq && after.item !== undefined && item > after.item),
    )
    return from < 0
      ? []
      : sorted.entries
          .slice(from, from + limit)
          .map((entry) => (entry.type === 'op' ? { ...entry, ...rowsFrom(entry, 0, rows) } : entry))
  }

  const transact = async <T>(work: (transaction: SyncTransaction) => Promise<T>): Promise<T> => {
    const changed = copyOnWrite(store.data)
    const transaction: SyncTransaction = {
      ...snapshotOf(() => changed.view, feed),
      lock: () => {
        if (!options.withoutLock) return Promise.resolve(changed.view.stream)
        drawn = Math.max(drawn, store.data.stream.seq) + MOST_OPS
        return Promise.resolve({ ...changed.view.stream, seq: drawn - MOST_OPS })
      },
      putStream: (stream) => changed.put('stream', stream),
      secret: () => Promise.resolve('known to the server'),
      putDevice: (device) => changed.set('devices', device.id, device),
      putRecord: (record) => changed.set('records', refKey(record), record),
      async putOp(stored) {
        const { id, device, n, hash } = stored.op.header
        if (!changed.view.opIds.has(id)) await changed.set('opIds', id, opKey(device, n))
        await changed.set('ops', opKey(device, n), stored)
        await changed.set('heads', device, { n, hash })
      },
      async claim(kind, value, holder) {
        const key = `${kind}/${value}`
        const known = changed.view.claims.get(key)
        if (known === undefined) await changed.set('claims', key, holder)
        return known === holder ? undefined : known
      },
      putLease: (lease) => changed.set('leases', `${lease.kind}/${lease.key}`, lease),
      async takeEnrolment(code) {
        const found = changed.view.enrolments.get(code)
        await changed.remove('enrolments', code)
        return found
      },
      async putPart({ device, n, hash }, index, rows) {
        const key = (part: number) => `${device}/${n}/${hash}/${part}`
        await changed.set('parts', key(index), rows)
        let next = 0
        while (changed.view.parts.has(key(next))) next++
        return next
      },
      async takeParts({ device, n, hash }) {
        const rows: WireRow[] = []
        for (let part = 0; ; part++) {
          const found = changed.view.parts.get(`${device}/${n}/${hash}/${part}`)
          if (!found) break
          rows.push(...found)
        }
        for (const key of [...changed.view.parts.keys()])
          if (key.startsWith(`${device}/`)) await changed.remove('parts', key)
        return rows
      },
      async rewriteRows(ref, rewrite) {
        for (const [key, stored] of changed.view.ops) {
          const { header, rows } = stored.op
          if (!rows.some((row) => row.collection === ref.collection && row.id === ref.id)) continue
          const rewritten = rows.map((row) =>
            row.collection === ref.collection && row.id === ref.id ? rewrite(row) : row,
          )
          await changed.set('ops', key, { ...stored, op: { header, rows: rewritten } })
        }
      },
    }
    const result = await work(transaction)
    await options.beforeCommit()
    options.onCommit?.(store.data, changed.written)
    changed.commit(store.data)
    sorted = undefined
    options.afterCommit()
    return result
  }

  const store: MemorySyncStore = {
    data,
    write(work) {
      if (options.withoutLock) return transact(work)
      const mine = lastTransaction.then(() => transact(work))
      lastTransaction = mine.catch(() => undefined)
      return mine
    },
    read: (work) => work(snapshotOf(() => store.data, feed)),
  }
  return store
}

function snapshotOf(
  of: () => ServerData,
  feed: (after: Cursor, limit: number, rows: number) => FeedEntry[],
): SyncSnapshot {
  return {
    stream: () => Promise.resolve(of().stream),
    device: (id) => Promise.resolve(of().devices.get(id)),
    head: (device) => Promise.resolve(of().heads.get(device)),
    heads: () => Promise.resolve(Object.fromEntries(of().heads)),
    feed: (after, limit, rows) => Promise.resolve(feed(after, limit, rows)),
    countRecords: () => Promise.resolve(of().records.size),
    opAt(seq, from, limit) {
      const stored = [...of().ops.values()].find((one) => one.seq === seq)
      return Promise.resolve(stored && rowsFrom(stored, from, limit))
    },
    async *allRecords() {
      yield await Promise.resolve([...of().records.values()])
    },
    leases: () => Promise.resolve([...of().leases.values()]),
    op: (device, n) => Promise.resolve(of().ops.get(opKey(device, n))),
    opById: (id) => Promise.resolve(of().ops.get(of().opIds.get(id) ?? '')),
    records(refs) {
      const { records } = of()
      const found = refs.flatMap((ref) => {
        const record = records.get(refKey(ref))
        return record ? [[refKey(ref), record] as const] : []
      })
      return Promise.resolve(new Map(found))
    },
    // Nobody signs in: what roles refuse is played by `refuses`.
    author: () => Promise.resolve(undefined),
    issuesOf: (ref) =>
      Promise.resolve(
        [...of().records.values()].filter(({ collection, record }) => {
          if (collection !== 'issues' || !record.body) return false
          // Only the merger writes issues.
          const { entity, entityId, rows = [] } = record.body as Issue
          const isAbout = (name: string, id: string) => name === ref.collection && id === ref.id
          return isAbout(entity, entityId) || rows.some((row) => isAbout(row.collection, row.id))
        }),
      ),
  }
}

function feedOf({ records, ops }: ServerData): FeedEntry[] {
  const entries: FeedEntry[] = [
    ...[...records.values()].map((stored): FeedEntry => ({
      ...stored,
      type: 'record',
      item: recordItem(stored),
    })),
    ...[...ops.values()].map((stored): FeedEntry => ({
      ...{ ...stored, rowCount: stored.op.rows.length },
      ...{ type: 'op', item: OP_ITEM },
    })),
  ]
  return entries.sort((a, b) => a.seq - b.seq || (a.item < b.item ? -1 : a.item > b.item ? 1 : 0))
}

/** An op with some of its rows. */
const rowsFrom = ({ op, outcome, seq }: StoredOp, from: number, limit: number): PartOfOp => ({
  ...{ outcome, seq, rowCount: op.rows.length },
  op: { header: op.header, rows: op.rows.slice(from, from + limit) },
})

type MapName = Exclude<keyof ServerData, 'stream'>

/** An entry of one of the server's maps as a transaction leaves it. */
export interface WrittenEntry {
  name: MapName
  key: string
  value: unknown
}

type Change = (data: ServerData) => void

/** What a transaction sees: the committed data with its own changes, which nobody else sees before the commit. */
function copyOnWrite(data: ServerData) {
  const changes: Change[] = []
  const written: WrittenEntry[] = []
  const view: ServerData = { ...data }
  const copied = new Set<MapName>()
  const mapOf = (name: MapName): Map<string, unknown> => {
    if (!copied.has(name)) Object.assign(view, { [name]: new Map<string, unknown>(data[name]) })
    copied.add(name)
    return view[name]
  }
  const change = (work: Change): Promise<void> => {
    changes.push(work)
    return Promise.resolve()
  }
  return {
    view,
    written,
    put(name: 'stream', value: Stream): Promise<void> {
      view[name] = value
      return change((target) => void (target[name] = value))
    },
    set(name: MapName, key: string, value: unknown): Promise<void> {
      mapOf(name).set(key, value)
      written.push({ name, key, value })
      return change((target) => void (target[name] as Map<string, unknown>).set(key, value))
    },
    remove(name: MapName, key: string): Promise<void> {
      mapOf(name).delete(key)
      return change((target) => void target[name].delete(key))
    },
    commit: (target: ServerData) => changes.forEach((apply) => apply(target)),
  }
}
