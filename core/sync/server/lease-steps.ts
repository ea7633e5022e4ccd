import type { Role } from '../../domain/people/roles.ts'
import type { LeaseAct, LeaseKind } from '../lease.ts'
import { seesCollection } from '../scope.ts'
import type { SyncRefusal } from '../wire.ts'
import { admitDevice, type ServerOptions } from './server-options.ts'
import type { DeviceRecord, Lease, SyncSnapshot, SyncStore } from './sync-store.ts'

export interface LeaseRequest {
  device: string
  schema: number
  kind: LeaseKind
  /** The office whose invoices are meant; any text for mail. */
  key: string
  act: LeaseAct
  /** With `give`: the device that gets it. */
  to?: string
}

/** A desktop as others are told of it. */
export interface LeaseDevice {
  device: string
  name: string
}

/** A lease as every desktop of the organisation may know it. */
export interface LeaseLine {
  kind: LeaseKind
  key: string
  /** `isGone`: it was taken out or replaced, and is not heard any more. */
  holder: LeaseDevice & { isGone?: true }
  /** Who asks for it, since when (ISO instant). */
  asked?: LeaseDevice & { at: string }
}

export type LeaseAnswer = { ok: true; leases: LeaseLine[] } | { ok: false; refusal: SyncRefusal }

export interface TermsRequest {
  device: string
  schema: number
  /** Who works at the desktop. */
  person?: string
}

/** What the organisation asks of a desktop beside its data. */
export type TermsAnswer =
  | {
      ok: true
      /** People must sign in: their roles count. */
      signIn: boolean
      /** What they may do who work there; absent for whoever is not entered. */
      person?: { role: Role; active: boolean }
      leases: LeaseLine[]
    }
  | { ok: false; refusal: SyncRefusal }

/** Whether people sign in, how who works at the desktop stands, and every lease of the organisation. */
export const termsStep = (
  store: SyncStore,
  request: TermsRequest,
  options: ServerOptions,
): Promise<TermsAnswer> =>
  store.read(async (snapshot): Promise<TermsAnswer> => {
    const admitted = await admitDevice(snapshot, request, options)
    if (!admitted.ok) return admitted
    const author = await snapshot.author(request.person ?? '', request.device)
    const { role, active } = author ?? {}
    return {
      ok: true,
      signIn: author !== undefined,
      ...(role && active !== undefined && author?.isEntered && { person: { role, active } }),
      leases: await linesOf(snapshot),
    }
  })

/**
 * Moves a lease, or answers how things stand when that cannot be. It survives being offline: nothing expires, and no
 * device loses it unless a person says so. `forbidden`: only its holder may do that, or the device has not all that
 * billing needs.
 */
export const leaseStep = (
  store: SyncStore,
  request: LeaseRequest,
  options: ServerOptions,
): Promise<LeaseAnswer> =>
  store.write(async (transaction): Promise<LeaseAnswer> => {
    await transaction.lock()
    const admitted = await admitDevice(transaction, request, options)
    if (!admitted.ok) return admitted
    const { kind, key, device, act, to } = request
    const lease = (await transaction.leases()).find((one) => one.kind === kind && one.key === key)
    const isMine = lease?.device === device
    const now = new Date(options.clock.now()).toISOString()
    const put = (one: Omit<Lease, 'kind' | 'key'>) => transaction.putLease({ kind, key, ...one })
    if (act === 'give' || act === 'keep') {
      if (!lease || !isMine) return { ok: false, refusal: 'forbidden' }
      const next = act === 'give' ? await transaction.device(to ?? '') : admitted.device
      if (!next || !mayHold(next, kind)) return { ok: false, refusal: 'forbidden' }
      await put({ device: next.id })
    } else {
      if (!mayHold(admitted.device, kind)) return { ok: false, refusal: 'forbidden' }
      const isFree = !lease || (await transaction.device(lease.device))?.state !== 'active'
      if (isFree || act === 'force') await put({ device })
      else if (act === 'ask' && !isMine) await put({ device: lease.device, asked: { device, at: now } })
    }
    return { ok: true, leases: await linesOf(transaction) }
  })

/** Billing needs invoices and the ledger whole. */
const mayHold = ({ state, scope }: DeviceRecord, kind: LeaseKind): boolean =>
  state === 'active' &&
  (kind === 'mail' ||
    ['customers', 'services', 'invoices', 'transactions'].every((one) => seesCollection(scope, one)))

async function linesOf(snapshot: SyncSnapshot): Promise<LeaseLine[]> {
  const known = new Map<string, DeviceRecord | undefined>()
  const deviceOf = async (id: string) => {
    if (!known.has(id)) known.set(id, await snapshot.device(id))
    return known.get(id)
  }
  const lines: LeaseLine[] = []
  for (const { kind, key, device, asked } of await snapshot.leases()) {
    const holder = await deviceOf(device)
    const asking = asked && (await deviceOf(asked.device))
    lines.push({
      kind,
      key,
      holder: {
        device,
        name: holder?.name ?? '',
        ...(holder?.state !== 'active' && { isGone: true as const }),
      },
      ...(asked &&
        asking?.state === 'active' && { asked: { device: asking.id, name: asking.name, at: asked.at } }),
    })
  }
  return lines
}
