import type { DocumentWrite } from '#core/domain/command.ts'
import { readingsInOrder } from '#core/domain/service/reading-rules.ts'
import { SERVICE_STATUSES, SERVICE_TYPES, type Service } from '#core/domain/service/schema.ts'
import { metersOn, standingOn } from '#core/domain/service/standing.ts'
import { fold } from '#core/lib/fold.ts'
import { codeOf, type Code } from './codes.ts'
import { PLACE_KINDS } from './customer-places.ts'
import { insertRowsFor } from './insert-rows.ts'
import { preparedFor, type Projection, type Projector } from './projector.ts'
import { PER_CUSTOMER } from './records.ts'

const prepared = preparedFor({
  old: `SELECT n, archived, status, type, product_n, office_n FROM r_service_list WHERE id = ?`,
  remove: `DELETE FROM r_service_list WHERE id = ?`,
  facts: `SELECT r.n AS n, r.own_archived + r.ref_archived > 0 AS archived, d.body AS body,
      CASE WHEN c.present = 1 THEN c.office_n ELSE 0 END AS office, c.sort_name AS customer,
      json_extract(t.body, '$.country') AS country, json_extract(t.body, '$.city') AS city
    FROM d_services AS d JOIN r_record AS r ON r.id = d.id AND r.collection = 'services'
      LEFT JOIN r_customer AS c ON c.id = d.f_customerId LEFT JOIN d_sites AS t ON t.id = d.f_siteId
        AND t.deleted = 0 AND json_type(t.body, '$.archived') IS NULL
    WHERE d.id = ? AND d.deleted = 0`,
  count: `INSERT INTO r_service_count (archived, status, type, product_n, office_n, services)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET services = services + excluded.services`,
  noCount: `DELETE FROM r_service_count WHERE archived = ? AND status = ? AND type = ? AND product_n = ?
    AND office_n = ? AND services = 0`,
  town: `SELECT n FROM r_place WHERE kind = ${PLACE_KINDS.city} AND key = ?`,
  customer: `SELECT CASE WHEN present = 1 THEN office_n ELSE 0 END AS office, sort_name AS customer
    FROM r_customer WHERE n = ?`,
  place: `SELECT json_extract(body, '$.country') AS country, json_extract(body, '$.city') AS city FROM d_sites
    WHERE id = ? AND deleted = 0 AND json_type(body, '$.archived') IS NULL`,
  // The lists of ids lead: SQLite would rather read all services once.
  ofSites: `SELECT s.id AS id FROM json_each(?) AS j CROSS JOIN r_service_list AS s ON s.site_id = j.value`,
  ofCustomers: `SELECT s.id AS id FROM json_each(?) AS j CROSS JOIN r_service_list AS s
    ON s.n BETWEEN j.value * ${PER_CUSTOMER} AND j.value * ${PER_CUSTOMER} + ${PER_CUSTOMER - 1}`,
})
const insertServices = insertRowsFor(
  `INSERT INTO r_service_list (n, id, site_id, archived, status, type, product_n, office_n, town_n, sort_key,
    customer_key, since, metered, read_on)`,
  14,
)

/** Numbers of states and types in the read model: their places in the lists, which only grow at the end. */
export const statusCode = (status: Service['status']): number => SERVICE_STATUSES.indexOf(status)
export const typeCode = (type: Service['type']): number => SERVICE_TYPES.indexOf(type)

/** The code of services that are in force, by far the most. */
export const ACTIVE = statusCode('active')

/**
 * The list of services under their record numbers, with what it filters and sorts by: the customer's office, the town of
 * the site, whether it counts as archived (itself, by its customer or its site). An order of its own for the filters that
 * narrow most, the others are looked up along the order of names; how many there are of each state, type, product and
 * office is counted beside it. `read_on` is the last day on which all meters of a service were read.
 */
export const serviceList: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_service_list (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      site_id TEXT NOT NULL, archived INTEGER NOT NULL, status INTEGER NOT NULL, type INTEGER NOT NULL,
      product_n INTEGER NOT NULL, office_n INTEGER NOT NULL, town_n INTEGER NOT NULL, sort_key TEXT NOT NULL,
      customer_key TEXT NOT NULL, since TEXT NOT NULL, metered INTEGER NOT NULL, read_on TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS r_service_list_site ON r_service_list (site_id);
    CREATE INDEX IF NOT EXISTS r_service_list_name ON r_service_list (archived, sort_key, n, status, type, product_n,
      office_n, town_n);
    CREATE INDEX IF NOT EXISTS r_service_list_product ON r_service_list (archived, product_n, sort_key, n, status,
      type, office_n, town_n);
    CREATE INDEX IF NOT EXISTS r_service_list_town ON r_service_list (archived, town_n, sort_key, n, status, type,
      product_n, office_n);
    CREATE INDEX IF NOT EXISTS r_service_list_customer ON r_service_list (archived, customer_key, n, status, type,
      product_n, office_n, town_n);
    CREATE INDEX IF NOT EXISTS r_service_list_since ON r_service_list (archived, since, n, status, type, product_n,
      office_n, town_n);
    CREATE INDEX IF NOT EXISTS r_service_list_rare ON r_service_list (archived, status, sort_key, n, type, product_n,
      office_n, town_n) WHERE status <> ${SERVICE_STATUSES.indexOf('active')};
    CREATE INDEX IF NOT EXISTS r_service_list_meters ON r_service_list (archived, read_on, n, status, type, product_n,
      office_n, town_n) WHERE metered = 1;
    CREATE TABLE IF NOT EXISTS r_service_count (archived INTEGER, status INTEGER, type INTEGER, product_n INTEGER,
      office_n INTEGER, services INTEGER NOT NULL, PRIMARY KEY (archived, status, type, product_n, office_n))
      WITHOUT ROWID;`,
  drop: `DROP TABLE IF EXISTS r_service_count; DROP TABLE IF EXISTS r_service_list;`,
  apply(projection) {
    const batch = createBatch(projection)
    for (const [id, service] of affected(projection)) batch.refresh(id, service)
    batch.finish()
  },
}

/**
 * Services that were written, and those of customers and sites whose place in the list follows from theirs, by id. A
 * service that is new, and whose row depends on nothing else, comes with its document.
 */
function affected({ db, writes, owners, archivedServices }: Projection): Map<string, Service | undefined> {
  const statements = prepared(db)
  const found = new Map<string, Service | undefined>()
  const sites: string[] = []
  const customers: number[] = []
  for (const { collection, id, before, after } of writes) {
    if (collection === 'services') {
      const isPlain = !before && archivedServices.has(id)
      // Only documents that passed the schema reach the store.
      found.set(id, isPlain ? (after as Service | undefined) : undefined)
    } else if (collection === 'sites' && differs(before, after, ['city', 'country', 'archived']))
      sites.push(id)
    else if (collection === 'customers' && differs(before, after, ['officeId', 'sortName', 'archived']))
      customers.push(owners.of(id).number)
  }
  const theirs = [
    ...(sites.length > 0 ? statements.ofSites.all(JSON.stringify(sites)) : []),
    ...(customers.length > 0 ? statements.ofCustomers.all(JSON.stringify(customers)) : []),
  ]
  for (const { id } of theirs) found.set(id as string, undefined)
  return found
}

const differs = (
  before: DocumentWrite['before'],
  after: DocumentWrite['after'],
  fields: readonly string[],
): boolean => fields.some((field) => JSON.stringify(before?.[field]) !== JSON.stringify(after?.[field]))

/** Archived, status, type, product, office. */
type Kind = [number, number, number, number, number]

/** What the row of a service shows of its record, its customer and its site. */
interface Facts {
  n: number
  archived: number
  office: number
  customer: string
  country: unknown
  city: unknown
}

function createBatch({ db, day, owners, recordNumbers, archivedServices }: Projection) {
  const statements = prepared(db)
  const rows = insertServices(db)
  const known = new Map<string, Code>()
  const towns = new Map<string, number>()
  const customers = new Map<number, Pick<Facts, 'office' | 'customer'>>()
  const places = new Map<string, Pick<Facts, 'country' | 'city'>>()
  const counts = new Map<string, { kind: Kind; by: number }>()
  const count = (kind: Kind, by: number): void => {
    const key = kind.join()
    counts.set(key, { kind, by: (counts.get(key)?.by ?? 0) + by })
  }
  /** The number of a town; 0 when nobody lives there yet. */
  const townOf = (country: unknown, city: unknown): number => {
    if (typeof country !== 'string' || typeof city !== 'string' || fold(city) === '') return 0
    const key = `${country}/${fold(city)}`
    const cached = towns.get(key)
    if (cached !== undefined) return cached
    const n = Number(statements.town.get(key)?.n ?? 0)
    towns.set(key, n)
    return n
  }
  const customerFacts = (n: number): Pick<Facts, 'office' | 'customer'> => {
    const row = customers.get(n) ?? statements.customer.get(n)
    const facts = { office: Number(row?.office ?? 0), customer: String(row?.customer ?? '') }
    customers.set(n, facts)
    return facts
  }
  const placeFacts = (siteId: string): Pick<Facts, 'country' | 'city'> => {
    const cached = places.get(siteId)
    if (cached) return cached
    const { country, city } = statements.place.get(siteId) ?? {}
    places.set(siteId, { country, city })
    return { country, city }
  }
  /** Without a look at rows of the service's own, which have just been written. */
  const factsOf = ({ id, customerId, siteId }: Service): Facts | undefined => {
    const n = recordNumbers.get(id)
    return n === undefined
      ? undefined
      : {
          ...{ n, archived: archivedServices.get(id) ? 1 : 0 },
          ...customerFacts(owners.of(customerId).number),
          ...placeFacts(siteId),
        }
  }
  const read = (id: string): { service: Service; facts: Facts } | undefined => {
    const row = statements.facts.get(id)
    if (!row) return undefined
    const { n, archived, office, customer, country, city } = row
    return {
      // The store itself wrote the text from a document.
      service: JSON.parse(row.body as string) as Service,
      facts: {
        ...{ n: n as number, archived: archived as number, office: Number(office ?? 0) },
        ...{ customer: String(customer ?? ''), country, city },
      },
    }
  }

  return {
    /** `isNew`: the service of this id, which had no row before. */
    refresh(id: string, isNew: Service | undefined): void {
      const old = isNew ? undefined : statements.old.get(id)
      if (old) {
        statements.remove.run(id)
        count([old.archived, old.status, old.type, old.product_n, old.office_n] as Kind, -1)
      }
      const facts = isNew && factsOf(isNew)
      const found = isNew && facts ? { service: isNew, facts } : read(id)
      if (!found) return
      put(id, found.service, found.facts)
    },
    finish(): void {
      rows.write()
      for (const { kind, by } of counts.values()) {
        if (by !== 0) statements.count.run(...kind, by)
        if (by < 0) statements.noCount.run(...kind)
      }
    },
  }

  function put(id: string, service: Service, { n, archived, office, customer, country, city }: Facts): void {
    const standing = standingOn(service, day)
    const kind: Kind = [
      archived,
      statusCode(standing.status),
      typeCode(service.type),
      service.productId === undefined ? 0 : codeOf(db, service.productId, known).n,
      office,
    ]
    const readOn = lastReading(service, day)
    rows.add(
      ...[n, id, service.siteId, ...kind, townOf(country, city), service.sortName, customer],
      ...[standing.statusSince, readOn === undefined ? 0 : 1, readOn ?? ''],
    )
    count(kind, 1)
  }
}

/** The last day on which every meter of a service was read, empty before that; undefined without a meter in use. */
function lastReading(service: Service, day: string): string | undefined {
  const days = metersOn(service, day).map(
    ({ readings }) => readingsInOrder(readings).findLast((one) => !one.estimated)?.date ?? '',
  )
  return days.length === 0 ? undefined : days.reduce((a, b) => (a < b ? a : b))
}
