import { isCatalogKind } from '../catalog/schema.ts'
import type { CommandReader, DocumentWrite } from '../command.ts'
import { readWhere } from '../typed-reader.ts'
import { contactMatrix } from './matrix.ts'
import type { MessageKind } from './schema.ts'

/** Nobody gets this kind of message any more: for these sites, or for the customer as a whole. */
export interface LostReceiver {
  customerId: string
  kind: MessageKind
  siteIds: readonly string[]
}

/** Most customers whose matrices one command compares: a bulk command beyond that is no slip of the hand. */
const MAX_CUSTOMERS = 100

/** Compares the contact matrix of each customer concerned before and after contacts are archived. */
export function lostReceivers(read: CommandReader, writes: readonly DocumentWrite[]): LostReceiver[] {
  const gone = new Set(writes.map((write) => write.id))
  const customerIds = new Set(writes.map((write) => String(write.before?.customerId)))
  const types = readWhere(read, 'catalog', { kind: 'contactType' }).filter((record) =>
    isCatalogKind('contactType', record),
  )
  return [...customerIds].slice(0, MAX_CUSTOMERS).flatMap((customerId) => {
    const contacts = readWhere(read, 'contacts', { customerId })
    const sites = readWhere(read, 'sites', { customerId })
    const before = contactMatrix(contacts, sites, types).gaps
    const left = contacts.filter((contact) => !gone.has(contact.id))
    return contactMatrix(left, sites, types).gaps.flatMap((gap): LostReceiver[] => {
      const old = before.find((other) => other.kind === gap.kind)
      const siteIds = gap.siteIds.filter((siteId) => !old?.siteIds.includes(siteId))
      const isNew = siteIds.length > 0 || (gap.siteIds.length === 0 && !old)
      return isNew ? [{ customerId, kind: gap.kind, siteIds }] : []
    })
  })
}
