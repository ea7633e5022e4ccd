import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { LEDGER_KINDS, type LedgerEntry } from '#core/domain/ledger/schema.ts'
import { SERVICE_STATUSES } from '#core/domain/service/schema.ts'
import { addDays } from '#core/domain/values/plain-date.ts'
import { moveToDay } from '#main/store/projectors/index.ts'
import { rebuildReadModels } from '#main/store/rebuild.ts'
import type { SqliteDatabase } from '#main/store/sqlite/port.ts'
import { inTransaction } from '#main/store/sqlite/transaction.ts'
import {
  chargeOf,
  conflictOf,
  contactOf,
  customerOf,
  entryOf,
  invoiceOf,
  itemOf,
  serviceOf,
  siteOf,
  statusOf,
} from '#test/support/builders.ts'
import { createReadStore } from '#test/support/read-store.ts'

/** Every read model as its users see it: without the row numbers, which a rebuild deals out anew. */
function contents(db: SqliteDatabase) {
  const all = (sql: string) => db.prepare(sql).all()
  return {
    customers: all(
      `SELECT c.id, present, number, sort_name, type_n, s.id AS status, status_rank, o.id AS office, created_at, archived,
         first_city, city_key, contacts, sites, currency
       FROM r_customer c LEFT JOIN r_code s ON s.n = status_n LEFT JOIN r_code o ON o.n = office_n
       WHERE present = 1 ORDER BY c.id`,
    ),
    waiting: all(
      `SELECT id, contacts, sites, first_city FROM r_customer WHERE present = 0 AND contacts + sites > 0 ORDER BY id`,
    ),
    money: all(
      `SELECT id, balance, open_invoices, open_amount, oldest_due, uninvoiced, services, services_active, monthly
       FROM r_customer WHERE balance <> 0 OR open_invoices + uninvoiced + services > 0 ORDER BY id`,
    ),
    heirs: all(
      `SELECT c.id, h.id AS heir FROM r_customer c JOIN r_customer h ON h.n = c.heir_n ORDER BY c.id`,
    ),
    invoices: all(
      `SELECT i.id, i.present, i.kind, due, gross, settled, open, c.id AS customer FROM r_invoice i
       LEFT JOIN r_customer c ON c.n = customer_n WHERE i.present = 1 ORDER BY i.id`,
    ),
    ledger: all(
      `SELECT t.key, c.id AS customer, t.kind, amount, day, i.id AS invoice
       FROM (SELECT r.*, key FROM r_transaction r JOIN transactions USING (n)) t
       JOIN r_customer c ON c.n = t.customer_n LEFT JOIN r_invoice i ON i.n = t.invoice_n ORDER BY t.key`,
    ),
    awaited: all(`SELECT key, i.id FROM r_awaited JOIN r_invoice i ON i.n = invoice_n ORDER BY 1, 2`),
    services: all(
      `SELECT s.id, c.id AS customer, p.id AS product, status, s.archived, s.monthly, until FROM r_service s
       JOIN r_customer c ON c.n = customer_n LEFT JOIN r_code p ON p.n = product_n ORDER BY s.id`,
    ),
    serviceList: all(
      `SELECT s.id, s.site_id, s.archived, status, type, p.id AS product, o.id AS office, t.key AS town, sort_key,
         customer_key, since, metered, read_on, r.id = s.id AS same
       FROM r_service_list s JOIN r_record r USING (n) LEFT JOIN r_code p ON p.n = product_n
       LEFT JOIN r_code o ON o.n = s.office_n LEFT JOIN r_place t ON t.n = town_n ORDER BY s.id`,
    ),
    serviceCounts: all(
      `SELECT archived, status, type, p.id AS product, o.id AS office, services FROM r_service_count
       LEFT JOIN r_code p ON p.n = product_n LEFT JOIN r_code o ON o.n = office_n ORDER BY 1, 2, 3, 4, 5`,
    ),
    values: all(
      `SELECT d.id AS attribute, key, c.id AS customer FROM r_attribute_value v
       JOIN r_code d ON d.n = attribute_n JOIN r_customer c ON c.n = customer_n ORDER BY 1, 2, 3`,
    ),
    sites: all(`SELECT * FROM r_site ORDER BY id`),
    products: all(
      `SELECT c.id AS customer, p.id AS product, h.services FROM r_customer_product h
       JOIN r_customer c ON c.n = h.n JOIN r_code p ON p.n = product_n ORDER BY 1, 2`,
    ),
    places: all(
      `SELECT c.id AS customer, kind, key, h.sites FROM r_customer_place h
       JOIN r_customer c ON c.n = h.n JOIN r_place p ON p.n = place_n ORDER BY 1, 2, 3`,
    ),
    identifiers: all(`SELECT * FROM r_identifier ORDER BY kind, from_key, collection, id`),
    items: all(
      `SELECT i.id, p.id AS place, i.archived, kind, state, serial_key, changed_ms, r.collection, r.id = i.id AS same
       FROM r_item i JOIN r_record r USING (n) LEFT JOIN r_code p ON p.n = place_n ORDER BY i.id`,
    ),
    itemCounts: all(
      `SELECT p.id AS place, archived, kind, state, items FROM r_item_count LEFT JOIN r_code p ON p.n = place_n
       WHERE items <> 0 ORDER BY 1, 2, 3, 4`,
    ),
    issues: all(`SELECT * FROM r_issue ORDER BY id`),
    issueCounts: all(`SELECT * FROM r_issue_count WHERE issues <> 0 ORDER BY 1, 2, 3, 4`),
    tags: all(
      `SELECT c.id AS customer, t.id AS tag FROM r_customer_tag JOIN r_customer c USING (n) JOIN r_code t ON t.n = tag_n
       ORDER BY 1, 2`,
    ),
    facts: all(
      `SELECT c.id, f.text, tax_id, created_ms, changed_ms, f.tags, emails, phones, unplaced
       FROM r_customer_fact f JOIN r_customer c USING (n) WHERE present = 1 ORDER BY c.id`,
    ),
    attributes: all(
      `SELECT c.id, i, a.key, kind, x.text, x.number FROM r_customer_attribute x JOIN r_attribute a ON a.n = attribute_n
       JOIN r_customer c ON c.n = x.n ORDER BY c.id, i`,
    ),
    records: all(
      `SELECT r.collection, r.id, own_archived, ref_archived, city, r.created_at, text, c.id AS customer
       FROM r_record r LEFT JOIN r_customer c ON c.n = r.n >> 22 ORDER BY r.id, r.collection`,
    ),
    positions: all(
      `SELECT s.id, latitude, longitude, r.collection, r.id = s.id AS same FROM site_rtree s JOIN r_record r USING (n) ORDER BY s.id`,
    ),
    words: all(`SELECT term, doc FROM fts_vocabulary ORDER BY term`),
  }
}

/** FTS5 compares the index with the text it was made from, and throws when they differ. */
function checkFullText(db: SqliteDatabase): void {
  db.exec(`INSERT INTO fts_words (fts_words, rank) VALUES ('integrity-check', 1)`)
  db.exec(`INSERT INTO fts_inside (fts_inside, rank) VALUES ('integrity-check', 1)`)
}

/** Figures of the read models against sums over everything. */
function checkSums(db: SqliteDatabase): void {
  const one = (sql: string) => db.prepare(sql).get()
  expect(one(`SELECT coalesce(sum(balance), 0) AS balance FROM r_customer`)).toEqual(
    one(
      `SELECT coalesce(sum(json_extract(body, '$.amount')), 0) AS balance FROM transactions
       WHERE json_extract(body, '$.kind') <> 'allocation'`,
    ),
  )
  expect(one(`SELECT coalesce(sum(uninvoiced), 0) AS n FROM r_customer`)).toEqual(
    one(
      `SELECT count(*) AS n FROM transactions t WHERE json_extract(body, '$.kind') IN ('charge', 'credit')
       AND key NOT IN (SELECT json_extract(line.value, '$.transactionId') FROM d_invoices i, json_each(i.body, '$.lines') line
         WHERE i.deleted = 0 AND json_extract(i.body, '$.kind') <> 'proforma')`,
    ),
  )
  expect(
    one(`SELECT coalesce(sum(open_invoices), 0) AS n, coalesce(sum(open_amount), 0) AS open FROM r_customer`),
  ).toEqual(one(`SELECT count(*) AS n, coalesce(sum(open), 0) AS open FROM r_invoice WHERE open > 0`))
}

interface Write {
  collection: CollectionName
  id: string
  after: StoredDocument | undefined
}

const ids = (prefix: string) => fc.nat(4).map((i) => `${prefix}${i}`)
const archived = fc.option(fc.constant({ at: '2026-02-01T00:00:00.000Z', by: 'person-1' }), {
  nil: undefined,
  freq: 3,
})
const name = fc.constantFrom('Núñez Hnos.', 'Panadería Sol', 'Ana', 'Ñandú', 'Zoë Ltd', 'Calle del Río')
const city = fc.constantFrom('Madrid', 'Ávila', undefined, 'Ñuñoa')
const createdAt = fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z')

const write: fc.Arbitrary<Write> = fc.oneof(
  fc
    .record({
      id: ids('c'),
      name,
      archived,
      createdAt,
      tags: fc.uniqueArray(ids('tag')),
      taxId: fc.constantFrom('B1', undefined),
      attributes: fc
        .uniqueArray(fc.constantFrom('5', 'Oro', 'plata'))
        .map((values) =>
          values.map((value, i) => ({ id: `a${i}`, name: `Nivel ${i}`, kind: 'number' as const, value })),
        ),
      statusId: fc.constantFrom('status-active', 'status-pending'),
      // Also into itself, in a circle, and into nobody.
      mergedInto: fc.option(ids('c'), { nil: undefined, freq: 3 }),
    })
    .map((fields) => ({ collection: 'customers' as const, id: fields.id, after: plain(customerOf(fields)) })),
  fc
    .record({ id: ids('p'), customerId: ids('c'), name, archived, createdAt })
    .map((fields) => ({ collection: 'contacts' as const, id: fields.id, after: plain(contactOf(fields)) })),
  fc
    .record({
      id: ids('s'),
      customerId: ids('c'),
      name,
      archived,
      createdAt,
      city,
      latitude: fc.constantFrom(-33.4, 40.4168, 0),
    })
    .map((fields) => ({ collection: 'sites' as const, id: fields.id, after: plain(siteOf(fields)) })),
  fc
    .record({
      id: ids('v'),
      customerId: ids('c'),
      siteId: ids('s'),
      productId: fc.option(ids('product'), { nil: undefined }),
      status: fc.constantFrom(...SERVICE_STATUSES),
      archived,
      charges: fc.array(
        fc.constantFrom(
          chargeOf(),
          chargeOf({ id: 'b', unitPrice: '-5', to: '2026-04-01' }),
          chargeOf({ id: 'c', unitPrice: '9.99', from: '2026-05-01' }),
        ),
        { maxLength: 2 },
      ),
      identifiers: fc.array(
        fc.constantFrom(
          { id: 'x', kind: 'ip' as const, value: '10.0.0.1' },
          { id: 'y', kind: 'subnet' as const, value: '10.0.0.0/29' },
          { id: 'z', kind: 'circuit' as const, value: 'CIR-1' },
        ),
        { maxLength: 2 },
      ),
    })
    .map((fields) => ({ collection: 'services' as const, id: fields.id, after: plain(serviceOf(fields)) })),
  fc
    .record({
      id: ids('i'),
      customerId: fc.option(ids('c'), { nil: undefined }),
      placeId: fc.option(fc.constantFrom('van', 'shop'), { nil: undefined }),
      kind: fc.constantFrom('ont' as const, 'sim' as const),
      archived,
    })
    .map((fields) => ({ collection: 'inventory' as const, id: fields.id, after: plain(itemOf(fields)) })),
  fc
    .record({
      id: ids('f'),
      customerId: ids('c'),
      kind: fc.constantFrom('invoice' as const, 'creditNote' as const, 'proforma' as const),
      dueOn: fc.constantFrom('2026-02-01', '2026-03-16'),
      // Each invoice takes entries of its own: no entry is on two.
      takes: fc.uniqueArray(fc.nat(2)),
    })
    .map(({ takes, ...fields }) => {
      const [line] = invoiceOf().lines
      const lines = takes.map((i) => ({ ...line, id: `${i}`, transactionId: `${fields.id}-t${i}` }))
      const after = plain({ ...invoiceOf(fields), lines })
      return { collection: 'invoices' as const, id: fields.id, after }
    }),
  fc
    .record({
      id: ids('k'),
      entity: fc.constantFrom('customers', 'contacts', 'services'),
      number: fc.nat(4),
      kind: fc.constantFrom('conflict' as const, 'claim' as const),
      settled: fc.option(fc.constant({ at: '2026-03-01T00:00:00.000Z', by: 'p', choice: 'mine' as const }), {
        nil: undefined,
      }),
    })
    .map(({ entity, number, ...fields }) => {
      const entityId = `${{ customers: 'c', contacts: 'p', services: 'v' }[entity] ?? ''}${number}`
      const after = plain(conflictOf({ ...fields, entity, entityId }))
      return { collection: 'issues' as const, id: fields.id, after }
    }),
  fc
    .record({ rank: fc.constantFrom('a', 'm'), key: fc.constantFrom('active', 'pending') })
    .map(({ rank, key }) => ({
      collection: 'catalog' as const,
      id: `status-${key}`,
      after: plain({ ...statusOf(key), rank }),
    })),
  fc
    .tuple(
      fc.constantFrom(
        'customers' as const,
        'contacts' as const,
        'sites' as const,
        'services' as const,
        'inventory' as const,
        'invoices' as const,
        'issues' as const,
      ),
      fc.nat(4),
    )
    .map(([collection, i]) => ({
      collection,
      id: `${PREFIXES[collection]}${i}`,
      after: undefined,
    })),
)

const PREFIXES = {
  customers: 'c',
  contacts: 'p',
  sites: 's',
  services: 'v',
  inventory: 'i',
  invoices: 'f',
  issues: 'k',
} as const

/** An entry without its key; charges may be what an invoice takes, before or after it. */
const entry: fc.Arbitrary<LedgerEntry> = fc
  .record({
    kind: fc.constantFrom(...LEDGER_KINDS),
    amount: fc.integer({ min: -5000, max: 5000 }),
    customerId: ids('c'),
    invoiceId: ids('f'),
    take: fc.nat(2),
  })
  .map(({ kind, invoiceId, take, ...fields }) =>
    kind === 'charge' || kind === 'credit'
      ? entryOf({ ...fields, kind, key: `${invoiceId}-t${take}` })
      : entryOf({ ...fields, kind, invoiceId, key: '' }),
  )

const plain = (value: object) => JSON.parse(JSON.stringify(value)) as StoredDocument

const commits = fc.array(
  fc.record({
    writes: fc.uniqueArray(write, {
      maxLength: 6,
      selector: ({ collection, id }) => `${collection}/${id}`,
    }),
    entries: fc.array(entry, { maxLength: 4 }),
    /** Weeks that pass before the commit. */
    weeks: fc.nat(6),
  }),
  { minLength: 1, maxLength: 12 },
)

/** Entries with keys that are theirs alone: a second charge for the same line is another charge. */
function withKeys(entries: readonly LedgerEntry[], posted: Set<string>): LedgerEntry[] {
  return entries.map((one) => {
    const key = one.key === '' || posted.has(one.key) ? `e${posted.size}` : one.key
    posted.add(key)
    return { ...one, key }
  })
}

const seed = Number(process.env.SEED ?? 7)

describe('read models', () => {
  it(`kept commit by commit equal those made anew (seed ${seed})`, () => {
    fc.assert(
      fc.property(commits, (history) => {
        const store = createReadStore()
        try {
          const posted = new Set<string>()
          let day = '2026-02-20'
          for (const { writes, entries, weeks } of history) {
            day = addDays(day, 7 * weeks)
            moveToDay(store.db, day)
            store.write(writes, withKeys(entries, posted))
          }
          checkFullText(store.db)
          const kept = contents(store.db)
          checkSums(store.db)
          inTransaction(store.db, () => rebuildReadModels(store.db))
          checkFullText(store.db)
          expect(kept).toEqual(contents(store.db))
        } finally {
          store.close()
        }
      }),
      { seed, numRuns: Number(process.env.RUNS ?? 60) },
    )
  }, 60_000)

  it('count what is in use and name the city of the first site in use', () => {
    const store = createReadStore()
    const mark = { at: '2026-02-01T00:00:00.000Z', by: 'person-1' }
    store.write([
      { collection: 'customers', id: 'c1', after: customerOf({ id: 'c1' }) },
      { collection: 'contacts', id: 'p1', after: contactOf({ id: 'p1', customerId: 'c1' }) },
      {
        collection: 'contacts',
        id: 'p2',
        after: plain(contactOf({ id: 'p2', customerId: 'c1', archived: mark })),
      },
      { collection: 'sites', id: 's1', after: siteOf({ id: 's1', customerId: 'c1', city: 'Toledo' }) },
      {
        collection: 'sites',
        id: 's2',
        after: siteOf({ id: 's2', customerId: 'c1', city: 'Lugo', createdAt: '2026-05-01T00:00:00.000Z' }),
      },
    ])
    const row = () => store.db.prepare('SELECT contacts, sites, first_city FROM r_customer').get()
    expect(row()).toEqual({ contacts: 1, sites: 2, first_city: 'Toledo' })
    store.write([
      {
        collection: 'sites',
        id: 's1',
        after: plain(siteOf({ id: 's1', customerId: 'c1', city: 'Toledo', archived: mark })),
      },
    ])
    expect(row()).toEqual({ contacts: 1, sites: 1, first_city: 'Lugo' })
    store.close()
  })

  it('mark what belongs to an archived customer, and take the mark back with it', () => {
    const store = createReadStore()
    const mark = { at: '2026-02-01T00:00:00.000Z', by: 'person-1' }
    const marks = () =>
      store.db
        .prepare('SELECT id, own_archived AS own, ref_archived AS inherited FROM r_record ORDER BY id')
        .all()
    store.write([
      { collection: 'customers', id: 'c1', after: customerOf({ id: 'c1' }) },
      { collection: 'sites', id: 's1', after: siteOf({ id: 's1', customerId: 'c1' }) },
    ])
    store.write([{ collection: 'customers', id: 'c1', after: customerOf({ id: 'c1', archived: mark }) }])
    store.write([{ collection: 'contacts', id: 'p1', after: contactOf({ id: 'p1', customerId: 'c1' }) }])
    expect(marks()).toEqual([
      { id: 'c1', own: 1, inherited: 0 },
      { id: 'p1', own: 0, inherited: 1 },
      { id: 's1', own: 0, inherited: 1 },
    ])
    store.write([{ collection: 'customers', id: 'c1', after: customerOf({ id: 'c1' }) }])
    expect(marks().map(({ inherited }) => inherited)).toEqual([0, 0, 0])
    store.close()
  })
})
