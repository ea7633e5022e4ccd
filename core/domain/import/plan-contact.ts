import { fold, sortNameOf } from '../../lib/fold.ts'
import { tidyLine, tidyName, tidyText, withChanges } from '../changes.ts'
import type { CommandContext, FieldIssue } from '../command.ts'
import { buildContact, buildEmails, buildPhones } from '../contact/build.ts'
import { checkContact } from '../contact/rules.ts'
import type { Contact } from '../contact/schema.ts'
import type { Customer } from '../customer/schema.ts'
import { emailKeys, nameKeys, phoneKeys } from '../matching/keys.ts'
import { emailKey } from '../values/email.ts'
import { readPhone } from '../values/phone.ts'
import type { ImportCatalog } from './catalog.ts'
import type { RowDraft } from './row-draft.ts'

export interface PlannedContact {
  before?: Contact
  after: Contact
  issues: FieldIssue[]
}

type Said = RowDraft['contact']

/** Whether the row says anything that a contact keeps. Types and languages alone make nobody. */
const saysSomebody = ({ name, role, emails, phones, notes }: Said): boolean =>
  Boolean(name ?? role ?? notes) || (emails?.length ?? 0) > 0 || (phones?.length ?? 0) > 0

export interface ContactSurroundings {
  customer: Customer
  /** What the customer was called before the row; undefined for a new one. */
  formerName: string | undefined
  /** All of the customer's, archived ones too. */
  contacts: readonly Contact[]
  /** Whose numbering plan phones without `+` follow. */
  country: string
  /** The type that an individual's own contact gets. */
  ownTypeId: string
  catalog: ImportCatalog
  context: CommandContext
}

/**
 * The contact of a row. An individual is their own contact, as at creation by hand, and it follows a new name. One that
 * is there already is found by name, email or phone among the customer's.
 */
export function planContact(draft: RowDraft, around: ContactSurroundings): PlannedContact | undefined {
  const { customer, formerName, contacts, country, catalog, context } = around
  const said = draft.contact
  const isPerson = customer.type === 'individual'
  const rules = { country, contactTypes: catalog.contactTypes }
  const isRenamed = isPerson && formerName !== undefined && formerName !== customer.name
  const own = isRenamed ? contacts.find((one) => one.name === formerName && !one.archived) : undefined
  const isNew = formerName === undefined && isPerson && contacts.length === 0
  if (!saysSomebody(said) && !isNew && !own) return undefined
  const name = tidyName(said.name) ?? customer.name
  const before = findContact(said, name, contacts, country) ?? own
  if (before) {
    const after = changed(before, before === own ? { ...said, name } : said, country, context)
    return { before, after, issues: checkContact(after, rules) }
  }
  const after = newContact(said, name, around)
  return { after, issues: checkContact(after, rules) }
}

function newContact(
  said: Said,
  name: string,
  { customer, country, ownTypeId, context }: ContactSurroundings,
): Contact {
  const isOwn = customer.type === 'individual' && fold(name) === fold(customer.name)
  return buildContact(
    {
      customerId: customer.id,
      name,
      typeIds: said.typeIds ?? (isOwn ? [ownTypeId] : []),
      authorisedToChange: said.authorisedToChange ?? isOwn,
      emails: (said.emails ?? []).map((address) => ({ address })),
      phones: (said.phones ?? []).map((typed) => ({ typed })),
      ...(said.role && { role: said.role }),
      ...(said.language && { language: said.language }),
      ...(said.notes && { notes: said.notes }),
    },
    country,
    context,
  )
}

/** By name where one is given; a name alone decides only when it is the same. */
function findContact(
  said: Said,
  name: string,
  contacts: readonly Contact[],
  country: string,
): Contact | undefined {
  const [wanted] = nameKeys(name)
  const named = contacts.filter((contact) => nameKeys(contact.name)[0]?.key === wanted?.key)
  if (named.length > 0) return named.find(({ archived }) => !archived) ?? named[0]
  const emails = new Set((said.emails ?? []).flatMap(emailKeys).map(({ key }) => key))
  const phones = new Set(
    (said.phones ?? [])
      .flatMap((typed) => phoneKeys({ typed, ...e164Of(typed, country) }))
      .map(({ key }) => key),
  )
  const reached = contacts.filter(
    (contact) =>
      contact.emails.some(({ address }) => emails.has(emailKey(address))) ||
      contact.phones.some((phone) => phoneKeys(phone).some(({ key }) => phones.has(key))),
  )
  return reached.find(({ archived }) => !archived) ?? reached[0]
}

export const e164Of = (typed: string, country: string): { e164?: string } => {
  const { e164 } = readPhone(typed, country)
  return e164 === undefined ? {} : { e164 }
}

function changed(before: Contact, said: Said, country: string, context: CommandContext): Contact {
  const { name, role, notes, emails = [], phones = [], typeIds = [], ...plain } = said
  const renamed = tidyName(name)
  return withChanges(before, {
    ...plain,
    ...(renamed !== undefined && { name: renamed, sortName: sortNameOf(renamed) }),
    ...(role !== undefined && { role: tidyLine(role) ?? null }),
    ...(notes !== undefined && { notes: tidyText(notes) ?? null }),
    emails: placed(
      before.emails,
      buildEmails(
        emails.map((address) => ({ address })),
        context.newId,
      ),
      (email) => emailKey(email.address),
    ),
    phones: placed(
      before.phones,
      buildPhones(
        phones.map((typed) => ({ typed })),
        country,
        context.newId,
      ),
      (phone) => phone.e164 ?? phone.typed.replace(/\s/g, ''),
    ),
    typeIds: [...new Set([...before.typeIds, ...typeIds])],
  })
}

/**
 * The first value of a row takes the place of the first one held, the second of the second; one that is held anywhere
 * leaves all in place, as it is written there.
 */
function placed<T extends { id: string }>(
  held: readonly T[],
  said: readonly T[],
  keyOf: (element: T) => string,
): T[] {
  const next = [...held]
  const keys = new Set(held.map(keyOf))
  const known = new Set(said.map(keyOf))
  let at = 0
  for (const element of said) {
    if (keys.has(keyOf(element))) continue
    keys.add(keyOf(element))
    // A value that the row names as well is not replaced.
    while (at < next.length && known.has(keyOf(next[at] as T))) at++
    const old = next[at]
    if (old) next[at] = { ...old, ...element, id: old.id }
    else next.push(element)
    at++
  }
  return next
}
