import type { CommandReader } from '../command.ts'
import type { ArchiveBlocker } from '../customer/blockers.ts'
import { readWhere } from '../typed-reader.ts'
import type { Service } from './schema.ts'
import { standingOn } from './standing.ts'

/** A service that is billed, or would be again once it is resumed: it keeps its customer from being archived. */
export function isLive(service: Service, day: string): boolean {
  const { status } = standingOn(service, day)
  return !service.archived && (status === 'active' || status === 'suspended')
}

/** A service that still may come into force: it keeps its site from being archived. */
export const isOpen = (service: Service, day: string): boolean =>
  !service.archived && standingOn(service, day).status !== 'ended'

export const liveServices = (read: CommandReader, where: { customerId: string }, day: string): Service[] =>
  readWhere(read, 'services', where).filter((service) => isLive(service, day))

export const openServicesAt = (read: CommandReader, siteId: string, day: string): Service[] =>
  readWhere(read, 'services', { siteId }).filter((service) => isOpen(service, day))

/** Identifiers that tell a service from its namesakes. */
const TOLD = 2

export const serviceBlocker = (
  { id, name, identifiers, inventoryIds }: Service,
  code: 'service.stillActive' | 'service.stillOpen',
): ArchiveBlocker => ({
  code,
  collection: 'services',
  id,
  title: name,
  ...(identifiers.length > 0 && {
    detail: identifiers
      .slice(0, TOLD)
      .map(({ value }) => value)
      .join(' · '),
  }),
  ...(inventoryIds.length > 0 && { itemIds: inventoryIds }),
})
