import type { ClientState, ClientStore } from '../client/ports.ts'
import { OP_ITEM, recordItem } from '../feed-items.ts'
import { partItem } from '../parts.ts'
import type { Cursor, FeedItem, PullAnswer, PushResult, SyncRefusal } from '../wire.ts'
import type { AnswerHeader, AnswerLine } from './answer-request.ts'

/**
 * What an answer in a file came to:
 * - `taken`: what it says is in the file of the desktop;
 * - `nothingNew`: all of it was known, because the file came twice or late;
 * - `tooEarly`: an answer before it is missing; nothing was changed;
 * - `otherDevice`: it is for another desktop, or for an earlier identity of this one;
 * - `otherEpoch`: the server was restored before or after it answered; a new request is needed;
 * - `askAgain`: the server was restored, or the desktop may hold other data now: it is ready to ask afresh;
 * - `moved`: a pull over the network came in between; the same answer can be taken again;
 * - `forked`: the file of the desktop was restored or cloned; it has to meet the server over the network once;
 * - `refused`: the server does not talk to this desktop.
 */
export type AnswerEnd =
  | {
      kind:
        'taken' | 'nothingNew' | 'tooEarly' | 'otherDevice' | 'otherEpoch' | 'askAgain' | 'moved' | 'forked'
    }
  | { kind: 'refused'; refusal: SyncRefusal | 'damaged' }

type Page = Extract<PullAnswer, { ok: true }>

/** Takes an answer that was checked before (sync-file.ts). Undefined on a desktop that belongs to no organisation. */
export async function takeAnswer(
  store: ClientStore,
  header: AnswerHeader,
  lines: AsyncIterable<AnswerLine>,
): Promise<AnswerEnd | undefined> {
  const state = await store.state()
  if (!state) return undefined
  if (header.device !== state.device) return { kind: 'otherDevice' }
  const pages = createPageReader(store, header, state)
  for await (const line of lines) {
    const end =
      'push' in line
        ? await takePush(store, header, state, line.push)
        : 'heads' in line
          ? await takeHeads(store, header, state, line.heads)
          : await pages.take(line.pull)
    if (end) return end
  }
  return { kind: 'nothingNew' }
}

async function takePush(
  store: ClientStore,
  header: AnswerHeader,
  state: ClientState,
  push: Extract<AnswerLine, { push: unknown }>['push'],
): Promise<AnswerEnd | undefined> {
  // Another epoch: the heads follow.
  if (!push.ok) return push.refusal === 'epoch' ? undefined : { kind: 'refused', refusal: push.refusal }
  if (header.epoch !== state.epoch) return { kind: 'otherEpoch' }
  const isOwn = ({ device }: PushResult) => device === state.device
  // A gap is what the server lacked then. That it lacks it still is found out by the next request.
  await store.acknowledge(
    state.epoch,
    push.results.filter((result) => result.status !== 'gap'),
  )
  for (const result of push.results.filter(isOwn)) {
    if (result.status === 'forked') return { kind: 'forked' }
    if (result.status === 'tampered') return { kind: 'refused', refusal: 'damaged' }
    if (result.status === 'refused') return { kind: 'refused', refusal: result.reason }
  }
  return undefined
}

async function takeHeads(
  store: ClientStore,
  header: AnswerHeader,
  state: ClientState,
  heads: Extract<AnswerLine, { heads: unknown }>['heads'],
): Promise<AnswerEnd> {
  if (!heads.ok) return { kind: 'otherEpoch' }
  if (heads.epoch === state.epoch) return { kind: 'nothingNew' }
  // Asked in an epoch before this one: which of the two is the later one nobody can tell.
  if (header.epoch !== state.epoch) return { kind: 'otherEpoch' }
  await store.enterEpoch(heads.epoch, heads.heads)
  return { kind: 'askAgain' }
}

/** Takes pages in their order: leaves out what is known, and makes all visible with the last one. */
function createPageReader(store: ClientStore, header: AnswerHeader, state: ClientState) {
  let from = header.after
  let at = state.after
  let hasStaged = false

  return {
    async take(page: PullAnswer): Promise<AnswerEnd | undefined> {
      if (!page.ok)
        return page.refusal === 'epoch' ? { kind: 'otherEpoch' } : { kind: 'refused', refusal: page.refusal }
      if (page.epoch !== state.epoch) return { kind: 'otherEpoch' }
      if (page.scope) return startAfresh(page)
      if (header.scopeVersion !== state.scopeVersion) return { kind: 'otherEpoch' }
      if (compareCursors(from, at) > 0) return { kind: 'tooEarly' }
      from = page.next
      if (compareCursors(page.next, at) > 0) {
        if (await isForked(page)) return { kind: 'forked' }
        const items = page.items.filter((item) => compareCursors(placeOf(item), at) > 0)
        if (!(await store.stage(at, { ...page, items }))) return { kind: 'moved' }
        hasStaged = true
        at = page.next
      }
      if (page.more) return undefined
      if (!hasStaged) return { kind: 'nothingNew' }
      await store.applyStaged({ next: page.next, applied: page.applied })
      return { kind: 'taken' }
    },
  }

  async function startAfresh({ scope }: Page): Promise<AnswerEnd> {
    if (!scope || scope.version === state.scopeVersion) return { kind: 'nothingNew' }
    if (scope.version < state.scopeVersion) return { kind: 'otherEpoch' }
    await store.startAfresh(scope)
    return { kind: 'askAgain' }
  }

  async function isForked({ applied }: Page): Promise<boolean> {
    return applied !== undefined && (applied.n > state.n || (await store.hashOf(applied.n)) !== applied.hash)
  }
}

/** Behind every item of a sequence number. */
const END = '\u{10ffff}'

/** Less than 0 when the first comes before the second, 0 when they are the same place. */
export function compareCursors(a: Cursor, b: Cursor): number {
  if (a.seq !== b.seq) return a.seq - b.seq
  const [left, right] = [a.item ?? END, b.item ?? END]
  return left < right ? -1 : left > right ? 1 : 0
}

/** Where in the feed an item stands. */
export const placeOf = (item: FeedItem): Cursor => ({
  seq: item.seq,
  item: item.type === 'record' ? recordItem(item) : item.op.part ? partItem(OP_ITEM, item.op.part) : OP_ITEM,
})
