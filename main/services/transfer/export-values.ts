import type { MethodInput } from '#core/contract/host-contract.ts'
import type { Contact } from '#core/domain/contact/schema.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import { DEFINED_ATTRIBUTE, exportCell, FREE_ATTRIBUTE } from '#core/domain/export-columns.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { minorToDecimal } from '#core/domain/values/money.ts'
import { plainDateAt } from '#core/domain/values/plain-date.ts'
import { shareCode } from '#core/domain/values/plus-code.ts'
import { fold } from '#core/lib/fold.ts'
import type { shownRows } from '../../store/query/customer-list/shown-rows.ts'
import type { OutCell } from './cells.ts'

export type ExportInput = MethodInput<'exports', 'make'>

/** One customer with what belongs to it, as far as the columns need it. */
export interface Exported {
  customer: Customer
  contacts: Contact[]
  sites: Site[]
  figures: ReturnType<typeof shownRows>[number] | undefined
}

/** What a row of an export is made from. */
export type Value = (exported: Exported, record: Contact | Site | undefined) => OutCell

/** How what is stored becomes what a person reads. */
interface Words {
  name: (id: string) => string
  word: (name: string) => string
  /** The day that a moment was in the office; in UTC a record of the evening would be of another day. */
  day: (moment: string | number | undefined) => string | undefined
}

/** How a column gets its value; nothing for a key that the list does not have. */
export function valueOf(
  { kind, words, timeZone }: ExportInput,
  key: string,
  name: (id: string) => string,
): Value {
  if (exportCell(kind, key) === undefined) return () => undefined
  const say: Words = {
    name,
    word: (word) => words[word] ?? word,
    day: (moment) => (moment === undefined ? undefined : plainDateAt(new Date(moment).getTime(), timeZone)),
  }
  if (kind === 'contacts') return (one, record) => contactValue(key, one, record as Contact, say)
  if (kind === 'sites') return (one, record) => siteValue(key, one, record as Site, say)
  if (key.startsWith(DEFINED_ATTRIBUTE)) {
    const definitionId = key.slice(DEFINED_ATTRIBUTE.length)
    return ({ customer }) => customer.attributes.find((one) => one.definitionId === definitionId)?.value
  }
  if (key.startsWith(FREE_ATTRIBUTE)) {
    const name = key.slice(FREE_ATTRIBUTE.length)
    return ({ customer }) =>
      customer.attributes.find((one) => one.definitionId === undefined && fold(one.name) === name)?.value
  }
  return (one) => customerValue(key, one, say)
}

const list = (values: readonly string[]): string => values.filter(Boolean).join('; ')
const yesNo = (is: boolean, { word }: Words): string => word(is ? 'yes' : 'no')

function customerValue(key: string, one: Exported, { name, word, day }: Words): OutCell {
  const { customer, contacts, sites, figures } = one
  const site = sites[0]?.archived ? undefined : sites[0]
  const inUse = contacts.filter(({ archived }) => !archived)
  const amount = (minor: number | undefined): OutCell =>
    minor === undefined ? undefined : Number(minorToDecimal(minor, customer.currency))
  switch (key) {
    case 'type':
      return word(`type.${customer.type}`)
    case 'status':
      return name(customer.statusId)
    case 'paymentType':
      return word(`paymentType.${customer.paymentType}`)
    case 'language':
      return word(`language.${customer.language}`)
    case 'tags':
      return list(customer.tags.map(name))
    case 'office':
      return name(customer.officeId)
    case 'createdAt':
      return day(customer.createdAt)
    case 'changedAt':
      return day(figures?.changedAt)
    case 'archivedAt':
      return day(customer.archived?.at)
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

function contactValue(key: string, { customer, sites }: Exported, contact: Contact, say: Words): OutCell {
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
      return list(contact.typeIds.map(say.name))
    case 'authorisedToChange':
      return yesNo(contact.authorisedToChange, say)
    case 'sites':
      return list(contact.siteIds.map((id) => sites.find((site) => site.id === id)?.name ?? ''))
    case 'language':
      return contact.language && say.word(`language.${contact.language}`)
    case 'createdAt':
      return say.day(contact.createdAt)
    case 'archivedAt':
      return say.day(contact.archived?.at)
    case 'name':
    case 'role':
    case 'notes':
      return contact[key]
    default:
      return undefined
  }
}

function siteValue(key: string, { customer }: Exported, site: Site, say: Words): OutCell {
  switch (key) {
    case 'customerNumber':
      return customer.number
    case 'customerName':
      return customer.name
    case 'plusCode':
      return shareCode(site.plusCode)
    case 'precision':
      return say.word(`precision.${site.origin.precision}`)
    case 'separateInvoice':
      return yesNo(site.separateInvoice, say)
    case 'createdAt':
      return say.day(site.createdAt)
    case 'archivedAt':
      return say.day(site.archived?.at)
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
