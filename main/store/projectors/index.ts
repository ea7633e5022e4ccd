import type { DocumentWrite } from '#core/domain/command.ts'
import { getMeta, putMeta } from '../meta.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { attributeValues } from './attribute-values.ts'
import { codes } from './codes.ts'
import { customerAttributes } from './customer-attributes.ts'
import { customerFacts } from './customer-facts.ts'
import { customerJournal } from './customer-journal.ts'
import { customerMoney } from './customer-money.ts'
import { customerPlaces } from './customer-places.ts'
import { customerTotals } from './customer-totals.ts'
import { customers } from './customers.ts'
import { identifiers } from './identifiers.ts'
import { createHeirs } from './heirs.ts'
import { invoiceRevenue } from './invoice-revenue.ts'
import { issues } from './issues.ts'
import { items } from './items.ts'
import { matchKeys } from './match-keys.ts'
import { mergedCustomers } from './merged-customers.ts'
import { createOwners } from './owners.ts'
import { paymentMethods } from './payment-methods.ts'
import { payments } from './payments.ts'
import { withMemory, type Memory } from './memory.ts'
import type { PostedEntry, Projection, Projector } from './projector.ts'
import { records } from './records.ts'
import { serviceRevenue } from './service-revenue.ts'
import { serviceList } from './service-list.ts'
import { serviceTotals, servicesDue } from './service-totals.ts'
import { sitePositions } from './site-positions.ts'
import { sites } from './sites.ts'

/** In the order in which they have to run: each may read what those before it keep. */
const projectors: readonly Projector[] = [
  codes,
  customers,
  mergedCustomers,
  records,
  sitePositions,
  sites,
  items,
  customerTotals,
  customerPlaces,
  identifiers,
  matchKeys,
  serviceTotals,
  serviceList,
  customerMoney,
  payments,
  paymentMethods,
  serviceRevenue,
  invoiceRevenue,
  customerAttributes,
  attributeValues,
  customerFacts,
  issues,
  customerJournal,
]

/** Those that hold for a day. */
const dated: readonly Projector[] = [identifiers, serviceTotals, serviceList, serviceRevenue, customerJournal]

/** Raised when the same tables are to hold something else, so that files that have them are rebuilt. */
const CONTENT_VERSION = 3

/** The tables of every read model; safe to run on a file that has them. Another text means a rebuild is due. */
export const readModelTables = [
  `-- content ${CONTENT_VERSION}`,
  ...projectors.map(({ tables }) => tables),
].join('\n')

/**
 * Brings every read model up to date with one commit, inside its transaction. `writes` names every document once.
 * `progress` hears, before every read model and at the end, how many of the writes that makes; it may throw to stop.
 */
export function projectReadModels(
  db: SqliteDatabase,
  writes: readonly DocumentWrite[],
  progress: (done: number) => void = () => undefined,
  entries: readonly PostedEntry[] = [],
  withdrawn: readonly PostedEntry[] = [],
): void {
  withMemory(db, writes.length, (memory) => {
    const projection = projectionOf(db, memory, writes, entries, withdrawn)
    for (const [index, projector] of projectors.entries()) {
      progress(Math.floor((index * writes.length) / projectors.length))
      projector.apply(projection)
    }
  })
  progress(writes.length)
}

function projectionOf(
  db: SqliteDatabase,
  memory: Memory,
  writes: readonly DocumentWrite[],
  entries: readonly PostedEntry[],
  withdrawn: readonly PostedEntry[] = [],
  dayBefore = keptDay(db),
): Projection {
  const day = keptDay(db)
  return {
    db,
    writes,
    entries,
    withdrawn,
    day,
    dayBefore,
    owners: createOwners(db, memory),
    heirs: createHeirs(db),
    memory,
    movedInvoices: [],
    recordNumbers: new Map<string, number>(),
    archivedServices: new Map<string, boolean>(),
  }
}

/** The day for which figures that change with time are kept. Before the first one nothing has begun. */
const keptDay = (db: SqliteDatabase): string => getMeta(db, 'day') ?? '1970-01-01'

/**
 * Brings figures that change with time up to a new day (`YYYY-MM-DD`), in the caller's transaction. Answers whether
 * anything had to be done. Days never go back.
 */
export function moveToDay(db: SqliteDatabase, day: string): boolean {
  const dayBefore = keptDay(db)
  if (day <= dayBefore) return false
  putMeta(db, 'day', day)
  const due = servicesDue(db, day)
  withMemory(db, due.length, (memory) => {
    const projection = projectionOf(db, memory, due, [], [], dayBefore)
    for (const projector of dated) projector.apply(projection)
  })
  return true
}

/** Removes the tables of all read models, whatever version made them. */
export function dropReadModels(db: SqliteDatabase): void {
  for (const { drop } of [...projectors].reverse()) db.exec(drop)
}
