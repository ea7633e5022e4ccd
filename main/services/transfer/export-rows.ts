import type { MethodInput } from '#core/contract/host-contract.ts'
import type { Contact } from '#core/domain/contact/schema.ts'
import { CUSTOMER_FIGURES } from '#core/domain/customer/list-columns.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import { DEFINED_ATTRIBUTE, exportCell, FREE_ATTRIBUTE } from '#core/domain/export-columns.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { minorToDecimal } from '#core/domain/values/money.ts'
import { shareCode } from '#core/domain/values/plus-code.ts'
import { fold } from '#core/lib/fold.ts'
import { shownRows } from '../../store/query/customer-list/shown-rows.ts'
import { matchingRows } from '../../store/query/customer-list/sql-list.ts'
import type { Statements } from '../../store/query/statements.ts'
import type { OutCell } from './cells.ts'
import { catalogNames } from './export-names.ts'

type ExportInput = MethodInput<'exports', 'make'>

/** Customers read at a time. */
const BATCH = 500

/** One customer with what belongs to it, as far as the columns need it. */
interface Exported {
  customer: Customer
  contacts: Contact[]
  sites: Site[]
  figures: ReturnType<typeof shownRows>[number] | undefined
}

/** What a row of an export is made from. */
type Value = (exported: Exported, record: Contact | Site | undefined) => OutCell

/** The rows of an export of customers in order, and how many customers they are of. Reads within the caller's snapshot. */
export function exportRows(
  statements: Statements,
  input: ExportInput,
): { records: number; batches: Iterable<OutCell[][]> } {
  const chosen = chosenCustomers(statements, input)
  const names = catalogNames(statements, input.language)
  const values = input.columns.map(({ key }) => valueOf(input, key, names))
  function* batches(): Iterable<OutCell[][]> {
    for (let start = 0; start < chosen.length; start += BATCH) {
      const exported = readCustomers(statements, chosen.slice(start, start + BATCH), input)
      yield exported.flatMap((one) =>
        recordsOf(input.kind, one).map((record) => values.map((value) => value(one, record))),
      )
    }
  }
  return { records: chosen.length, batches: batches() }
}

interface Chosen {
  n: number
  id: string
}

/** By ids in their own order, or all that match in the order of the list. */
function chosenCustomers(statements: Statements, { ids, where, sort }: ExportInput): Chosen[] {
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

function readCustomers(
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
    isOfCustomers && wants([...CUSTOMER_FIGURES, 'oldestDue'])
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

const recordsOf = (
  kind: ExportInput['kind'],
  { contacts, sites }: Exported,
): (Contact | Site | undefined)[] => {
  if (kind === 'customers') return [undefined]
  return (kind === 'contacts' ? contacts : sites).filter(({ archived }) => !archived)
}

type Names = (id: string) => string

/** How a column gets its value; nothing for a key that the list does not have. */
function valueOf({ kind, words }: ExportInput, key: string, names: Names): Value {
  if (exportCell(kind, key) === undefined) return () => undefined
  const word = (name: string): string => words[name] ?? name
  if (kind === 'contacts') return (one, record) => contactValue(key, one, record as Contact, names, word)
  if (kind === 'sites') return (one, record) => siteValue(key, one, record as Site, word)
  if (key.startsWith(DEFINED_ATTRIBUTE)) {
    const definitionId = key.slice(DEFINED_ATTRIBUTE.length)
    return ({ customer }) => customer.attributes.find((one) => one.definitionId === definitionId)?.value
  }
  if (key.startsWith(FREE_ATTRIBUTE)) {
    const name = key.slice(FREE_ATTRIBUTE.length)
    return ({ customer }) =>
      customer.attributes.find((one) => one.definitionId === undefined && fold(one.name) === name)?.value
  }
  return (one) => customerValue(key, one, names, word)
}

type Word = (name: string) => string

const dayOf = (moment: string | undefined): string | undefined => moment?.slice(0, 10)
const list = (values: readonly string[]): string => values.filter(Boolean).join('; ')
const yesNo = (is: boolean, word: Word): string => word(is ? 'yes' : 'no')

function customerValue(key: string, one: Exported, names: Names, word: Word): OutCell {
  const { customer, contacts, sites, figures } = one
  const site = sites[0]?.archived ? undefined : sites[0]
  const inUse = contacts.filter(({ archived }) => !archived)
  const amount = (minor: number | undefined): OutCell =>
    minor === undefined ? undefined : Number(minorToDecimal(minor, customer.currency))
  switch (key) {
    case 'type':
      return word(`type.${customer.type}`)
    case 'status':
      return names(customer.statusId)
    case 'paymentType':
      return word(`paymentType.${customer.paymentType}`)
    case 'language':
      return word(`language.${customer.language}`)
    case 'tags':
      return list(customer.tags.map(names))
    case 'office':
      return names(customer.officeId)
    case 'createdAt':
      return dayOf(customer.createdAt)
    case 'archivedAt':
      return dayOf(customer.archived?.at)
    case 'contact':
      return inUse[0]?.name
    case 'email':
      return list([...new Set(inUse.flatMap(({ emails }) => emails.map(({ address }) => address)))])
    case 'phone':
      return list([...new Set(inUse.flatMap(({ phones }) => phones.map(({ typed }) => typed)))])
    case 'plusCode':
      return site && shareCode(site.plusCode)
    case 'monthly':
    case 'balance':
    case 'openAmount':
    case 'uninvoiced':
      return amount(figures?.[key])
    case 'contacts':
    case 'sites':
    case 'services':
    case 'servicesActive':
    case 'products':
    case 'openInvoices':
    case 'oldestDue':
      return figures?.[key]
    case 'addressLine1':
    case 'addressLine2':
    case 'postcode':
    case 'city':
    case 'state':
    case 'country':
    case 'latitude':
    case 'longitude':
      return site?.[key]
    case 'number':
    case 'name':
    case 'taxId':
    case 'billDay':
    case 'currency':
    case 'notes':
      return customer[key]
    default:
      return undefined
  }
}

function contactValue(
  key: string,
  { customer, sites }: Exported,
  contact: Contact,
  names: Names,
  word: Word,
): OutCell {
  switch (key) {
    case 'customerNumber':
      return customer.number
    case 'customerName':
      return customer.name
    case 'emails':
      return list(contact.emails.map(({ address }) => address))
    case 'phones':
      return list(contact.phones.map(({ typed }) => typed))
    case 'types':
      return list(contact.typeIds.map(names))
    case 'authorisedToChange':
      return yesNo(contact.authorisedToChange, word)
    case 'sites':
      return list(contact.siteIds.map((id) => sites.find((site) => site.id === id)?.name ?? ''))
    case 'language':
      return contact.language && word(`language.${contact.language}`)
    case 'createdAt':
      return dayOf(contact.createdAt)
    case 'archivedAt':
      return dayOf(contact.archived?.at)
    case 'name':
    case 'role':
    case 'notes':
      return contact[key]
    default:
      return undefined
  }
}

function siteValue(key: string, { customer }: Exported, site: Site, word: Word): OutCell {
  switch (key) {
    case 'customerNumber':
      return customer.number
    case 'customerName':
      return customer.name
    case 'plusCode':
      return shareCode(site.plusCode)
    case 'precision':
      return word(`precision.${site.origin.precision}`)
    case 'separateInvoice':
      return yesNo(site.separateInvoice, word)
    case 'createdAt':
      return dayOf(site.createdAt)
    case 'archivedAt':
      return dayOf(site.archived?.at)
    case 'name':
    case 'addressLine1':
    case 'addressLine2':
    case 'postcode':
    case 'city':
    case 'state':
    case 'country':
    case 'latitude':
    case 'longitude':
    case 'addressNote':
      return site[key]
    default:
      return undefined
  }
}
