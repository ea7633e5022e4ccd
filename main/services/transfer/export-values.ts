import type { Contact } from '#core/domain/contact/schema.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { minorToDecimal } from '#core/domain/values/money.ts'
import { shareCode } from '#core/domain/values/plus-code.ts'
import type { OutCell } from './cells.ts'
import type { Exported } from './export-records.ts'
import type { ExportWords } from './export-words.ts'

const list = (values: readonly string[]): string => values.filter(Boolean).join('; ')
const yesNo = (is: boolean, { word }: ExportWords): string => word(is ? 'yes' : 'no')

/** A value of a customer, its first site and its contacts. */
export function customerValue(key: string, one: Exported, words: ExportWords): OutCell {
  const { name, word, day } = words
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
    case 'companyName':
      return customer.type === 'business' ? customer.name : undefined
    case 'firstName':
      return customer.type === 'individual' ? customer.name.split(' ')[0] : undefined
    case 'lastName':
      return customer.type === 'individual' ? customer.name.split(' ').slice(1).join(' ') : undefined
    case 'position':
      return site && `${site.latitude}, ${site.longitude}`
    case 'plusCode':
      return site && shareCode(site.plusCode)
    case 'monthly':
    case 'balance':
    case 'openAmount':
      return amount(figures?.[key])
    case 'contacts':
    case 'sites':
    case 'services':
    case 'servicesActive':
    case 'products':
    case 'openInvoices':
    case 'uninvoiced':
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

/** A value of a contact and its customer. */
export function contactValue(
  key: string,
  { customer, sites }: Exported,
  contact: Contact,
  words: ExportWords,
): OutCell {
  const { name, word, day } = words
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
      return list(contact.typeIds.map(name))
    case 'authorisedToChange':
      return yesNo(contact.authorisedToChange, words)
    case 'sites':
      return list(contact.siteIds.map((id) => sites.find((site) => site.id === id)?.name ?? ''))
    case 'language':
      return contact.language && word(`language.${contact.language}`)
    case 'createdAt':
      return day(contact.createdAt)
    case 'archivedAt':
      return day(contact.archived?.at)
    case 'name':
    case 'role':
    case 'notes':
      return contact[key]
    default:
      return undefined
  }
}

/** A value of a site and its customer. */
export function siteValue(key: string, { customer }: Exported, site: Site, words: ExportWords): OutCell {
  const { word, day } = words
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
      return yesNo(site.separateInvoice, words)
    case 'createdAt':
      return day(site.createdAt)
    case 'archivedAt':
      return day(site.archived?.at)
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
