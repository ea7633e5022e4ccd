import { bucketOf, digestsOf } from '../digest.ts'
import type { FeedItem, Refusable } from '../wire.ts'
import { feedItem } from './pull-step.ts'
import { admitDevice, type ServerOptions } from './server-options.ts'
import type { SyncSnapshot, SyncStore } from './sync-store.ts'
import type { DeviceScope } from '../scope.ts'

export interface DigestRequest {
  device: string
  schema: number
}

/** Digests of everything in the device's scope, and the sequence number at which they hold. */
export type DigestAnswer = Refusable<{ epoch: string; seq: number; digests: string[] }>

export const digestStep = (
  store: SyncStore,
  request: DigestRequest,
  options: ServerOptions,
): Promise<DigestAnswer> =>
  store.read(async (snapshot): Promise<DigestAnswer> => {
    const admitted = await admitDevice(snapshot, request, options)
    if (!admitted.ok) return admitted
    const records = (await visibleRecords(snapshot, admitted.device.scope, options)).flatMap(
      ({ collection, id, body }) => (body ? [{ collection, id, body }] : []),
    )
    return { ok: true, ...(await snapshot.stream()), digests: digestsOf(records, options.sha256) }
  })

export type BucketAnswer = Refusable<{ epoch: string; seq: number; items: FeedItem[] }>

/** All records of some buckets, to put right what a device holds differently. */
export const bucketStep = (
  store: SyncStore,
  request: DigestRequest & { buckets: number[] },
  options: ServerOptions,
): Promise<BucketAnswer> =>
  store.read(async (snapshot): Promise<BucketAnswer> => {
    const admitted = await admitDevice(snapshot, request, options)
    if (!admitted.ok) return admitted
    const wanted = new Set(request.buckets)
    const records = await visibleRecords(snapshot, admitted.device.scope, options)
    const items = records.filter((record) => wanted.has(bucketOf(record, options.sha256)))
    return { ok: true, ...(await snapshot.stream()), items }
  })

async function visibleRecords(snapshot: SyncSnapshot, scope: DeviceScope, options: ServerOptions) {
  const { seq } = await snapshot.stream()
  return (await snapshot.allRecords()).flatMap((stored) => {
    const item = feedItem(scope, { type: 'record', seq, item: '', ...stored }, options.sha256)
    return item?.type === 'record' ? [item] : []
  })
}
