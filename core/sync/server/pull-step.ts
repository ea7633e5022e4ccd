import type { Issue } from '../issue.ts'
import type { Sha256 } from '../op-hash.ts'
import { hiddenRow, projectDocument, seesCollection, seesIssue, seesRow, type DeviceScope } from '../scope.ts'
import { countParts, MOST_ROWS_IN_PART, partItem, partOfItem } from '../parts.ts'
import type { Cursor, FeedItem, HeadsAnswer, OpPart, PullAnswer, PullRequest } from '../wire.ts'
import { admitDevice, type ServerOptions } from './server-options.ts'
import { OP_ITEM } from '../feed-items.ts'
import { type FeedEntry, type SyncSnapshot, type SyncStore } from './sync-store.ts'

/** One page of the feed with the asking device's last applied op, all of one moment. */
export const pullStep = (
  store: SyncStore,
  request: PullRequest,
  options: ServerOptions,
): Promise<PullAnswer> =>
  store.read(async (snapshot): Promise<PullAnswer> => {
    const admitted = await admitDevice(snapshot, request, options)
    if (!admitted.ok) return admitted
    const { scope } = admitted.device
    const applied = await snapshot.head(request.device)
    if (scope.version !== request.scopeVersion) {
      const { epoch } = await snapshot.stream()
      return { ok: true, epoch, items: [], next: request.after, more: false, scope }
    }
    const page = await pageFor(snapshot, scope, request, options)
    return { ok: true, ...page, ...(applied && { applied }) }
  })

/** The next page of what a device with this scope begins with; asked for by no device. */
export const recordsStep = (
  store: SyncStore,
  { scope, ...request }: { scope: DeviceScope; after: Cursor; limit: number },
  options: Pick<ServerOptions, 'sha256'>,
): Promise<Page> =>
  store.read((snapshot) => pageFor(snapshot, scope, { ...request, only: 'records' }, options))

type Page = Omit<Extract<PullAnswer, { ok: true }>, 'ok' | 'applied' | 'scope'>

/** A page of the feed as a device with this scope may see it. */
async function pageFor(
  snapshot: SyncSnapshot,
  scope: DeviceScope,
  request: Pick<PullRequest, 'after' | 'limit' | 'only'>,
  { sha256, rowsInPart = MOST_ROWS_IN_PART }: Pick<ServerOptions, 'sha256' | 'rowsInPart'>,
): Promise<Page> {
  const { epoch, seq } = await snapshot.stream()
  const { entries, more } = await readPage(snapshot, request, rowsInPart)
  const last = entries.at(-1)
  const { only } = request
  const isFirst = only === 'records' && request.after.seq === 0 && request.after.item === undefined
  return {
    epoch,
    items: entries.flatMap((entry) =>
      only === undefined || only === `${entry.type}s` ? (feedItem(scope, entry, sha256) ?? []) : [],
    ),
    next: more && last ? { seq: last.seq, item: last.item } : { seq },
    more,
    ...(isFirst && { total: await snapshot.countRecords() }),
  }
}

/** A place of the feed as it travels: an op of many rows takes several. */
type PageEntry = FeedEntry & { part?: OpPart }

/** Parts in one page at the most, whatever the number of items that a device asks for. */
const MOST_PARTS_IN_PAGE = 2

/** Entries after the cursor until the page is full by its items or by the rows of its ops. */
async function readPage(
  snapshot: SyncSnapshot,
  { after, limit, only }: Pick<PullRequest, 'after' | 'limit' | 'only'>,
  size: number,
): Promise<{ entries: PageEntry[]; more: boolean }> {
  const entries: PageEntry[] = []
  let rows = 0
  const isFull = () => entries.length >= limit || rows >= MOST_PARTS_IN_PAGE * size
  const add = (entry: PageEntry) => {
    entries.push(entry)
    rows += entry.type === 'op' ? entry.op.rows.length : 0
  }
  /** The parts of an op from one on; false when the page was full before the last of them. */
  const addParts = async (seq: number, from: number): Promise<boolean> => {
    for (let index = from; ; index++) {
      const op = await snapshot.opAt(seq, index * size, size)
      const of = countParts(op?.rowCount ?? 0, size)
      if (!op || index >= of) return true
      if (isFull()) return false
      const part = { index, of }
      add({ ...op, type: 'op', item: partItem(OP_ITEM, part), part })
    }
  }
  const begun = partOfItem(after.item)
  if (begun !== undefined && !(await addParts(after.seq, begun + 1))) return { entries, more: true }
  // Of ops that are left out not even their rows are read.
  for (const entry of await snapshot.feed(after, limit + 1, only === 'records' ? 0 : size)) {
    if (isFull()) return { entries, more: true }
    const of = entry.type === 'op' && only !== 'records' ? countParts(entry.rowCount, size) : 1
    if (of === 1 || entry.type === 'record') add(entry)
    else {
      const part = { index: 0, of }
      add({ ...entry, item: partItem(OP_ITEM, part), part })
      if (!(await addParts(entry.seq, 1))) return { entries, more: true }
    }
  }
  return { entries, more: false }
}

/** An entry as the device may see it; undefined when it may not see it at all. */
export function feedItem(scope: DeviceScope, entry: PageEntry, sha256: Sha256): FeedItem | undefined {
  const { seq } = entry
  if (entry.type === 'op') {
    const { header, rows } = entry.op
    const visible = rows.map((row) => (seesRow(scope, row) ? row : hiddenRow(row, sha256)))
    const op = { header, rows: visible, ...(entry.part && { part: entry.part }) }
    return { type: 'op', seq, op, outcome: entry.outcome }
  }
  const { collection, id, record } = entry
  if (!seesCollection(scope, collection)) return undefined
  const { body, erased } = record
  // Only the merger writes issues. One that has come to say more than the device may see is taken off it.
  if (collection === 'issues' && body && !seesIssue(scope, body as Issue))
    return { type: 'record', seq, collection, id }
  return {
    type: 'record',
    seq,
    collection,
    id,
    ...(body && { body: projectDocument(scope, collection, body) }),
    ...(erased && { erased }),
  }
}

/** How far the server has each device's chain: what a device offers after a restore goes by it. */
export const headsStep = (
  store: SyncStore,
  request: { device: string; schema: number },
  options: ServerOptions,
): Promise<HeadsAnswer> =>
  store.read(async (snapshot): Promise<HeadsAnswer> => {
    const admitted = await admitDevice(snapshot, request, options)
    if (!admitted.ok) return admitted
    return { ok: true, epoch: (await snapshot.stream()).epoch, heads: await snapshot.heads() }
  })
