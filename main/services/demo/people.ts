import type { Contact } from '#core/domain/contact/schema.ts'
import { readPhone } from '#core/domain/values/phone.ts'
import { fold, sortNameOf } from '#core/lib/fold.ts'
import type { SeededRandom } from '#core/lib/seeded-random.ts'
import type { CountryStyle, DemoBusiness, DemoPerson } from './country-style.ts'

/** Names that RFC 2606 keeps for examples: no demo mail can ever reach anybody. */
const MAIL_HOSTS = ['example.com', 'example.net', 'example.org'] as const

const slug = (text: string) =>
  fold(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')

/** The mail domain of a company, within the reserved `.example`. */
export const businessDomain = (business: DemoBusiness) => `${slug(business.shortName)}.example`

/** Nobody has an address that is among `taken`; the new one is then. */
export function emailOf(
  person: DemoPerson,
  domain: string | undefined,
  random: SeededRandom,
  taken: Set<string>,
): string {
  const [local = '', host = ''] = drawnEmail(person, domain, random).split('@')
  let address = `${local}@${host}`
  for (let more = 2; taken.has(address); more++) address = `${local}.${more}@${host}`
  taken.add(address)
  return address
}

function drawnEmail(person: DemoPerson, domain: string | undefined, random: SeededRandom): string {
  const given = slug(person.given).split('-')[0] ?? 'info'
  const surname = slug(person.surname).split('-')[0] ?? ''
  if (domain) return random.chance(0.7) ? `${given}.${surname}@${domain}` : `${given}@${domain}`
  const number = random.chance(0.5) ? random.int(1, 99) : ''
  return `${given}.${surname}${number}@${random.pick(MAIL_HOSTS)}`
}

/** Draws until the numbering plan takes the number; most do at once. */
export function phoneOf(style: CountryStyle, random: SeededRandom): { typed: string; e164: string } {
  for (;;) {
    const typed = style.phone(random)
    const { e164, quality } = readPhone(typed, style.country)
    if (e164 && quality === 'good') return { typed, e164 }
  }
}

export interface ContactPlan {
  customerId: string
  person: DemoPerson
  typeIds: string[]
  authorisedToChange: boolean
  siteIds: string[]
  domain?: string
  role?: string
  createdAt: string
}

/** A contact of the plan: nearly all with a phone, most with an email. */
export function buildContact(
  plan: ContactPlan,
  style: CountryStyle,
  newId: () => string,
  random: SeededRandom,
  takenEmails: Set<string>,
): Contact {
  const { person } = plan
  const emails = random.chance(0.9)
    ? [{ id: newId(), address: emailOf(person, plan.domain, random, takenEmails) }]
    : []
  const phones = Array.from({ length: random.chance(0.14) ? 2 : 1 }, () => ({
    id: newId(),
    ...phoneOf(style, random),
  }))
  const asked = random.chance(0.6)
  return {
    id: newId(),
    customerId: plan.customerId,
    name: person.fullName,
    sortName: sortNameOf(person.fullName),
    ...(plan.role && { role: plan.role }),
    emails,
    phones: emails.length > 0 && random.chance(0.08) ? [] : phones,
    typeIds: plan.typeIds,
    authorisedToChange: plan.authorisedToChange,
    siteIds: plan.siteIds,
    language: style.language,
    ...(asked && {
      consent: {
        marketing: random.chance(0.55),
        source: style.language === 'es' ? 'Contrato' : 'Contract',
        at: plan.createdAt,
      },
    }),
    ...(random.chance(0.01) && { suppressed: { reason: 'unsubscribed', at: plan.createdAt } }),
    createdAt: plan.createdAt,
  }
}
