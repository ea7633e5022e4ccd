import type { DeviceScope } from '../scope.ts'
import type { SyncStore } from './sync-store.ts'

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
