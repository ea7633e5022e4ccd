import type { PushResult, SyncRefusal } from '../wire.ts'
import type { ClientState, ClientStore, SyncNetwork } from './ports.ts'

/** Ops in one push at most. */
const PUSH_BATCH = 20

/** What a step of a loop came to. */
export type StepEnd =
  /** There may be more to do at once. */
  | { kind: 'again' }
  /** Nothing to do until woken, or for so many milliseconds. */
  | { kind: 'idle'; wait: number }
  /** The server does not talk to this device. */
  | { kind: 'refused'; refusal: SyncRefusal | 'damaged' }
  /** The chain in the file is not the server's. */
  | { kind: 'forked'; state: ClientState }
  /** The server was restored; the pull loop finds out more. */
  | { kind: 'epoch' }

/** Ops of these devices cannot be sent before a pull has brought something new. */
export type Parked = Set<string>

export async function pushOnce(store: ClientStore, network: SyncNetwork, parked: Parked): Promise<StepEnd> {
  const state = await store.state()
  if (!state) return { kind: 'idle', wait: Infinity }
  const ops = await store.nextOps(PUSH_BATCH, parked)
  if (ops.length === 0) return { kind: 'idle', wait: Infinity }
  const { device, epoch, schema } = state
  const answer = await network.push({ device, epoch, schema, ops })
  if (!answer.ok)
    return answer.refusal === 'epoch' ? { kind: 'epoch' } : { kind: 'refused', refusal: answer.refusal }
  await store.acknowledge(epoch, answer.results)
  for (const result of answer.results) {
    if (result.status === 'taken') continue
    if (result.device !== device) parked.add(result.device)
    else return ownTrouble(result, state)
  }
  return { kind: 'again' }
}

function ownTrouble(result: Exclude<PushResult, { status: 'taken' }>, state: ClientState): StepEnd {
  switch (result.status) {
    case 'forked':
      return { kind: 'forked', state }
    case 'tampered':
      return { kind: 'refused', refusal: 'damaged' }
    case 'refused':
      return { kind: 'refused', refusal: result.reason }
    case 'gap':
      // `acknowledge` has taken the server's word for how far it is.
      return { kind: 'again' }
  }
}
