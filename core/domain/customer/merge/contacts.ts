import type { Contact } from '../../contact/schema.ts'
import { emailKeys, nameKeys, phoneKeys } from '../../matching/keys.ts'

/** Contacts that are likely one person. */
export interface SameContacts {
  /** The first one is kept: of the customer that comes first. */
  contacts: readonly Contact[]
  by: (typeof SIGNS)[number][]
  /** A telephone alone may be a whole family's, so that nobody is united by it without being asked. */
  isLikely: boolean
}

const SIGNS = ['email', 'phone', 'name'] as const

const keysOf = (contact: Contact) => ({
  email: contact.emails.flatMap(({ address }) => emailKeys(address)).map(({ key }) => key),
  phone: contact.phones.flatMap(phoneKeys).map(({ key }) => key),
  name: nameKeys(contact.name).map(({ key }) => key),
})

/** Which contacts in use of different customers share an address, a number or a name. `customerIds` gives their order. */
export function sameContacts(contacts: readonly Contact[], customerIds: readonly string[]): SameContacts[] {
  const place = (contact: Contact) => customerIds.indexOf(contact.customerId)
  const open = contacts
    .filter((contact) => !contact.archived && place(contact) >= 0)
    .sort((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1))
  const groups: SameContacts[] = []
  const taken = new Set<string>()
  for (const [index, first] of open.entries()) {
    if (taken.has(first.id)) continue
    const own = keysOf(first)
    const alike = open
      .slice(index + 1)
      .filter((other) => !taken.has(other.id) && other.customerId !== first.customerId)
      .map((other) => {
        const theirs = keysOf(other)
        return { other, by: SIGNS.filter((sign) => own[sign].some((key) => theirs[sign].includes(key))) }
      })
      .filter(({ by }) => by.length > 0)
    const likely = alike.filter(({ by }) => by.some((sign) => sign !== 'phone'))
    const chosen = likely.length > 0 ? likely : alike
    if (chosen.length === 0) continue
    for (const { other } of chosen) taken.add(other.id)
    groups.push({
      contacts: [first, ...chosen.map(({ other }) => other)],
      by: SIGNS.filter((sign) => chosen.some(({ by }) => by.includes(sign))),
      isLikely: likely.length > 0,
    })
  }
  return groups
}

/** One contact with what was known in any of them; the first one's own values go before. */
export function unitedContact(kept: Contact, others: readonly Contact[]): Contact {
  const all = [kept, ...others]
  const notes = [...new Set(all.flatMap((contact) => contact.notes || []))].join('\n\n')
  const role = all.map((contact) => contact.role).find(Boolean)
  const language = all.map((contact) => contact.language).find(Boolean)
  const consent = all
    .flatMap((contact) => contact.consent ?? [])
    // Whoever said something later has changed their mind.
    .reduce<Contact['consent']>((last, one) => (!last || one.at > last.at ? one : last), undefined)
  // Somebody who asked not to be written to stays so.
  const suppressed = all.map((contact) => contact.suppressed).find(Boolean)
  return {
    ...kept,
    ...(role && { role }),
    emails: once(
      all.flatMap(({ emails }) => emails),
      ({ address }) => emailKeys(address)[0]?.key ?? address,
    ),
    phones: once(
      all.flatMap(({ phones }) => phones),
      (phone) => phoneKeys(phone)[0]?.key ?? phone.typed,
    ),
    typeIds: [...new Set(all.flatMap(({ typeIds }) => typeIds))],
    authorisedToChange: all.some(({ authorisedToChange }) => authorisedToChange),
    // None named means all sites.
    siteIds: all.some(({ siteIds }) => siteIds.length === 0)
      ? []
      : [...new Set(all.flatMap(({ siteIds }) => siteIds))],
    ...(language && { language }),
    ...(consent && { consent }),
    ...(suppressed && { suppressed }),
    ...(notes && { notes }),
  }
}

const once = <T>(items: readonly T[], keyOf: (item: T) => string): T[] => {
  const byKey = new Map<string, T>()
  for (const item of items) if (!byKey.has(keyOf(item))) byKey.set(keyOf(item), item)
  return [...byKey.values()]
}
