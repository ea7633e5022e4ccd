import { withElementIds, tidyLine, tidyName, tidyText } from '../changes.ts'
import type { CommandContext } from '../command.ts'
import { sortNameOf } from '../../lib/fold.ts'
import { readOne, readWhere } from '../typed-reader.ts'
import { isCatalogKind } from '../catalog/schema.ts'
import { parseEmail } from '../values/email.ts'
import { typedPhone } from '../values/phone.ts'
import type { RawEmails, RawPhones } from './input.ts'
import type { ContactSurroundings } from './rules.ts'
import type { Contact } from './schema.ts'

/** Emails as stored: tidied where they can be read, as typed where not (the rules then name them). */
export const buildEmails = (emails: RawEmails, newId: () => string): Contact['emails'] =>
  withElementIds(emails, newId).map(({ id, address, label }) => {
    const parsed = parseEmail(address)
    const tidyLabel = tidyLine(label)
    return { id, address: parsed.ok ? parsed.value : address.trim(), ...(tidyLabel && { label: tidyLabel }) }
  })

/** Phones as stored: what was typed, with E.164 beside it when it can be read. */
export const buildPhones = (phones: RawPhones, country: string, newId: () => string): Contact['phones'] =>
  withElementIds(phones, newId).map(({ id, typed, label }) => {
    const tidyLabel = tidyLine(label)
    return { id, ...typedPhone(tidyLine(typed) ?? '', country), ...(tidyLabel && { label: tidyLabel }) }
  })

export const tidyConsent = (consent: NonNullable<Contact['consent']>): NonNullable<Contact['consent']> => ({
  ...consent,
  source: tidyLine(consent.source) ?? '',
})

/** What `contact.create` and `customer.create` give a new contact. */
export interface NewContact {
  customerId: string
  name: string
  role?: string
  emails?: RawEmails
  phones?: RawPhones
  typeIds?: string[]
  authorisedToChange?: boolean
  siteIds?: string[]
  language?: Contact['language']
  consent?: Contact['consent']
  notes?: string
}

export function buildContact(input: NewContact, country: string, context: CommandContext): Contact {
  const name = tidyName(input.name) ?? ''
  const role = tidyLine(input.role)
  const notes = tidyText(input.notes)
  return {
    id: context.newId(),
    customerId: input.customerId,
    name,
    sortName: sortNameOf(name),
    ...(role && { role }),
    emails: buildEmails(input.emails ?? [], context.newId),
    phones: buildPhones(input.phones ?? [], country, context.newId),
    typeIds: [...new Set(input.typeIds)],
    authorisedToChange: input.authorisedToChange ?? false,
    siteIds: [...new Set(input.siteIds)],
    ...(input.language && { language: input.language }),
    ...(input.consent && { consent: tidyConsent(input.consent) }),
    ...(notes && { notes }),
    createdAt: new Date(context.now).toISOString(),
  }
}

/** The country of a customer's billing office, whose numbering plan typed phone numbers follow. */
export function officeCountry(context: CommandContext, officeId: string): string {
  const office = readOne(context.read, 'catalog', officeId)
  return office && isCatalogKind('office', office) ? office.data.country : ''
}

export function contactSurroundings(
  context: CommandContext,
  customerId: string,
  country: string,
): ContactSurroundings {
  const types = readWhere(context.read, 'catalog', { kind: 'contactType' })
  const sites = readWhere(context.read, 'sites', { customerId })
  return {
    country,
    contactTypes: types.filter((record) => isCatalogKind('contactType', record)),
    siteIds: new Set(sites.map((site) => site.id)),
  }
}
