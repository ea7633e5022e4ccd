import type { EnrolAnswer } from '../server/enrol-step.ts'
import type { ClientState, ClientStore, SyncNetwork } from './ports.ts'

/**
 * The chain on the server is not the one in the file: the file was restored, moved or cloned. Finds the last op that
 * both have and goes on under a new identity.
 */
export async function replaceIdentity(
  store: ClientStore,
  network: SyncNetwork,
  state: ClientState,
): Promise<EnrolAnswer> {
  const { device, schema } = state
  const serverHas = (n: number) => network.hashOf({ device, schema, of: device, n })
  // Up to `common` both chains are the same, from there on never again.
  let [common, beyond] = [0, state.n + 1]
  while (beyond - common > 1) {
    const middle = Math.floor((common + beyond) / 2)
    const theirs = await serverHas(middle)
    if (theirs !== undefined && theirs === (await store.hashOf(middle))) common = middle
    else beyond = middle
  }
  const isForked = common < state.n && (await serverHas(common + 1)) !== undefined
  const answer = await network.replace(device)
  if (answer.ok) await store.renew(isForked ? common + 1 : undefined)
  return answer
}
