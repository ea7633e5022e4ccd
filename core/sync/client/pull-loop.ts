import type { ClientStore, SyncNetwork } from './ports.ts'
import type { StepEnd } from './push-loop.ts'

/** A pull without a poke at least this often. Milliseconds. */
const SAFETY_PULL = 5 * 60_000

export interface PullOptions {
  /** Items in a page. */
  pageSize: number
}

/** Asks for one page; the last page of a pull makes all of them visible. */
export async function pullOnce(
  store: ClientStore,
  network: SyncNetwork,
  { pageSize }: PullOptions,
): Promise<StepEnd> {
  const state = await store.state()
  if (!state) return { kind: 'idle', wait: Infinity }
  const { device, schema, scopeVersion, after, epoch } = state
  const page = await network.pull({ device, schema, scopeVersion, after, limit: pageSize })
  if (!page.ok)
    return page.refusal === 'epoch' ? { kind: 'epoch' } : { kind: 'refused', refusal: page.refusal }
  if (page.epoch !== epoch) {
    const known = await network.heads({ device, schema })
    if (!known.ok)
      return known.refusal === 'epoch' ? { kind: 'epoch' } : { kind: 'refused', refusal: known.refusal }
    await store.enterEpoch(known.epoch, known.heads)
    return { kind: 'again' }
  }
  const { applied } = page
  if (applied && (applied.n > state.n || (await store.hashOf(applied.n)) !== applied.hash))
    return { kind: 'forked', state }
  if (page.scope) {
    await store.startAfresh(page.scope)
    return { kind: 'again' }
  }
  if (!(await store.stage(after, page)) || page.more) return { kind: 'again' }
  await store.applyStaged({ next: page.next, applied })
  return { kind: 'idle', wait: SAFETY_PULL }
}

const DAY = 24 * 60 * 60_000

/** Once a day by the device's clock, and at once when that was put back: how long ago it was is then unknown. */
const isDue = (checkedAt: number | undefined, now: number): boolean =>
  checkedAt === undefined || now < checkedAt || now - checkedAt >= DAY

/** Compares digests with the server's when it is time, and takes its versions of what differs. Deletes nothing. */
export async function repairOnce(store: ClientStore, network: SyncNetwork, now: number): Promise<void> {
  const state = await store.state()
  if (!state || state.after.item !== undefined || !isDue(state.checkedAt, now)) return
  if ((await store.nextOps(1, new Set())).length > 0) return
  const { device, schema } = state
  const theirs = await network.digests({ device, schema })
  // Digests only mean something at the same place of the same feed.
  if (!theirs.ok || theirs.epoch !== state.epoch || theirs.seq !== state.after.seq) return
  const ours = await store.digests()
  const buckets = theirs.digests.flatMap((digest, bucket) => (digest === ours[bucket] ? [] : [bucket]))
  if (buckets.length === 0) return store.repair(theirs.seq, [], now)
  const answer = await network.buckets({ device, schema, buckets })
  if (answer.ok && answer.epoch === state.epoch) await store.repair(answer.seq, answer.items, now)
}
