import { changePath, parseChangePath } from '#core/domain/change-path.ts'
import { jsonEqual } from '#core/lib/json-value.ts'
import { refKey } from '#core/sync/merge/merge-op.ts'
import { feedItem } from '#core/sync/server/pull-step.ts'
import { sha256 } from './crypto.ts'
import type { SyncMarks } from '#core/sync/overlay/device-store.ts'
import type { FileContent } from './device-file.ts'
import type { SimServer } from './server.ts'
import type { World } from './world.ts'

/** Looks at a desktop's file after every transaction for what must hold at any moment. */
export function createFileWatch(world: World, server: SimServer, name: string) {
  let last: { marks: SyncMarks; device: string } | undefined
  /** Ids of own ops that the feed has brought: from then on they are the server's business. */
  const brought = new Set<string>()
  return {
    check(file: FileContent): void {
      const { marks, identity } = file
      if (marks && last && isOneLife(marks, last.marks)) {
        if (marks.cursor.seq < last.marks.cursor.seq) world.fail(`${name}: checkpoint goes back`)
        for (const [device, n] of Object.entries(last.marks.applied))
          if ((marks.applied[device] ?? 0) < n) world.fail(`${name}: applied of ${device} goes back`)
      }
      if (marks?.cursor.item !== undefined) world.fail(`${name}: half a pull is visible`)
      if (marks && marks.cursor !== last?.marks.cursor) checkNothingMissed(world, server, name, file, marks)
      last = marks && { marks, device: identity.id }
      if (marks) checkOwnEdits(world, name, file, marks, brought)
    },
  }
}

/** Numbers may go back when the server was restored, or the device started afresh for another scope. */
const isOneLife = (a: SyncMarks, b: SyncMarks): boolean =>
  a.epoch === b.epoch && a.scope.version === b.scope.version

/** Every committed record up to the checkpoint is in the file: as the record, or under pending changes as its base. */
function checkNothingMissed(
  world: World,
  server: SimServer,
  name: string,
  file: FileContent,
  marks: SyncMarks,
): void {
  const { records, stream } = server.store.data
  if (marks.epoch !== stream.epoch) return
  const pending = new Set(pendingRecords(file, marks))
  for (const stored of records.values()) {
    const { collection, id, seq } = stored
    const key = refKey(stored)
    if (seq > marks.cursor.seq || world.damaged.has(key)) continue
    const item = feedItem(marks.scope, { type: 'record', item: '', ...stored }, sha256)
    const theirs = item?.type === 'record' ? item.body : undefined
    const ours = pending.has(key) ? file.bases.get(key)?.base.body : file.records.get(collection)?.get(id)
    if (!jsonEqual(theirs, ours)) world.fail(`${name}: misses ${key} of ${seq}`)
  }
}

const pendingRecords = (file: FileContent, marks: SyncMarks): string[] =>
  marks.identities.flatMap((device) =>
    [...(file.ops.get(device)?.values() ?? [])]
      .filter(({ op }) => op.header.n > (marks.applied[device] ?? 0))
      // A row whose values were erased lies over nothing any more.
      .flatMap(({ op }) => op.rows.filter((row) => !row.hidden || row.kind === 'delete').map(refKey)),
  )

/** What a person typed and no server has answered for stays on their screen, as long as the record is there. */
function checkOwnEdits(
  world: World,
  name: string,
  file: FileContent,
  marks: SyncMarks,
  brought: Set<string>,
): void {
  // A first pull brings records before the ops that made them.
  const isFirst = marks.first === true || marks.history !== undefined
  const applied = (device: string): number => (isFirst ? (marks.applied[device] ?? 0) : 0)
  const newest = new Map<string, { collection: string; id: string; field: string; to: unknown }>()
  for (const device of marks.identities) {
    const ops = [...(file.ops.get(device)?.entries() ?? [])].sort(([a], [b]) => a - b)
    for (const [, { op, seq }] of ops) if (seq !== undefined) brought.add(op.header.id)
    // Those before it the server has as well, also when the feed brings them later: `keepHistory`.
    const last = ops.findLastIndex(([n, { op }]) => n <= applied(device) || brought.has(op.header.id))
    for (const [, { op }] of ops.slice(last + 1)) {
      // Also when a restored server does not have it yet, or it was written anew under another identity since.
      // What was written anew for another desktop was typed there.
      if ((world.made.get(op.header.id)?.by ?? name) !== name) continue
      for (const { collection, id, path, kind, to, hidden } of op.rows) {
        const place = parseChangePath(path)
        const key = `${collection}/${id}`
        if (!place || hidden)
          for (const known of newest.keys()) if (known.startsWith(key)) newest.delete(known)
        if (place?.elementId !== undefined) newest.delete(`${key}/${changePath(place.field)}`)
        if (place && kind === 'set' && place.elementId === undefined && !hidden)
          newest.set(`${key}/${path}`, { collection, id, field: place.field, to })
      }
    }
  }
  for (const { collection, id, field, to } of newest.values()) {
    const record = file.records.get(collection)?.get(id)
    if (record && !jsonEqual(record[field], to))
      world.fail(`${name}: own edit of ${collection}/${id} ${field} is gone`)
  }
}
