import { canonicalJson } from '../../lib/canonical-json.ts'
import type { DeviceScope } from '../scope.ts'
import type { ServerIdentity, SyncRefusal } from '../wire.ts'
import type { ServerOptions } from './server-options.ts'
import type { DeviceRecord, SyncStore, SyncTransaction } from './sync-store.ts'

/** A device identity as it introduces itself. */
export interface NewDevice {
  id: string
  name: string
  code: string
  publicKey: string
}

export interface EnrolRequest {
  /** The one-time code that a person typed. */
  code: string
  device: NewDevice
  schema: number
  /** Made-up data may not come into an organisation. */
  holdsDemo: boolean
  /** The file was in the organisation before, and goes on from there. */
  rejoins?: boolean
  /** The file has no catalogue of its own: it can only begin with what an organisation holds already. */
  needsData?: boolean
}

export type EnrolAnswer =
  | {
      ok: true
      epoch: string
      scope: DeviceScope
      /** With what the organisation's servers sign files; given by the server program. */
      server?: ServerIdentity
      /** Another device gives numbers with this code: draw a new one for future numbers, and enrol again. */
      codeTaken: boolean
    }
  | { ok: false; refusal: SyncRefusal | 'wrongCode' | 'demo' | 'empty' | 'proof' }

/** A desktop joins. Its ops from n = 1 follow by ordinary pushes. */
export const enrolStep = (
  store: SyncStore,
  request: EnrolRequest,
  options: ServerOptions,
): Promise<EnrolAnswer> =>
  store.write(async (transaction): Promise<EnrolAnswer> => {
    const { epoch, seq } = await transaction.lock()
    if (request.schema < options.minSchema) return { ok: false, refusal: 'update' }
    if (request.holdsDemo) return { ok: false, refusal: 'demo' }
    const known = await transaction.device(request.device.id)
    // The answer got lost, or the code clashed the first time: the same device and key may ask again.
    if (known?.state === 'active' && known.publicKey === request.device.publicKey)
      return {
        ok: true,
        epoch,
        scope: known.scope,
        codeTaken: await register(transaction, { ...known, code: request.device.code }),
      }
    // Another copy of the file took its place. What only this one holds is worth as much: it may say that it is here, and
    // hears with its first pull that it has to go on under an identity of its own.
    const isReplaced = known?.state === 'closed' && known.publicKey === request.device.publicKey
    if (known && !(isReplaced && request.rejoins))
      return { ok: false, refusal: known.state === 'active' ? 'forbidden' : known.state }
    // Without offices and statuses nothing can be made there. The code stays good for when there are some.
    if (request.needsData && seq === 0) return { ok: false, refusal: 'empty' }
    const enrolment = await transaction.takeEnrolment(request.code)
    if (!enrolment) return { ok: false, refusal: 'wrongCode' }
    if (known) return { ok: true, epoch, scope: known.scope, codeTaken: false }
    const codeTaken = await register(transaction, {
      ...request.device,
      scope: enrolment.scope,
      state: 'active',
    })
    return { ok: true, epoch, scope: enrolment.scope, codeTaken }
  })

/** Keeps the device; answers whether another one has its code. */
async function register(transaction: SyncTransaction, device: DeviceRecord): Promise<boolean> {
  await transaction.putDevice(device)
  return (await transaction.claim('deviceCode', device.code, device.id)) !== undefined
}

export interface ReplaceRequest {
  /** The identity in the file. */
  old: string
  device: NewDevice
  schema: number
  /** The old key's signature over `replacementText`. */
  proof: string
}

export const replacementText = (old: string, device: NewDevice): string =>
  canonicalJson({ replaces: old, ...device })

/**
 * A file that was restored, moved or cloned goes on under a new identity; the old one is closed. A revoked identity
 * cannot be replaced, and a quarantined one only after a person allowed it.
 */
export const replaceStep = (
  store: SyncStore,
  request: ReplaceRequest,
  options: ServerOptions,
): Promise<EnrolAnswer> =>
  store.write(async (transaction): Promise<EnrolAnswer> => {
    const { epoch } = await transaction.lock()
    if (request.schema < options.minSchema) return { ok: false, refusal: 'update' }
    const old = await transaction.device(request.old)
    if (!old) return { ok: false, refusal: 'unknownDevice' }
    if (old.state === 'revoked' || old.state === 'quarantined') return { ok: false, refusal: old.state }
    if (!options.verify(replacementText(request.old, request.device), request.proof, old.publicKey))
      return { ok: false, refusal: 'proof' }
    const known = await transaction.device(request.device.id)
    if (known && known.publicKey !== request.device.publicKey) return { ok: false, refusal: 'forbidden' }
    // The request comes once more, and meanwhile the new identity was taken out or replaced itself.
    if (known && known.state !== 'active') return { ok: false, refusal: known.state }
    await transaction.putDevice({ ...old, state: 'closed' })
    const device: DeviceRecord = { ...request.device, scope: old.scope, state: 'active', replaces: old.id }
    const codeTaken = await register(transaction, device)
    // It is the same desktop: what it alone may do stays with it. A lease that was taken away meanwhile does not come back.
    for (const lease of await transaction.leases())
      if (lease.device === old.id) await transaction.putLease({ ...lease, device: device.id })
    return { ok: true, epoch, scope: device.scope, codeTaken }
  })
