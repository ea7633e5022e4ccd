import { correctionKey, exitFeeKey, onceKey } from '../ledger/effect.ts'
import type { Charge, Service } from '../service/schema.ts'
import { exactProduct, exactToMinor } from '../values/exact.ts'
import { addMonths, daysBetween } from '../values/plain-date.ts'
import { serviceSpan } from './active-days.ts'
import { productOf, type BilledPeriod, type BillingLine } from './line.ts'

interface Context {
  service: Service
  /** What the service was billed with so far. */
  billed: readonly BilledPeriod[]
  through: string
}

/** A charge that is billed once: on its day, unless the service had ended by then, and never again on another day. */
export function onceLine(charge: Charge, { service, billed, through }: Context): BillingLine | undefined {
  const life = serviceSpan(service)
  if (!life || charge.from > through || charge.from >= life.to || charge.from < (service.billFrom ?? ''))
    return undefined
  const before = billed.find(({ chargeId }) => chargeId === charge.id)
  // Credited to be billed again: another entry came and left nothing.
  const isTakenBack = before !== undefined && before.entries > 1 && before.net === 0
  if (before && !isTakenBack) return undefined
  const { id, unitPrice, quantity, wholesalePrice, taxRateId, description, from } = charge
  return {
    key: before ? correctionKey(before.key, before.entries + 1) : onceKey(id),
    serviceId: service.id,
    siteId: service.siteId,
    chargeId: id,
    ...productOf(charge, service),
    ...(taxRateId !== undefined && { taxRateId }),
    description,
    net: exactToMinor(exactProduct(unitPrice, quantity), service.currency),
    ...(wholesalePrice !== undefined && {
      wholesale: exactToMinor(exactProduct(wholesalePrice, quantity), service.currency),
    }),
    quantity,
    unitPrice,
    taxOn: from,
    basis: { rule: 'once', unitPrice, quantity },
  }
}

/** First day after the contract. */
export const contractEnd = ({ from, months }: NonNullable<Service['contract']>): string =>
  addMonths(from, months)

export interface ExitFee {
  net: number
  /** Days that the contract still had to run, and its days in all. */
  days: number
  wholeDays: number
}

/** What leaving on a day costs (the first day without service); undefined when it costs nothing. */
export function exitFeeOn({ contract, currency }: Service, endedOn: string): ExitFee | undefined {
  if (contract?.exitFee === undefined) return undefined
  const end = contractEnd(contract)
  if (endedOn >= end) return undefined
  const wholeDays = daysBetween(contract.from, end)
  const days = Math.min(daysBetween(endedOn, end), wholeDays)
  const part = contract.exitFeeWhole ? undefined : { count: days, of: wholeDays }
  return { net: exactToMinor(exactProduct(contract.exitFee, '1'), currency, part), days, wholeDays }
}

/**
 * The exit fee of a service that ended before its contract, or what an end that was moved changes in it. Taxed like the
 * service itself: the court of the EU sees the price of what was agreed in it (C-43/19, Vodafone Portugal).
 *
 * @param description how the invoice names it, in the customer's language.
 */
export function exitFeeLine(
  description: string,
  { service, billed, through }: Context,
): BillingLine | undefined {
  const { contract, endedOn } = service
  if (!contract?.exitFee || !serviceSpan(service)) return undefined
  const chargeId = `exit/${contract.from}`
  const before = billed.find((period) => period.chargeId === chargeId)
  const isOurs = endedOn !== undefined && endedOn <= through && endedOn >= (service.billFrom ?? '')
  const fee = isOurs ? exitFeeOn(service, endedOn) : undefined
  const net = (fee?.net ?? 0) - (before?.net ?? 0)
  if (net === 0) return undefined
  const taxRateId = before?.taxRateId ?? service.charges.find(({ kind }) => kind === 'recurring')?.taxRateId
  const key = exitFeeKey(service.id, contract.from)
  return {
    key: before ? correctionKey(key, before.entries + 1) : key,
    serviceId: service.id,
    siteId: service.siteId,
    chargeId,
    ...productOf({}, service),
    ...(taxRateId !== undefined && { taxRateId }),
    description,
    net,
    quantity: '1',
    unitPrice: contract.exitFee,
    taxOn: before?.taxOn ?? endedOn ?? through,
    basis: {
      rule: before ? 'correction' : 'exitFee',
      unitPrice: contract.exitFee,
      quantity: '1',
      ...(fee && { days: fee.days, wholeDays: fee.wholeDays }),
      ...(before && { was: before.net, now: fee?.net ?? 0 }),
    },
  }
}
