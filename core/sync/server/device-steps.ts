import type { DeviceScope } from '../scope.ts'
import type { SyncRefusal } from '../wire.ts'
import { admitDevice, type ServerOptions } from './server-options.ts'
import type { LeaseKind, SyncStore } from './sync-store.ts'

/** A person takes a device out: what it wrote counts only as far as it was taken already, whoever brings the rest. */
export const revokeStep = (store: SyncStore, id: string): Promise<void> =>
  store.write(async (transaction) => {
    await transaction.lock()
    const device = await transaction.device(id)
    if (!device || device.state === 'revoked') return
    await transaction.putDevice({ ...device, state: 'revoked' })
  })

/** A person looked at a quarantined device: its copies may go on under new identities. */
export const releaseStep = (store: SyncStore, id: string): Promise<void> =>
  store.write(async (transaction) => {
    await transaction.lock()
    const device = await transaction.device(id)
    if (device?.state === 'quarantined') await transaction.putDevice({ ...device, state: 'closed' })
  })

/** Another scope; the device starts afresh when it next pulls. */
export const changeScopeStep = (
  store: SyncStore,
  id: string,
  scope: Omit<DeviceScope, 'version'>,
): Promise<void> =>
  store.write(async (transaction) => {
    await transaction.lock()
    const device = await transaction.device(id)
    if (device)
      await transaction.putDevice({ ...device, scope: { ...scope, version: device.scope.version + 1 } })
  })

export interface LeaseRequest {
  device: string
  schema: number
  kind: LeaseKind
  /** The office whose invoices are meant; any text for mail. */
  key: string
  /** A person took it away by hand from a device that does not answer. */
  force?: boolean
}

export type LeaseAnswer = { ok: true; holder: string } | { ok: false; refusal: SyncRefusal }

/** Takes a lease that is free, or by hand one that is not. It survives being offline: nothing expires. */
export const leaseStep = (
  store: SyncStore,
  request: LeaseRequest,
  options: ServerOptions,
): Promise<LeaseAnswer> =>
  store.write(async (transaction): Promise<LeaseAnswer> => {
    await transaction.lock()
    const admitted = await admitDevice(transaction, request, options)
    if (!admitted.ok) return admitted
    const holder = await transaction.lease(request.kind, request.key)
    if (holder !== undefined && holder !== request.device && !request.force) return { ok: true, holder }
    await transaction.putLease(request.kind, request.key, request.device)
    return { ok: true, holder: request.device }
  })
