import type { StoredDocument } from '#core/domain/entity.ts'
import { HLC_START, parseHlc, receive, type Hlc } from '#core/sync/hlc.ts'
import { refKey, type RecordRef } from '#core/sync/merge/merge-op.ts'
import { NO_PREVIOUS_HASH } from '#core/sync/op-hash.ts'
import type {
  BaseRecord,
  DeviceTransaction,
  LocalOp,
  OwnIdentity,
  SyncMarks,
} from '#core/sync/overlay/device-store.ts'
import { canReplay } from '#core/sync/overlay/replay.ts'
import type { FeedItem } from '#core/sync/wire.ts'

/** The disk has no room, or the program died in the middle of a transaction: nothing of it is kept. */
export class StorageFailure extends Error {}

export interface FileContent {
  identity: OwnIdentity
  marks?: SyncMarks
  records: Map<string, Map<string, StoredDocument>>
  bases: Map<string, RecordRef & { base: BaseRecord }>
  ops: Map<string, Map<number, LocalOp>>
  staged: FeedItem[]
  counters: Map<string, number>
  hlc: Hlc
}

export const emptyFile = (identity: Omit<OwnIdentity, 'n' | 'hash'>): FileContent => ({
  identity: { ...identity, n: 0, hash: NO_PREVIOUS_HASH },
  records: new Map(),
  bases: new Map(),
  ops: new Map(),
  staged: [],
  counters: new Map(),
  hlc: HLC_START,
})

/** A copy as a backup tool makes it. Values are never changed in place. */
export const copyFile = (file: FileContent): FileContent => ({
  ...file,
  identity: { ...file.identity },
  records: copyDeep(file.records),
  bases: new Map(file.bases),
  ops: copyDeep(file.ops),
  staged: [...file.staged],
  counters: new Map(file.counters),
})

const copyDeep = <K, L, V>(maps: Map<K, Map<L, V>>): Map<K, Map<L, V>> =>
  new Map([...maps].map(([key, map]) => [key, new Map(map)]))

export interface FileTransaction extends DeviceTransaction {
  content: FileContent
  nextCount(counter: string): number
  putHlc(hlc: Hlc): void
}

export interface FilePorts {
  /** Called before every write; throws to make the file fail there. */
  onWrite: () => void
  /** The desktop's own clock, milliseconds since 1970 UTC. */
  now: number
}

/** Runs work in one transaction; what throws leaves everything as it was before. */
export function inFileTransaction<T>(
  content: FileContent,
  { onWrite, now }: FilePorts,
  work: (transaction: FileTransaction) => T,
): T {
  const undo: (() => void)[] = []
  try {
    return work(
      transactionOn(content, now, (write, takeBack) => {
        onWrite()
        undo.push(takeBack)
        write()
      }),
    )
  } catch (error) {
    for (const takeBack of undo.reverse()) takeBack()
    throw error
  }
}

type Write = (write: () => void, takeBack: () => void) => void

function setIn<K, V>(map: Map<K, V>, key: K, value: V | undefined, write: Write): void {
  const before = map.get(key)
  const put = (next: V | undefined) => () => void (next === undefined ? map.delete(key) : map.set(key, next))
  write(put(value), put(before))
}

function assign<K extends keyof FileContent>(
  content: FileContent,
  key: K,
  value: FileContent[K],
  write: Write,
): void {
  const before = content[key]
  write(
    () => void (content[key] = value),
    () => void (content[key] = before),
  )
}

function transactionOn(content: FileContent, now: number, write: Write): FileTransaction {
  const mapOf = <V>(maps: Map<string, Map<string | number, V>>, key: string) => {
    const known = maps.get(key)
    if (known) return known
    const made = new Map<string | number, V>()
    maps.set(key, made)
    return made
  }
  const recordsOf = (collection: string) => mapOf(content.records, collection)
  const opsOfDevice = (device: string) =>
    mapOf(content.ops as Map<string, Map<string | number, LocalOp>>, device)
  const opsInOrder = (device: string, above: number): LocalOp[] =>
    [...(content.ops.get(device)?.entries() ?? [])]
      .filter(([n]) => n > above)
      .sort(([a], [b]) => a - b)
      .map(([, op]) => op)
  const pendingOps = (applied: Readonly<Record<string, number>>): LocalOp[] => {
    const all = (content.marks?.identities ?? [content.identity.id]).flatMap((id) =>
      opsInOrder(id, applied[id] ?? 0),
    )
    const isAnew = ({ op }: LocalOp) => op.header.former !== undefined
    return [...all.filter(isAnew), ...all.filter((one) => !isAnew(one))]
  }

  return {
    content,
    marks: () => content.marks,
    putMarks: (marks) => assign(content, 'marks', marks, write),
    identity: () => content.identity,
    putIdentity: (identity) => assign(content, 'identity', identity, write),
    record: ({ collection, id }) => content.records.get(collection)?.get(id),
    putRecord: ({ collection, id }, body) => setIn(recordsOf(collection), id, body, write),
    *records(behind) {
      const after = behind && refKey(behind)
      const all = [...content.records].flatMap(([collection, records]) =>
        [...records].map(([id, body]) => ({ collection, id, body, place: { part: 0, collection, id } })),
      )
      for (const record of all.sort((a, b) => (refKey(a) < refKey(b) ? -1 : 1)))
        if (after === undefined || refKey(record) > after) yield record
    },
    base: (ref) => content.bases.get(refKey(ref))?.base,
    putBase: (ref, base) =>
      setIn(content.bases, refKey(ref), base && { collection: ref.collection, id: ref.id, base }, write),
    basedRecords: () => [...content.bases.values()].map(({ collection, id }) => ({ collection, id })),
    rowsAbove: (applied, ref) =>
      pendingOps(applied).flatMap(({ op }) =>
        op.rows.filter((row) => row.collection === ref.collection && row.id === ref.id && canReplay(row)),
      ),
    recordsAbove(applied) {
      const refs = new Map<string, RecordRef>()
      for (const { op } of pendingOps(applied))
        for (const { collection, id } of op.rows) refs.set(`${collection}/${id}`, { collection, id })
      return [...refs.values()]
    },
    op: (device, n) => content.ops.get(device)?.get(n),
    putOp: (op) => setIn(opsOfDevice(op.op.header.device), op.op.header.n, op, write),
    removeOp: (device, n) => setIn(opsOfDevice(device), n, undefined, write),
    opsOf: (device, above, limit) => opsInOrder(device, above).slice(0, limit),
    offers: (limit, without = new Set(), above = -1) =>
      [...content.ops]
        .filter(([device]) => !without.has(device))
        .flatMap(([, ops]) => [...ops.values()].filter(({ offer = -1 }) => offer > above))
        .sort((a, b) => (a.offer ?? 0) - (b.offer ?? 0))
        .slice(0, limit),
    authors: () => [...content.ops.keys()],
    rewriteRows(ref, rewrite) {
      const isOf = (row: RecordRef) => row.collection === ref.collection && row.id === ref.id
      for (const ops of content.ops.values())
        for (const [n, local] of ops)
          if (local.op.rows.some(isOf)) {
            const rows = local.op.rows.map((row) => (isOf(row) ? rewrite(row) : row))
            setIn(ops, n, { ...local, op: { ...local.op, rows } }, write)
          }
    },
    stage: (items) => assign(content, 'staged', [...content.staged, ...items], write),
    staged: () => content.staged,
    clearStaged: () => assign(content, 'staged', [], write),
    hear(at) {
      const heard = parseHlc(at)
      if (heard) assign(content, 'hlc', receive(content.hlc, heard.clock, now), write)
    },
    nextCount(counter) {
      const next = (content.counters.get(counter) ?? 0) + 1
      setIn(content.counters, counter, next, write)
      return next
    },
    putHlc: (hlc) => assign(content, 'hlc', hlc, write),
  }
}
