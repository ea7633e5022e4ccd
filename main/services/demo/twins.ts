import type { Contact } from '#core/domain/contact/schema.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { fold, sortKey } from '#core/lib/fold.ts'
import type { SeededRandom } from '#core/lib/seeded-random.ts'
import type { DemoHousehold, DemoSetting } from './customers.ts'

/** Of so many customers one is somebody who is there already, entered a second time. */
const ONE_IN = 160
/** The first of them, early enough that a small demo has one too. */
const FIRST = 40

export const isTwin = (place: number): boolean => place % ONE_IN === FIRST

/** How a second entry came about, and so by what it is recognised. */
type TwinKind = 'sameTaxId' | 'samePerson' | 'sameHome'

/** What a second entry of somebody takes over from the first one; the rest is made up anew. */
export interface Twin {
  individual: boolean
  name: string
  taxId: string | undefined
  contacts(own: readonly Contact[]): Contact[]
  sites(own: readonly Site[]): Site[]
}

/** The same customer, entered again. */
export function twinOf(first: DemoHousehold, { random, newId }: DemoSetting): Twin {
  const { taxId, type } = first.customer
  const individual = type === 'individual'
  const drawn: TwinKind = random.weighted({ sameTaxId: 35, samePerson: 45, sameHome: 20 })
  const kind = drawn === 'sameTaxId' && taxId === undefined ? 'samePerson' : drawn
  const name = otherSpelling(first.customer.name, individual, random)
  return {
    individual,
    name,
    taxId: kind === 'sameTaxId' ? taxId : undefined,
    contacts: ([own, ...others]) => {
      if (!own) return []
      const named = individual ? { ...own, name, sortName: sortKey(name) } : own
      return [kind === 'samePerson' ? sameContact(named, first, newId) : named, ...others]
    },
    sites: ([own, ...others]) => {
      if (!own) return []
      return [kind === 'sameHome' ? sameSite(own, first) : own, ...others]
    },
  }
}

/** As somebody in a hurry, or an old program, writes a name. */
function otherSpelling(name: string, individual: boolean, random: SeededRandom): string {
  if (random.chance(0.4)) return fold(name).toUpperCase()
  const [given = '', ...surnames] = name.split(' ')
  return individual && surnames.length > 0 ? `${surnames.join(' ')}, ${given}` : name.replace(/[.,]/g, '')
}

/** Reached as the person of the first entry is. */
function sameContact(own: Contact, { customer, contacts }: DemoHousehold, newId: () => string): Contact {
  const [original] = contacts
  const [email] = original?.emails ?? []
  const [phone] = original?.phones ?? []
  return {
    ...own,
    // A company's person is the same one; an individual is the customer.
    ...(original && customer.type === 'business' && { name: original.name, sortName: original.sortName }),
    emails: email ? [{ ...email, id: newId() }] : own.emails,
    phones: phone ? [{ ...phone, id: newId() }] : own.phones,
  }
}

/** At the address of the first entry. */
function sameSite(own: Site, { sites: [original] }: DemoHousehold): Site {
  const { id, customerId, name, sortName, createdAt } = own
  return original ? { ...original, id, customerId, name, sortName, createdAt } : own
}
