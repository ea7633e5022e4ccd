import type { Contact } from '../contact/schema.ts'
import type { Customer } from '../customer/schema.ts'
import type { Site } from '../site/schema.ts'
import { shareCode } from '../values/plus-code.ts'
import { ATTRIBUTE_PREFIX } from './fields.ts'
import type { FieldChange } from './report.ts'

/** A record as the fields that an import can set, in words. */
type Fields = ReadonlyMap<string, string>

const lines = (values: readonly string[]): string | undefined =>
  values.length > 0 ? values.join('\n') : undefined

function fieldsOf(entries: readonly (readonly [string, string | number | boolean | undefined])[]): Fields {
  return new Map(
    entries.flatMap(([field, value]) =>
      value === undefined || value === '' ? [] : [[field, String(value)] as const],
    ),
  )
}

/** The day of a moment as the office has it. */
export type DayOf = (moment: string) => string

const archivedOn = ({ archived }: Pick<Customer, 'archived'>, dayOf: DayOf): string | undefined =>
  archived && dayOf(archived.at)

export const customerFields = (customer: Customer | undefined, dayOf: DayOf): Fields =>
  customer
    ? fieldsOf([
        ['customer.name', customer.name],
        ['customer.type', customer.type],
        ['customer.taxId', customer.taxId],
        ['customer.statusId', customer.statusId],
        ['customer.paymentType', customer.paymentType],
        ['customer.billDay', customer.billDay],
        ['customer.currency', customer.currency],
        ['customer.language', customer.language],
        ['customer.tags', lines(customer.tags)],
        ['customer.officeId', customer.officeId],
        ['customer.notes', customer.notes],
        ...customer.attributes.map(({ name, value }) => [ATTRIBUTE_PREFIX + name, value] as const),
        ['customer.archived', archivedOn(customer, dayOf)],
      ])
    : new Map()

export const contactFields = (contact: Contact | undefined, dayOf: DayOf): Fields =>
  contact
    ? fieldsOf([
        ['contact.name', contact.name],
        ['contact.role', contact.role],
        ['contact.emails', lines(contact.emails.map(({ address }) => address))],
        ['contact.phones', lines(contact.phones.map(({ typed }) => typed))],
        ['contact.typeIds', lines(contact.typeIds)],
        ['contact.authorisedToChange', contact.authorisedToChange || undefined],
        ['contact.language', contact.language],
        ['contact.notes', contact.notes],
        ['contact.archived', archivedOn(contact, dayOf)],
      ])
    : new Map()

export const siteFields = (site: Site | undefined, dayOf: DayOf): Fields =>
  site
    ? fieldsOf([
        ['site.name', site.name],
        ['site.addressLine1', site.addressLine1],
        ['site.addressLine2', site.addressLine2],
        ['site.postcode', site.postcode],
        ['site.city', site.city],
        ['site.state', site.state],
        ['site.country', site.country],
        ['site.position', `${site.latitude}, ${site.longitude}`],
        ['site.plusCode', shareCode(site.plusCode)],
        ['site.precision', site.origin.precision],
        ['site.addressNote', site.addressNote],
        ['site.separateInvoice', site.separateInvoice || undefined],
        ['site.archived', archivedOn(site, dayOf)],
      ])
    : new Map()

/** The fields in which two states of a record differ. */
export function changesOf(before: Fields, after: Fields): FieldChange[] {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].flatMap((field) => {
    const [from, to] = [before.get(field), after.get(field)]
    return from === to
      ? []
      : [{ field, ...(from !== undefined && { before: from }), ...(to !== undefined && { after: to }) }]
  })
}
