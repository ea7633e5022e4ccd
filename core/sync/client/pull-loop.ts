import type { FeedItem } from '../wire.ts'
import type { ClientStore, SyncNetwork } from './ports.ts'
import { refusedEnd, type StepEnd } from './push-loop.ts'

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
  const { device, schema, scopeVersion, after, epoch, first } = state
  const request = { device, schema, scopeVersion, after, limit: pageSize }
  const page = await network.pull(first ? { ...request, only: 'records' } : request)
  if (!page.ok) return refusedEnd(page, device)
  if (page.epoch !== epoch) {
    const known = await network.heads({ device, schema })
    if (!known.ok) return refusedEnd(known, device)
    await store.enterEpoch(known.epoch, known.heads)
    return { kind: 'again' }
  }
  const { applied } = page
  // By the file as it is now: what was written and taken while the page was on its way is its own, and no other copy's.
  const own = await store.state()
  if (own?.device !== device) return { kind: 'again' }
  if (applied && (applied.n > own.n || (await store.hashOf(applied.n)) !== applied.hash))
    return { kind: 'forked', state: own }
  if (page.scope) {
    await store.startAfresh(page.scope)
    return { kind: 'again' }
  }
  const isNext = await store.takePage(after, page)
  return isNext && !page.more ? { kind: 'idle', wait: SAFETY_PULL } : { kind: 'again' }
}

/**
 * Fetches some of the older activity that the first pull left out; false when there is none, or the server would rather
 * say something else, which the next pull hears.
 */
export async function historyOnce(
  store: ClientStore,
  network: SyncNetwork,
  { pageSize }: PullOptions,
): Promise<boolean> {
  const state = await store.state()
  if (!state?.history || state.after.item !== undefined) return false
  const { device, schema, scopeVersion, epoch, history } = state
  const items: FeedItem[] = []
  let next = history
  for (let isWhole = false; !isWhole;) {
    const page = await network.pull({
      device,
      schema,
      scopeVersion,
      after: next,
      limit: pageSize,
      only: 'ops',
    })
    if (!page.ok || page.epoch !== epoch || page.scope) return false
    items.push(...page.items)
    next = page.next
    isWhole = !page.more || !endsWithinOp(page.items)
  }
  await store.keepHistory({ after: history, items, next })
  return true
}

/** The rest of an op is on the next page. */
function endsWithinOp(items: readonly FeedItem[]): boolean {
  const last = items.at(-1)
  const part = last?.type === 'op' ? last.op.part : undefined
  return part !== undefined && part.index + 1 < part.of
}

const DAY = 24 * 60 * 60_000

/** Once a day by the device's clock, and at once when that was put back: how long ago it was is then unknown. */
const isDue = (checkedAt: number | undefined, now: number): boolean =>
  checkedAt === undefined || now < checkedAt || now - checkedAt >= DAY

/**
 * Compares digests with the server's when it is time, and takes its versions of what differs. Deletes nothing. Answers
 * whether it tried: the comparison may come to nothing because somebody wrote meanwhile.
 */
export async function repairOnce(store: ClientStore, network: SyncNetwork, now: number): Promise<boolean> {
  const state = await store.state()
  if (!state || state.after.item !== undefined || !isDue(state.checkedAt, now)) return false
  if ((await store.nextOps(1, new Set())).length > 0) return false
  const { device, schema } = state
  const theirs = await network.digests({ device, schema, at: state.after.seq })
  // Digests only mean something at the same place of the same feed.
  if (!theirs.ok || theirs.epoch !== state.epoch || theirs.seq !== state.after.seq) return true
  const ours = await store.digests()
  if (!ours) return true
  const buckets = theirs.digests.flatMap((digest, bucket) => (digest === ours[bucket] ? [] : [bucket]))
  if (buckets.length === 0) await store.repair(theirs.seq, [], now)
  else {
    const answer = await network.buckets({ device, schema, buckets })
    if (answer.ok && answer.epoch === state.epoch) await store.repair(answer.seq, answer.items, now)
  }
  return true
}
