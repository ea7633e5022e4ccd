import { canonicalJson } from '../../lib/canonical-json.ts'
import { bucketOf, createDigests } from '../digest.ts'
import type { DeviceScope } from '../scope.ts'
import type { FeedItem, Refusable } from '../wire.ts'
import { feedItem } from './pull-step.ts'
import { admitDevice, type ServerOptions } from './server-options.ts'
import type { SyncSnapshot, SyncStore } from './sync-store.ts'

interface Asking {
  device: string
  schema: number
}

export interface DigestRequest extends Asking {
  /** Where the device stands: digests of another place mean nothing to it, and are not made. */
  at?: number
}

interface DigestsAt {
  epoch: string
  seq: number
  digests: string[]
}

/** Digests of everything in the device's scope, and the sequence number at which they hold. */
export type DigestAnswer = Refusable<DigestsAt>

/** Reads every record, part by part; desktops that ask at the same place of the feed share the work. */
export async function digestStep(
  store: SyncStore,
  request: DigestRequest,
  options: ServerOptions,
): Promise<DigestAnswer> {
  const asked = await store.read(async (snapshot) => ({
    admitted: await admitDevice(snapshot, request, options),
    stream: await snapshot.stream(),
  }))
  if (!asked.admitted.ok) return asked.admitted
  if (request.at !== undefined && request.at !== asked.stream.seq)
    return { ok: true, epoch: asked.stream.epoch, seq: asked.stream.seq, digests: [] }
  const { version: _version, ...scope } = asked.admitted.device.scope
  const make = () => digestsAt(store, scope, options)
  const key = canonicalJson({ ...asked.stream, scope })
  return { ok: true, ...(await (options.shareDigests?.(key, make) ?? make())) }
}

export type ShareDigests = (key: string, make: () => Promise<DigestsAt>) => Promise<DigestsAt>

const digestsAt = (
  store: SyncStore,
  scope: Omit<DeviceScope, 'version'>,
  options: ServerOptions,
): Promise<DigestsAt> =>
  store.read(async (snapshot) => {
    const digests = createDigests(options.sha256)
    for await (const { collection, id, body } of visibleRecords(snapshot, { ...scope, version: 0 }, options))
      if (body) digests.add({ collection, id, body })
    const { epoch, seq } = await snapshot.stream()
    return { epoch, seq, digests: digests.end() }
  })

export type BucketAnswer = Refusable<{ epoch: string; seq: number; items: FeedItem[] }>

/** All records of some buckets, to put right what a device holds differently. */
export const bucketStep = (
  store: SyncStore,
  request: Asking & { buckets: number[] },
  options: ServerOptions,
): Promise<BucketAnswer> =>
  store.read(async (snapshot): Promise<BucketAnswer> => {
    const admitted = await admitDevice(snapshot, request, options)
    if (!admitted.ok) return admitted
    const wanted = new Set(request.buckets)
    const items: FeedItem[] = []
    for await (const record of visibleRecords(snapshot, admitted.device.scope, options))
      if (wanted.has(bucketOf(record, options.sha256))) items.push(record)
    const { epoch, seq } = await snapshot.stream()
    return { ok: true, epoch, seq, items }
  })

type RecordItem = Extract<FeedItem, { type: 'record' }>

async function* visibleRecords(
  snapshot: SyncSnapshot,
  scope: DeviceScope,
  options: ServerOptions,
): AsyncGenerator<RecordItem> {
  const { seq } = await snapshot.stream()
  for await (const part of snapshot.allRecords())
    for (const stored of part) {
      const item = feedItem(scope, { type: 'record', seq, item: '', ...stored }, options.sha256)
      if (item?.type === 'record') yield item
    }
}
