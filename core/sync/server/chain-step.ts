import { admitDevice, type ServerOptions } from './server-options.ts'
import type { SyncStore } from './sync-store.ts'

/**
 * The hash of an op that the server has. A device that finds its chain forked looks for the last op that both have; it
 * is answered also when it is quarantined.
 */
export const chainStep = (
  store: SyncStore,
  request: { device: string; schema: number; of: string; n: number },
  options: ServerOptions,
): Promise<string | undefined> =>
  store.read(async (snapshot) => {
    const admitted = await admitDevice(snapshot, request, options)
    const isOwn = request.device === request.of
    if (!admitted.ok && !isOwn) return undefined
    return (await snapshot.op(request.of, request.n))?.op.header.hash
  })
