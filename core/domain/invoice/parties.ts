import { isCatalogKind, type CatalogData } from '../catalog/schema.ts'
import type { CommandContext } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { seedId } from '../seed-id.ts'
import type { Site } from '../site/schema.ts'
import { readOne } from '../typed-reader.ts'
import type { Invoice } from './schema.ts'

type Party = Invoice['issuer']
type Letterhead = Pick<Invoice, 'issuer' | 'payTo' | 'legalNote'>

/** Our own company; undefined before set-up. */
export function ownCompany(context: CommandContext): CatalogData<'company'> | undefined {
  const company = readOne(context.read, 'catalog', seedId(context.sha256, 'company', 'own'))
  return company && isCatalogKind('company', company) ? company.data : undefined
}

const ADDRESS = ['addressLine1', 'addressLine2', 'city', 'state', 'postcode', 'country'] as const
const REACH = ['phone', 'email', 'website'] as const

/** The members that say something. */
const filled = <K extends string>(
  from: Readonly<Partial<Record<K, string>>> | undefined,
  fields: readonly K[],
): Partial<Record<K, string>> =>
  // One text for each of the fields that are kept.
  Object.fromEntries(fields.flatMap((field) => (from?.[field] ? [[field, from[field]]] : []))) as Partial<
    Record<K, string>
  >

/**
 * Who issues, as the company is now, and how it wants to be paid. What the office has of its own comes first: its address
 * as a whole, the rest field by field.
 */
export function letterhead(context: CommandContext, officeId: string): Letterhead {
  const company = ownCompany(context)
  const record = readOne(context.read, 'catalog', officeId)
  const office = record && isCatalogKind('office', record) ? record.data : undefined
  const place = office?.addressLine1 || office?.city ? office : company
  const taxId = office?.taxId ?? company?.taxId
  const issuer: Party = {
    name: company?.name || 'Enlace',
    ...(taxId && { taxId }),
    ...filled(place, ADDRESS),
    ...filled(company, REACH),
    ...filled(office, REACH),
  }
  const account = office?.iban ? office : company
  const note = office?.paymentNote ?? company?.paymentNote
  const payTo = { ...filled(account, ['iban', 'bic', 'bank']), ...(note && { note }) }
  const legalNote = office?.legalNote ?? company?.legalNote
  return {
    issuer,
    ...(Object.keys(payTo).length > 0 && { payTo }),
    ...(legalNote && { legalNote }),
  }
}

/** Who is billed, with the address of a site. */
export const customerParty = (
  { name, taxId, number }: Pick<Customer, 'name' | 'taxId'> & { number?: string },
  site: Site | undefined,
): Party => ({
  name,
  ...(taxId && { taxId }),
  ...(number && { number }),
  ...filled(site, ADDRESS),
})
