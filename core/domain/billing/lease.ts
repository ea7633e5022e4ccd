import { err } from '../../lib/result.ts'
import type { Refusal } from '../command.ts'

/** Another desktop that holds a lease (sync.md §3), or nobody. */
export interface LeaseHolder {
  /** Empty when nobody holds it. */
  deviceId: string
  /** What people call it; its id where nobody gave it a name. */
  name: string
}

/** No desktop of the organisation has taken it yet. */
export const NOBODY: LeaseHolder = { deviceId: '', name: '' }

export const isNobody = ({ deviceId }: LeaseHolder): boolean => deviceId === ''

/** Why this desktop may not issue. */
export const leaseRefusal = (holder: LeaseHolder, details: Refusal['details'] = {}) =>
  err<Refusal>(
    isNobody(holder)
      ? { code: 'billing.leaseFree', details }
      : { code: 'billing.leaseElsewhere', details: { name: holder.name, ...details } },
  )
