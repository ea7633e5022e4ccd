import { isBlank } from '../field-rules.ts'
import { isPlainDate } from '../values/plain-date.ts'
import { isDecimal } from '../values/money.ts'
import type { ServiceIssueList } from './rules.ts'
import type { Charge } from './schema.ts'

/** Limits of `chargeSchema`. */
const MAX_DESCRIPTION = 200
const MAX_UNIT = 20

/** Prices, periods and dates of each charge. `taxRateIds` are those that may be chosen. */
export function checkCharges(
  charges: readonly Charge[],
  taxRateIds: ReadonlySet<string> | undefined,
  list: ServiceIssueList,
) {
  for (const charge of charges) {
    const path = `charges/${charge.id}`
    if (isBlank(charge.description)) list.error(`${path}/description`, 'service.chargeNameMissing')
    if (charge.description.length > MAX_DESCRIPTION)
      list.error(`${path}/description`, 'service.textTooLong', { max: MAX_DESCRIPTION })
    if ((charge.unit?.length ?? 0) > MAX_UNIT)
      list.error(`${path}/unit`, 'service.textTooLong', { max: MAX_UNIT })
    for (const field of ['unitPrice', 'wholesalePrice'] as const) {
      const price = charge[field]
      if (price !== undefined && !isDecimal(price)) list.error(`${path}/${field}`, 'service.priceForm')
    }
    if (!isDecimal(charge.quantity)) list.error(`${path}/quantity`, 'service.quantityForm')
    if (charge.taxRateId !== undefined && taxRateIds?.has(charge.taxRateId) === false)
      list.error(`${path}/taxRateId`, 'service.taxRateUnknown')
    checkPeriod(charge, path, list)
    checkMeter(charge, path, list)
  }
}

function checkPeriod(charge: Charge, path: string, list: ServiceIssueList) {
  const { kind, periodMonths, from, to, periodsFrom, pauses = [] } = charge
  const isWhole = Number.isInteger(periodMonths) && Number(periodMonths) >= 1 && Number(periodMonths) <= 120
  if (kind === 'recurring' ? !isWhole : periodMonths !== undefined && !isWhole)
    list.error(`${path}/periodMonths`, 'service.periodRange')
  checkSpan({ from, to }, path, list)
  if (periodsFrom !== undefined && !isPlainDate(periodsFrom))
    list.error(`${path}/periodsFrom`, 'service.dateForm')
  for (const pause of pauses) checkSpan(pause, `${path}/pauses/${pause.id}`, list)
}

function checkSpan({ from, to }: { from: string; to?: string }, path: string, list: ServiceIssueList) {
  if (!isPlainDate(from)) list.error(`${path}/from`, 'service.dateForm')
  if (to === undefined) return
  if (!isPlainDate(to)) list.error(`${path}/to`, 'service.dateForm')
  else if (to < from) list.error(`${path}/to`, 'service.datesSwapped')
}

function checkMeter({ tiers = [], readings = [] }: Charge, path: string, list: ServiceIssueList) {
  let reached = -1
  for (const [index, tier] of tiers.entries()) {
    const at = `${path}/tiers/${tier.id}`
    if (!isDecimal(tier.unitPrice)) list.error(`${at}/unitPrice`, 'service.priceForm')
    const isLast = index === tiers.length - 1
    const upTo = tier.upTo !== undefined && isDecimal(tier.upTo) ? Number(tier.upTo) : undefined
    if (isLast ? tier.upTo !== undefined && upTo === undefined : upTo === undefined || upTo <= reached)
      list.error(`${at}/upTo`, 'service.tierOrder')
    reached = upTo ?? reached
  }
  for (const reading of readings) {
    const at = `${path}/readings/${reading.id}`
    if (!isPlainDate(reading.date)) list.error(`${at}/date`, 'service.dateForm')
    for (const field of ['value', 'newMeterValue'] as const) {
      const value = reading[field]
      if (value !== undefined && (!isDecimal(value) || value.startsWith('-')))
        list.error(`${at}/${field}`, 'service.quantityForm')
    }
  }
}
