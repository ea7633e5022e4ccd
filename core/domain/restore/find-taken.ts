import type { CommandReader } from '../command.ts'
import type { Contact } from '../contact/schema.ts'
import type { Customer } from '../customer/schema.ts'
import { identifierRange } from '../identifier.ts'
import type { InventoryItem } from '../inventory/schema.ts'
import { emailKeys } from '../matching/keys.ts'
import type { Service, ServiceIdentifier } from '../service/schema.ts'
import { readMany, readOne, readWhere } from '../typed-reader.ts'

/** Customers and services looked at for one value. */
const MOST = 100

/** A customer in use with the same value in a field that an index serves. */
export const customerWith = (
  read: CommandReader,
  field: 'number' | 'taxId',
  value: string,
  exceptId: string,
): Customer | undefined =>
  readWhere(read, 'customers', { [field]: value }, MOST).find(
    (other) => other.id !== exceptId && !other.archived,
  )

/** A contact in use of another customer in use with the same address, in whatever case it is written. */
export function contactWith(read: CommandReader, address: string, customerId: string): Contact | undefined {
  const keys = emailKeys(address)
  const wanted = keys[0]?.key
  if (wanted === undefined) return undefined
  const others = read.customersWith(keys, MOST).filter((id) => id !== customerId)
  for (const customer of readMany(read, 'customers', others).values()) {
    if (customer.archived) continue
    const found = readWhere(read, 'contacts', { customerId: customer.id }).find(
      (contact) => !contact.archived && contact.emails.some((email) => hasKey(email.address, wanted)),
    )
    if (found) return found
  }
  return undefined
}

export const hasKey = (address: string, key: string): boolean =>
  emailKeys(address).some((one) => one.key === key)

/** A service in use, and of a customer and site in use, with the same address, number or circuit, or a block that overlaps. */
export function serviceWith(
  read: CommandReader,
  { kind, value }: ServiceIdentifier,
  service: Service,
): Service | undefined {
  const range = identifierRange(kind, value)
  if (!range) return undefined
  const ids = read
    .findIdentifiers(range, MOST)
    .filter((use) => use.collection === 'services' && use.kind === range.kind && use.id !== service.id)
    .map((use) => use.id)
  return [...readMany(read, 'services', ids).values()].find(
    (other) =>
      !readOne(read, 'customers', other.customerId)?.archived &&
      !readOne(read, 'sites', other.siteId)?.archived,
  )
}

export function overlaps(a: ServiceIdentifier, b: ServiceIdentifier): boolean {
  const one = identifierRange(a.kind, a.value)
  const two = identifierRange(b.kind, b.value)
  return one !== undefined && two?.kind === one.kind && one.from <= two.to && two.from <= one.to
}

/** An item in use with the same serial. */
export const itemWith = (
  read: CommandReader,
  { serialKey, id }: Pick<InventoryItem, 'serialKey' | 'id'>,
): InventoryItem | undefined =>
  readWhere(read, 'inventory', { serialKey }, MOST).find(
    (other) => other.id !== id && other.state !== 'retired' && !other.archived,
  )
