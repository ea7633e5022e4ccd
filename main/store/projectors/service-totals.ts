import type { DocumentWrite } from '#core/domain/command.ts'
import { monthlyRevenue } from '#core/domain/service/monthly.ts'
import { SERVICE_STATUSES, type Service } from '#core/domain/service/schema.ts'
import { standingOn } from '#core/domain/service/standing.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { codeOf, type Code } from './codes.ts'
import { insertRowsFor, type RowInserter } from './insert-rows.ts'
import { preparedFor, type Projection, type Projector } from './projector.ts'

const prepared = preparedFor({
  find: `SELECT monthly FROM r_service WHERE id = ?`,
  remove: `DELETE FROM r_service WHERE id = ?`,
  due: `SELECT d.body FROM r_service r JOIN d_services d ON d.id = r.id WHERE r.until <= ? AND d.deleted = 0`,
  customer: `UPDATE r_customer SET services = services + ?2, services_active = services_active + ?3,
    monthly = monthly + ?4 WHERE n = ?1`,
  product: `INSERT INTO r_customer_product (product_n, n, services) VALUES (?1, ?2, ?3)
    ON CONFLICT (n, product_n) DO UPDATE SET services = services + ?3`,
  noProduct: `DELETE FROM r_customer_product WHERE product_n = ? AND n = ? AND services = 0`,
  noSite: `DELETE FROM r_site WHERE id = ? AND services = 0`,
})
const insertServices = insertRowsFor(
  'INSERT INTO r_service (id, customer_n, product_n, status, archived, monthly, until)',
  7,
  `ON CONFLICT (id) DO UPDATE SET customer_n = excluded.customer_n, product_n = excluded.product_n,
    status = excluded.status, archived = excluded.archived, monthly = excluded.monthly, until = excluded.until`,
)
const insertSites = insertRowsFor(
  'INSERT INTO r_site (id, services, services_active, monthly)',
  4,
  `ON CONFLICT (id) DO UPDATE SET services = services + excluded.services,
    services_active = services_active + excluded.services_active, monthly = monthly + excluded.monthly`,
)

/**
 * What lists show of services: their monthly revenue, and for each customer and site how many there are (not archived),
 * how many of them are active, and what they bring in a month; which products a customer has, in services that are
 * neither ended nor archived. All of it holds for `Projection.day`; `until` tells when it has to be looked at again.
 */
export const serviceTotals: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_service (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      customer_n INTEGER NOT NULL, product_n INTEGER, status INTEGER NOT NULL, archived INTEGER NOT NULL,
      monthly INTEGER NOT NULL, until TEXT);
    CREATE INDEX IF NOT EXISTS r_service_until ON r_service (until) WHERE until IS NOT NULL;
    CREATE INDEX IF NOT EXISTS r_service_customer ON r_service (customer_n);
    CREATE TABLE IF NOT EXISTS r_site (id TEXT PRIMARY KEY, services INTEGER NOT NULL,
      services_active INTEGER NOT NULL, monthly INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS r_customer_product (n INTEGER, product_n INTEGER, services INTEGER NOT NULL,
      PRIMARY KEY (n, product_n)) WITHOUT ROWID;`,
  drop: `DROP TABLE IF EXISTS r_service; DROP TABLE IF EXISTS r_site; DROP TABLE IF EXISTS r_customer_product;`,
  apply(projection) {
    const totals = createTotals()
    const known = new Map<string, Code>()
    const rows = insertServices(projection.db)
    for (const write of projection.writes)
      if (write.collection === 'services') put(projection, write, { totals, known, rows })
    rows.write()
    totals.save(projection.db)
  },
}

/** Services that may stand or bring in otherwise on this day, as writes that change nothing else. */
export function servicesDue(db: SqliteDatabase, day: string): DocumentWrite[] {
  return prepared(db)
    .due.all(day)
    .map(({ body }) => {
      // The store itself wrote the text from a document.
      const service = JSON.parse(body as string) as Service
      return { collection: 'services', id: service.id, before: service, after: service }
    })
}

function put(
  { db, owners, day, dayBefore }: Projection,
  { id, before, after }: DocumentWrite,
  { totals, known, rows }: { totals: Totals; known: Map<string, Code>; rows: RowInserter },
): void {
  const statements = prepared(db)
  // Only documents that passed the schema reach the store.
  const old = before as Service | undefined
  const service = after as Service | undefined
  if (old) count(old, dayBefore, -1, Number(statements.find.get(id)?.monthly ?? 0))
  if (!service) {
    statements.remove.run(id)
    return
  }
  const { amount, until } = monthlyRevenue(service, day)
  count(service, day, 1, amount)
  rows.add(
    id,
    owners.of(service.customerId).number,
    service.productId === undefined ? null : codeOf(db, service.productId, known).n,
    SERVICE_STATUSES.indexOf(standingOn(service, day).status),
    service.archived ? 1 : 0,
    amount,
    until ?? null,
  )

  function count(counted: Service, on: string, sign: 1 | -1, monthly: number) {
    const { customerId, siteId, productId, archived } = counted
    if (archived) return
    const { status } = standingOn(counted, on)
    const customer = owners.of(customerId).number
    const share = [sign, status === 'active' ? sign : 0, sign * monthly] as const
    totals.customer(customer, share)
    totals.site(siteId, share)
    if (productId !== undefined && status !== 'ended')
      totals.product(codeOf(db, productId, known).n, customer, sign)
  }
}

/** Services, active ones, minor units a month. */
type Share = readonly [services: number, active: number, monthly: number]
type Totals = ReturnType<typeof createTotals>

function createTotals() {
  const customers = new Map<number, Share>()
  const sites = new Map<string, Share>()
  const products = new Map<number, Map<number, number>>()
  const add = <K>(to: Map<K, Share>, key: K, share: Share): void => {
    const [services, active, monthly] = to.get(key) ?? [0, 0, 0]
    to.set(key, [services + share[0], active + share[1], monthly + share[2]])
  }
  const isSome = (share: Share): boolean => share.some((figure) => figure !== 0)
  return {
    customer: (n: number, share: Share) => add(customers, n, share),
    site: (id: string, share: Share) => add(sites, id, share),
    product(product: number, customer: number, by: number) {
      const held = products.get(product) ?? new Map<number, number>()
      products.set(product, held.set(customer, (held.get(customer) ?? 0) + by))
    },
    save(db: SqliteDatabase) {
      const statements = prepared(db)
      for (const [n, share] of customers) if (isSome(share)) statements.customer.run(n, ...share)
      const rows = insertSites(db)
      for (const [id, share] of sites) if (isSome(share)) rows.add(id, ...share)
      rows.write()
      for (const [id, [services]] of sites) if (services < 0) statements.noSite.run(id)
      for (const [product, held] of products)
        for (const [customer, by] of held) {
          if (by !== 0) statements.product.run(product, customer, by)
          if (by < 0) statements.noProduct.run(product, customer)
        }
    },
  }
}
