import { isCatalogKind, type CatalogData } from '../catalog/schema.ts'
import type { CommandContext } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { seedId } from '../seed-id.ts'
import type { Site } from '../site/schema.ts'
import { readOne } from '../typed-reader.ts'
import type { Invoice } from './schema.ts'

type Party = Invoice['issuer']

/** Our own company; undefined before set-up. */
export function ownCompany(context: CommandContext): CatalogData<'company'> | undefined {
  const company = readOne(context.read, 'catalog', seedId(context.sha256, 'company', 'own'))
  return company && isCatalogKind('company', company) ? company.data : undefined
}

const ADDRESS = ['addressLine1', 'addressLine2', 'city', 'state', 'postcode', 'country'] as const

const addressOf = (from: Partial<Record<(typeof ADDRESS)[number], string>>): Partial<Party> =>
  Object.fromEntries(ADDRESS.flatMap((field) => (from[field] ? [[field, from[field]]] : [])))

/** Who issues, as the company is now. */
export function issuerParty(context: CommandContext): Party {
  const company = ownCompany(context)
  if (!company) return { name: 'Enlace' }
  return {
    name: company.name || 'Enlace',
    ...(company.taxId && { taxId: company.taxId }),
    ...addressOf(company),
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
  ...(site && addressOf(site)),
})
