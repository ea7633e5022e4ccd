import type { Issue } from '../issue.ts'
import type { Sha256 } from '../op-hash.ts'
import { hiddenRow, projectDocument, seesCollection, seesIssue, seesRow, type DeviceScope } from '../scope.ts'
import type { FeedItem, HeadsAnswer, PullAnswer, PullRequest } from '../wire.ts'
import { admitDevice, type ServerOptions } from './server-options.ts'
import type { FeedEntry, SyncStore } from './sync-store.ts'

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
    const { epoch, seq } = await snapshot.stream()
    const applied = await snapshot.head(request.device)
    if (scope.version !== request.scopeVersion)
      return { ok: true, epoch, items: [], next: request.after, more: false, scope }
    const entries = await snapshot.feed(request.after, request.limit + 1)
    const page = entries.slice(0, request.limit)
    const last = page.at(-1)
    const more = entries.length > request.limit
    return {
      ok: true,
      epoch,
      items: page.flatMap((entry) => feedItem(scope, entry, options.sha256) ?? []),
      next: more && last ? { seq: last.seq, item: last.item } : { seq },
      more,
      ...(applied && { applied }),
    }
  })

/** An entry as the device may see it; undefined when it may not see it at all. */
export function feedItem(scope: DeviceScope, entry: FeedEntry, sha256: Sha256): FeedItem | undefined {
  const { seq } = entry
  if (entry.type === 'op') {
    const { header, rows } = entry.op
    const visible = rows.map((row) => (seesRow(scope, row) ? row : hiddenRow(row, sha256)))
    return { type: 'op', seq, op: { header, rows: visible }, outcome: entry.outcome }
  }
  const { collection, id, record } = entry
  if (!seesCollection(scope, collection)) return undefined
  const { body, erased } = record
  // Only the merger writes issues.
  if (collection === 'issues' && body && !seesIssue(scope, body as Issue)) return undefined
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
