import type { Basis } from '../ledger/basis.ts'
import { isInvoiceable } from '../ledger/effect.ts'
import type { LedgerEntry } from '../ledger/schema.ts'
import type { Customer } from '../customer/schema.ts'
import type { Charge, Service } from '../service/schema.ts'
import type { OpenSpan } from './spans.ts'

/** One amount that falls due, before it is posted. Money is net minor units of the service's currency. */
export interface BillingLine {
  /** Its identity in the ledger: the same line of another run has the same key. */
  key: string
  serviceId: string
  siteId: string
  chargeId?: string
  /** Whose price it was when it fell due. */
  productId?: string
  taxRateId?: string
  description: string
  net: number
  /** What it costs ourselves. */
  wholesale?: number
  quantity: string
  /** What a meter counts, such as `kWh`. */
  unit?: string
  /** Decimal text in units of the currency. */
  unitPrice: string
  /** Days that are settled with this line; no other line of the charge settles one of them. */
  periodFrom?: string
  periodTo?: string
  /** Days that are really charged, from the first to the one after the last. */
  chargedFrom?: string
  chargedTo?: string
  /** The day on which the price falls due, whose tax rate counts (docs/decisions/0005). */
  taxOn: string
  basis: Basis
}

/** What a charge was billed with for one period, all its entries together. */
export interface BilledPeriod {
  serviceId: string
  chargeId: string
  taxRateId?: string
  /** Of the first entry. */
  key: string
  /** Absent for what is billed once. */
  periodFrom?: string
  periodTo?: string
  net: number
  wholesale?: number
  /** Entries so far. */
  entries: number
  taxOn?: string
  /** How it was priced; periods without are taken as they are. */
  basis?: Basis
}

/** The product of which a charge is a price. */
export function productOf(
  charge: Pick<Charge, 'productId'>,
  service: Pick<Service, 'productId'>,
): Pick<BillingLine, 'productId'> {
  const productId = charge.productId ?? service.productId
  return productId === undefined ? {} : { productId }
}

export const BILLING_PROBLEMS = [
  'serviceInvalid',
  'chargeInvalid',
  'noReading',
  'meterWentBack',
  'taxRateUnknown',
  'taxRateNotYet',
  'siteMissing',
  'currencyDiffers',
  'buyerTaxIdMissing',
  'broken',
] as const
export type BillingProblemCode = (typeof BILLING_PROBLEMS)[number]

/** Why something is not billed; the rest of the run goes on. */
export interface BillingProblem {
  code: BillingProblemCode
  serviceId?: string
  chargeId?: string
  /** Field path and issue code of an invalid service or charge, the day without a reading, the message of an unexpected error. */
  detail?: string
}

/** What decides of a customer when their services fall due. */
export interface BillingTerms {
  paymentType: Customer['paymentType']
  billDay: number
  /** Days on which the customer's status did not bill. */
  unbilled?: readonly OpenSpan[]
}

/** Groups the entries of generated charges by charge and period; they come in the order of posting. */
export function billedPeriods(entries: Iterable<LedgerEntry>): BilledPeriod[] {
  const periods = new Map<string, BilledPeriod>()
  for (const entry of entries) {
    const { serviceId, chargeId, periodFrom, periodTo, wholesale, taxRateId, taxOn, basis } = entry
    if (serviceId === undefined || chargeId === undefined || !isInvoiceable(entry)) continue
    const id = `${serviceId}/${chargeId}/${periodFrom ?? ''}`
    let period = periods.get(id)
    if (!period) {
      period = { serviceId, chargeId, key: entry.key, net: 0, entries: 0 }
      periods.set(id, period)
    }
    period.net += entry.amount
    period.entries++
    if (periodFrom !== undefined) period.periodFrom = periodFrom
    if (periodTo !== undefined) period.periodTo = periodTo
    if (taxRateId !== undefined) period.taxRateId = taxRateId
    if (taxOn !== undefined) period.taxOn = taxOn
    if (basis) period.basis = basis
    if (wholesale !== undefined) period.wholesale = (period.wholesale ?? 0) + wholesale
  }
  return [...periods.values()]
}
