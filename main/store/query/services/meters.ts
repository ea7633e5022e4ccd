import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { readingsInOrder } from '#core/domain/service/reading-rules.ts'
import { metersOn } from '#core/domain/service/standing.ts'
import { currentCommit, type Statements } from '../statements.ts'
import { countServices } from './service-list.ts'
import { indexFor, serviceCondition } from './service-filter.ts'
import { keptDay, readServices } from './service-rows.ts'

/** Readings that a row brings along: a little more than a year of months. */
const MOST_READINGS = 16

/** Meters in use, those that were not read for longest first. `total` and pages count services. */
export function listMeters(
  statements: Statements,
  { filter: given, skip, limit }: MethodInput<'services', 'meters'>,
): MethodOutput<'services', 'meters'> {
  const filter = { ...given, metered: true }
  const condition = serviceCondition(statements, filter)
  const { index } = indexFor(filter, 'name', condition)
  const numbers = statements
    .all(
      `SELECT i.n AS n FROM r_service_list AS i ${index} WHERE ${condition.where}
       ORDER BY i.read_on, i.n LIMIT ? OFFSET ?`,
      [...condition.parameters, limit, skip],
    )
    .map(({ n }) => n as number)
  const day = keptDay(statements)
  return {
    commit: currentCommit(statements),
    total: countServices(statements, filter, condition),
    isPartial: condition.isPartial,
    rows: readServices(statements, numbers).flatMap(({ service, customerName, siteName }) =>
      metersOn(service, day).map((charge) => ({
        serviceId: service.id,
        serviceName: service.name,
        chargeId: charge.id,
        description: charge.description,
        ...(charge.unit !== undefined && { unit: charge.unit }),
        customerId: service.customerId,
        customerName,
        siteId: service.siteId,
        siteName,
        readings: readingsInOrder(charge.readings).slice(-MOST_READINGS),
      })),
    ),
  }
}
