import { billableFrom } from '#core/domain/revenue/months.ts'
import { recurringSteps } from '#core/domain/revenue/recurring-steps.ts'
import type { Service } from '#core/domain/service/schema.ts'
import { standingOn } from '#core/domain/service/standing.ts'
import { addDays, monthNumber } from '#core/domain/values/plain-date.ts'
import { insertRowsFor } from './insert-rows.ts'
import { preparedFor, type Projector } from './projector.ts'

const prepared = preparedFor({
  remove: `DELETE FROM r_service_life WHERE id = ?`,
})
const insertLives = insertRowsFor(
  'INSERT INTO r_service_life (id, customer_n, from_month, last_month, billable, currency, steps)',
  7,
  `ON CONFLICT (id) DO UPDATE SET customer_n = excluded.customer_n,
    from_month = excluded.from_month, last_month = excluded.last_month, billable = excluded.billable,
    currency = excluded.currency, steps = excluded.steps`,
)

/** A last month that never comes. */
export const NO_END = 1_000_000

/**
 * What reports ask of services: the months in which each was billable on some day (`monthNumber`), whether it is now, and
 * its monthly recurring revenue through time (`recurringSteps`). Drafts have no row.
 */
export const serviceRevenue: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_service_life (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      customer_n INTEGER NOT NULL, from_month INTEGER NOT NULL, last_month INTEGER NOT NULL,
      billable INTEGER NOT NULL, currency TEXT NOT NULL, steps TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS r_service_life_customer ON r_service_life
      (customer_n, from_month, last_month, billable);`,
  drop: `DROP TABLE IF EXISTS r_service_life;`,
  apply({ db, writes, owners, day }) {
    const statements = prepared(db)
    const rows = insertLives(db)
    for (const { collection, id, after } of writes) {
      if (collection !== 'services') continue
      // Only documents that passed the schema reach the store.
      const service = after as Service | undefined
      if (!service || service.status === 'pending' || service.archived) {
        statements.remove.run(id)
        continue
      }
      const { endedOn, currency, customerId } = service
      const { status } = standingOn(service, day)
      const from = billableFrom(service)
      rows.add(
        id,
        owners.of(customerId).number,
        // Nobody said since when: it counts now, and in no month.
        from === undefined ? NO_END : monthNumber(from),
        // The first day without service is not billable.
        endedOn === undefined ? NO_END : monthNumber(addDays(endedOn, -1)),
        status === 'active' || status === 'suspended' ? 1 : 0,
        currency,
        JSON.stringify(recurringSteps(service)),
      )
    }
    rows.write()
  },
}
