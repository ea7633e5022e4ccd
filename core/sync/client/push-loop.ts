import { MOST_ROWS_IN_PART, partsOf } from '../parts.ts'
import type { PushResult, SyncRefusal, WireOp } from '../wire.ts'
import type { ClientState, ClientStore, SyncNetwork } from './ports.ts'

/** Ops in one push at most: the server takes them in one transaction, in a tenth of a second or two. */
const PUSH_BATCH = 100

/** What a step of a loop came to. */
export type StepEnd =
  /** There may be more to do at once. */
  | { kind: 'again' }
  /** Nothing to do until woken, or for so many milliseconds. */
  | { kind: 'idle'; wait: number }
  /** The server does not talk to the device. */
  | { kind: 'refused'; refusal: SyncRefusal | 'damaged'; device: string }
  /** The chain in the file is not the server's. */
  | { kind: 'forked'; state: ClientState }
  /** The server was restored; the pull loop finds out more. */
  | { kind: 'epoch' }

/** What it comes to that the server refuses a request. */
export const refusedEnd = ({ refusal }: { refusal: SyncRefusal | 'epoch' }, device: string): StepEnd =>
  refusal === 'epoch' ? { kind: 'epoch' } : { kind: 'refused', refusal, device }

/** What the push loop remembers between two pushes. Nothing of it has to outlive the program. */
export interface PushMemory {
  /** Ops of these devices cannot be sent before a pull has brought something new. */
  parked: Set<string>
  /** The op that is being sent in parts: all of them, and which one comes next. */
  sending?: { hash: string; parts: WireOp[]; next: number }
}

export interface PushOptions {
  /** Rows of one op that travel together at the most; by default `MOST_ROWS_IN_PART`. */
  rowsInPart?: number
}

export async function pushOnce(
  store: ClientStore,
  network: SyncNetwork,
  memory: PushMemory,
  { rowsInPart = MOST_ROWS_IN_PART }: PushOptions = {},
): Promise<StepEnd> {
  const state = await store.state()
  if (!state) return { kind: 'idle', wait: Infinity }
  const ops = await store.nextOps(PUSH_BATCH, memory.parked)
  if (ops.length === 0) return { kind: 'idle', wait: Infinity }
  const { device, epoch, schema } = state
  const answer = await network.push({ device, epoch, schema, ops: batchOf(ops, memory, rowsInPart) })
  if (!answer.ok) return refusedEnd(answer, device)
  await store.acknowledge(epoch, answer.results)
  for (const result of answer.results) {
    const begun = memory.sending?.parts[0]?.header
    const isOfParts = begun?.device === result.device && begun.n === result.n
    if (result.status === 'part') {
      if (isOfParts && memory.sending) memory.sending.next = result.next
      continue
    }
    if (isOfParts) delete memory.sending
    if (result.status === 'taken') continue
    if (result.device !== device) memory.parked.add(result.device)
    else return ownTrouble(result, state)
  }
  return { kind: 'again' }
}

/** What goes out next: as many of the ops, or parts of them, as two parts have rows. */
function batchOf(ops: readonly WireOp[], memory: PushMemory, size: number): WireOp[] {
  const batch: WireOp[] = []
  let rows = 0
  for (const op of ops) {
    // Reading the rows of a big op takes a while, so its parts are kept until it is through.
    const begun = memory.sending?.hash === op.header.hash ? memory.sending : undefined
    const sending = begun ?? { hash: op.header.hash, parts: partsOf(op, size), next: 0 }
    const rest = sending.parts.slice(sending.next)
    if (sending.parts.length > 1) memory.sending = sending
    for (const part of rest) {
      if (batch.length > 0 && rows + part.rows.length > 2 * size) return batch
      batch.push(part)
      rows += part.rows.length
    }
  }
  return batch
}

function ownTrouble(result: Exclude<PushResult, { status: 'taken' | 'part' }>, state: ClientState): StepEnd {
  switch (result.status) {
    case 'forked':
      return { kind: 'forked', state }
    case 'tampered':
      return { kind: 'refused', refusal: 'damaged', device: state.device }
    case 'refused':
      return { kind: 'refused', refusal: result.reason, device: state.device }
    case 'gap':
      // `acknowledge` has taken the server's word for how far it is.
      return { kind: 'again' }
  }
}
