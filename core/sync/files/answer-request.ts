import { headsStep, pullStep } from '../server/pull-step.ts'
import { pushStep } from '../server/push-step.ts'
import type { ServerOptions } from '../server/server-options.ts'
import type { SyncStore } from '../server/sync-store.ts'
import type { Cursor, HeadsAnswer, PullAnswer, PushAnswer, WireOp } from '../wire.ts'
import type { RequestHeader } from './request-file.ts'
import { headerOf, type FileHeader } from './sync-file.ts'

/** The server's side of a request, answered in a file. */
export interface AnswerHeader extends FileHeader {
  /** Hash of the request file. */
  answers: string
  /** Where the desktop stood when it asked. */
  epoch: string
  after: Cursor
  scopeVersion: number
}

/** A line behind the header: what became of some ops, then pages of the feed, or the heads of another epoch. */
export type AnswerLine = { push: PushAnswer } | { pull: PullAnswer } | { heads: HeadsAnswer }

/** Rows of ops taken in one transaction, unless one op has more. */
const ROWS_AT_ONCE = 4_000
/** Ops taken in one transaction. */
const OPS_AT_ONCE = 200
/** Items of the feed in one line. */
const ITEMS_IN_LINE = 500

export const answerHeader = (
  { org, device, epoch, after, scopeVersion }: RequestHeader,
  answers: string,
  made: string,
): AnswerHeader => ({ ...headerOf('answer', { org, device, made }), answers, epoch, after, scopeVersion })

/**
 * Does what a request asks for and tells what came of it. The request was checked before. Ops count as soon as their
 * line was given: who does not get the answer sends the same again, and is answered the same.
 */
export async function* answerRequest(
  store: SyncStore,
  { device, schema, epoch, after, scopeVersion }: RequestHeader,
  ops: AsyncIterable<WireOp>,
  options: ServerOptions,
): AsyncGenerator<AnswerLine> {
  for await (const batch of batchesOf(ops)) {
    const push = await pushStep(store, { device, schema, epoch, ops: batch }, options)
    yield { push }
    if (push.ok) continue
    if (push.refusal === 'epoch') yield { heads: await headsStep(store, { device, schema }, options) }
    return
  }
  for (let from = after; ;) {
    const request = { device, schema, scopeVersion, after: from, limit: ITEMS_IN_LINE }
    const pull = await pullStep(store, request, options)
    yield { pull }
    if (!pull.ok || !pull.more) return
    from = pull.next
  }
}

/** At least one, so that the epoch is looked at also when nothing was sent. */
async function* batchesOf(ops: AsyncIterable<WireOp>): AsyncGenerator<WireOp[]> {
  let batch: WireOp[] = []
  let rows = 0
  let hasGiven = false
  for await (const op of ops) {
    if (batch.length > 0 && (rows + op.rows.length > ROWS_AT_ONCE || batch.length >= OPS_AT_ONCE)) {
      yield batch
      hasGiven = true
      batch = []
      rows = 0
    }
    batch.push(op)
    rows += op.rows.length
  }
  if (batch.length > 0 || !hasGiven) yield batch
}
