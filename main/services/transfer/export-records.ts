import type { MethodInput } from '#core/contract/host-contract.ts'
import type { Contact } from '#core/domain/contact/schema.ts'
import { CUSTOMER_FIGURES } from '#core/domain/customer/list-columns.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { shownRows } from '../../store/query/customer-list/shown-rows.ts'
import { matchingRows } from '../../store/query/customer-list/sql-list.ts'
import type { Statements } from '../../store/query/statements.ts'

type ExportInput = MethodInput<'exports', 'make'>

/** One customer with what belongs to it, as far as the columns need it. */
export interface Exported {
  customer: Customer
  contacts: Contact[]
  sites: Site[]
  figures: ReturnType<typeof shownRows>[number] | undefined
}

export interface Chosen {
  n: number
  id: string
}

/** By ids in their own order, or all that match in the order of the list. */
export function chosenCustomers(statements: Statements, { ids, where, sort }: ExportInput): Chosen[] {
  if (!ids) {
    const except = new Set(where?.except)
    const order = sort ?? { field: 'sortName' as const, direction: 'asc' as const }
    return matchingRows(statements, where?.filter ?? {}, order).filter(({ id }) => !except.has(id))
  }
  const rows = statements.all(
    `SELECT c.n AS n, j.value AS id FROM json_each(?) AS j JOIN r_customer AS c ON c.id = j.value
     WHERE c.present = 1 ORDER BY j.key`,
    [JSON.stringify(ids)],
  )
  return rows.map((row) => ({ n: row.n as number, id: row.id as string }))
}

const documentsOf = <T>(statements: Statements, collection: string, column: string, ids: string): T[] =>
  statements
    .all(
      `SELECT body FROM ${collection} WHERE deleted = 0 AND ${column} IN (SELECT value FROM json_each(?))`,
      [ids],
    )
    // The store holds only documents of the collection's schema.
    .map((row) => JSON.parse(row.body as string) as T)

export function readCustomers(
  statements: Statements,
  chosen: readonly Chosen[],
  { kind, columns }: ExportInput,
): Exported[] {
  const ids = JSON.stringify(chosen.map(({ id }) => id))
  const keys = columns.map(({ key }) => key)
  const wants = (names: readonly string[]): boolean => keys.some((key) => names.includes(key))
  const isOfCustomers = kind === 'customers'
  const contacts =
    kind === 'contacts' || (isOfCustomers && wants(CONTACT_COLUMNS))
      ? grouped(documentsOf<Contact>(statements, 'd_contacts', 'f_customerId', ids))
      : new Map<string, Contact[]>()
  const sites =
    kind !== 'customers' || wants(SITE_COLUMNS)
      ? grouped(documentsOf<Site>(statements, 'd_sites', 'f_customerId', ids))
      : new Map<string, Site[]>()
  const figures =
    isOfCustomers && wants([...CUSTOMER_FIGURES, 'oldestDue', 'changedAt'])
      ? new Map(
          shownRows(
            statements,
            chosen.map(({ n }) => n),
          ).map((row) => [row.id, row]),
        )
      : new Map<string, Exported['figures']>()
  const customers = new Map(
    documentsOf<Customer>(statements, 'd_customers', 'id', ids).map((customer) => [customer.id, customer]),
  )
  return chosen.flatMap(({ id }) => {
    const customer = customers.get(id)
    if (!customer) return []
    return [
      {
        customer,
        contacts: inOrder(contacts.get(id)),
        sites: inOrder(sites.get(id)),
        figures: figures.get(id),
      },
    ]
  })
}

const CONTACT_COLUMNS = ['email', 'phone', 'contact']
const SITE_COLUMNS = [
  'position',
  'addressLine1',
  'addressLine2',
  'postcode',
  'city',
  'state',
  'country',
  'latitude',
  'longitude',
  'plusCode',
]

function grouped<T extends { customerId: string }>(documents: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const document of documents) {
    const group = groups.get(document.customerId)
    if (group) group.push(document)
    else groups.set(document.customerId, [document])
  }
  return groups
}

/** Oldest first, as the customer's page has them; archived ones last. */
const inOrder = <T extends { createdAt: string; id: string; archived?: unknown }>(documents: T[] = []): T[] =>
  documents.sort((a, b) => {
    if (Boolean(a.archived) !== Boolean(b.archived)) return a.archived ? 1 : -1
    return a.createdAt + a.id < b.createdAt + b.id ? -1 : 1
  })

/** Contacts or sites by id with their customers, in the order asked for; unknown ones are left out. */
export function readRecords(
  statements: Statements,
  ids: readonly string[],
  input: ExportInput,
): { one: Exported; record: Contact | Site }[] {
  const collection = input.kind === 'contacts' ? 'd_contacts' : 'd_sites'
  const records = new Map(
    documentsOf<Contact | Site>(statements, collection, 'id', JSON.stringify(ids)).map((record) => [
      record.id,
      record,
    ]),
  )
  const customerIds = [...new Set([...records.values()].map(({ customerId }) => customerId))]
  const customers = new Map(
    readCustomers(
      statements,
      // Row numbers are for figures of customers, which these lists have none of.
      customerIds.map((id) => ({ id, n: 0 })),
      input,
    ).map((one) => [one.customer.id, one]),
  )
  return ids.flatMap((id) => {
    const record = records.get(id)
    const one = record && customers.get(record.customerId)
    return one ? [{ one, record }] : []
  })
}
