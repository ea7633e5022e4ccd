import type { PushAnswer, PushRequest, PushResult } from '../wire.ts'
import { admitDevice, type ServerOptions } from './server-options.ts'
import type { SyncStore } from './sync-store.ts'
import { takeOp } from './take-op.ts'

/**
 * Takes the ops of a push in one transaction: lock, and for each op check its place in the chain, merge, write. Parts of
 * an op are kept until the last one is there. A
 * repeated op is answered as the first time. An op that cannot be taken ends what is taken of its device, never what is
 * taken of others; one whose content is refused counts as processed.
 */
export const pushStep = (
  store: SyncStore,
  request: PushRequest,
  options: ServerOptions,
): Promise<PushAnswer> =>
  store.write(async (transaction): Promise<PushAnswer> => {
    const stream = await transaction.lock()
    const admitted = await admitDevice(transaction, request, options)
    if (!admitted.ok) return admitted
    if (request.epoch !== stream.epoch) return { ok: false, refusal: 'epoch' }
    const results: PushResult[] = []
    const stopped = new Set<string>()
    let { seq } = stream
    for (const op of request.ops) {
      const { device } = op.header
      if (stopped.has(device)) continue
      const result = await takeOp(transaction, op, { pushedBy: request.device, seq: seq + 1 }, options)
      if (result.wrote) seq++
      if (result.answer.status !== 'taken' && result.answer.status !== 'part') stopped.add(device)
      results.push(result.answer)
    }
    await transaction.putStream({ ...stream, seq })
    return { ok: true, results, seq }
  })
