import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { MOST_LISTED_SITES } from '#core/contract/methods/sites.ts'
import type { SiteFilter, SiteSort } from '#core/domain/site/filter.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { COLLECTION_CODES, PER_COLLECTION_BITS } from '../projectors/records.ts'
import type { SqlValue } from '../sqlite/port.ts'
import { namesOf } from './inventory/item-rows.ts'
import { withNearWords } from './near-words.ts'
import { matchingRecords } from './search-records.ts'
import { searchTermsOf, type SearchTerm } from './search-terms.ts'
import { currentCommit, type Statements } from './statements.ts'

type Row = MethodOutput<'sites', 'list'>['rows'][number]

/** Sites looked at for a text that very many hold, and customers whose sites are found by their name. */
const MOST_MATCHES = 5000
const MOST_CUSTOMERS = 500
/** Below so many a typing mistake is forgiven. */
const FEW = 10

const ORDER: Readonly<Record<SiteSort, { column: string; index: string }>> = {
  sortName: { column: 'name_key', index: 'r_site_list_name' },
  city: { column: 'city_key', index: 'r_site_list_city' },
  plusCode: { column: 'plus_code', index: 'r_site_list_code' },
}

interface Condition {
  where: string
  parameters: SqlValue[]
  /** A text chooses: the few that hold it are sorted as they come. */
  isByText: boolean
  isPartial: boolean
}

export function listSites(
  statements: Statements,
  { filter, sort, skip, limit }: MethodInput<'sites', 'list'>,
): MethodOutput<'sites', 'list'> {
  const condition = conditionOf(statements, filter)
  const numbers = statements.all(`SELECT i.n AS n FROM ${listed(condition, sort)} LIMIT ? OFFSET ?`, [
    ...condition.parameters,
    limit,
    skip,
  ])
  const counted = new Map(
    statements
      .all(`SELECT inexact, sites FROM r_site_list_count WHERE archived = ?`, [filter.archived ? 1 : 0])
      .map(({ inexact, sites }) => [inexact as number, sites as number]),
  )
  const inexact = counted.get(1) ?? 0
  const total = condition.isByText
    ? Number(
        statements.get(
          `SELECT count(*) AS n FROM r_site_list AS i WHERE ${condition.where}`,
          condition.parameters,
        )?.n,
      )
    : inexact + (filter.inexact ? 0 : (counted.get(0) ?? 0))
  return {
    commit: currentCommit(statements),
    total,
    isPartial: condition.isPartial,
    inexact,
    rows: rowsOf(statements, JSON.stringify(numbers.map(({ n }) => n))),
  }
}

export function sitePoints(
  statements: Statements,
  { filter, sort }: MethodInput<'sites', 'points'>,
): MethodOutput<'sites', 'points'> {
  const condition = conditionOf(statements, filter)
  const numbers = statements.all(
    `SELECT i.n AS n FROM ${listed(condition, sort)} LIMIT ${MOST_LISTED_SITES}`,
    condition.parameters,
  )
  const found = statements.all(
    `SELECT i.id, d.body ->> '$.name' AS name, d.f_customerId AS customer, t.latitude, t.longitude
      FROM json_each(?) AS j JOIN r_site_list AS i ON i.n = j.value JOIN d_sites AS d ON d.id = i.id
        JOIN site_rtree AS t ON t.n = i.n ORDER BY j.key`,
    [JSON.stringify(numbers.map(({ n }) => n))],
  )
  return {
    commit: currentCommit(statements),
    ids: found.map(({ id }) => id as string),
    names: found.map(({ name }) => name as string),
    latitudes: found.map(({ latitude }) => latitude as number),
    longitudes: found.map(({ longitude }) => longitude as number),
    customerIds: found.map(({ customer }) => customer as string),
  }
}

/** Every site of a list in its order, with its customer: for exports. */
export function matchingSites(
  statements: Statements,
  { filter, sort }: MethodInput<'sites', 'points'>,
): { id: string; customerId: string }[] {
  const condition = conditionOf(statements, filter)
  return statements
    .all(
      `SELECT i.id AS id, (SELECT f_customerId FROM d_sites AS d WHERE d.id = i.id) AS customer
        FROM ${listed(condition, sort)}`,
      condition.parameters,
    )
    .map(({ id, customer }) => ({ id: id as string, customerId: customer as string }))
}

/** What follows `FROM`: the sites of a condition in order, as a stretch of an index where nothing is searched for. */
function listed(
  { where, isByText }: Condition,
  { field, direction }: MethodInput<'sites', 'points'>['sort'],
): string {
  const { column, index } = ORDER[field]
  const by = direction === 'desc' ? 'DESC' : 'ASC'
  return `r_site_list AS i ${isByText ? '' : `INDEXED BY ${index}`} WHERE ${where} ORDER BY i.${column} ${by}, i.n ${by}`
}

function conditionOf(statements: Statements, filter: SiteFilter): Condition {
  const terms = searchTermsOf(filter.text ?? '')
  const isByText = terms.length > 0
  // No index of all sites is to lead to the few that hold a text.
  const column = (name: string): string => (isByText ? `+i.${name}` : `i.${name}`)
  const conditions = [`${column('archived')} = ?`]
  const parameters: SqlValue[] = [filter.archived ? 1 : 0]
  if (filter.inexact) conditions.push(`${column('inexact')} = 1`)
  if (!isByText) return { where: conditions.join(' AND '), parameters, isByText, isPartial: false }
  const { numbers, isCut } = sitesWith(statements, terms)
  conditions.push('i.n IN (SELECT value FROM json_each(?))')
  parameters.push(JSON.stringify(numbers))
  return { where: conditions.join(' AND '), parameters, isByText, isPartial: isCut }
}

/** Sites that hold every word, and those of customers that do; then those with one typing mistake forgiven. */
function sitesWith(
  statements: Statements,
  terms: readonly SearchTerm[],
): { numbers: readonly number[]; isCut: boolean } {
  const found = new Set<number>()
  let isCut = false
  const look = (wanted: readonly SearchTerm[]): void => {
    const sites = matchingRecords(statements, wanted, MOST_MATCHES, 'sites')
    const customers = matchingRecords(statements, wanted, MOST_CUSTOMERS, 'customers')
    isCut ||= sites.isCut || customers.isCut
    for (const n of sites.numbers) found.add(n)
    for (const { n } of sitesOf(statements, customers.numbers)) found.add(n as number)
  }
  look(terms)
  if (found.size < FEW) {
    const near = withNearWords(statements, terms)
    if (near) look(near)
  }
  return { numbers: [...found], isCut }
}

/** By the numbers of customers' own records, from which those of their sites follow. */
function sitesOf(statements: Statements, customers: readonly number[]) {
  const first = COLLECTION_CODES.sites * 2 ** PER_COLLECTION_BITS
  const last = first + 2 ** PER_COLLECTION_BITS - 1
  return statements.all(
    `SELECT i.n AS n FROM json_each(?) AS j CROSS JOIN r_site_list AS i
      WHERE i.n BETWEEN j.value + ${first} AND j.value + ${last}`,
    [JSON.stringify(customers)],
  )
}

/** In the order of a JSON list of record numbers. */
function rowsOf(statements: Statements, numbers: string): Row[] {
  const found = statements
    .all(
      `SELECT i.archived AS archived, d.body AS body FROM json_each(?) AS j
        JOIN r_site_list AS i ON i.n = j.value JOIN d_sites AS d ON d.id = i.id ORDER BY j.key`,
      [numbers],
    )
    .map(({ archived, body }) => ({
      archived: archived === 1,
      // The store itself wrote the text from a document.
      site: JSON.parse(body as string) as Site,
    }))
  const names = namesOf(
    statements,
    'customers',
    found.map(({ site }) => site.customerId),
  )
  return found.map(({ archived, site }) => ({
    id: site.id,
    name: site.name,
    customerId: site.customerId,
    customerName: names.get(site.customerId) ?? '',
    ...(site.city !== undefined && { city: site.city }),
    plusCode: site.plusCode,
    precision: site.origin.precision,
    latitude: site.latitude,
    longitude: site.longitude,
    archived,
  }))
}
