import type { CommandReader } from '../command.ts'
import type { ArchiveBlocker } from '../customer/blockers.ts'
import { readWhere } from '../typed-reader.ts'
import type { Service } from './schema.ts'

/** A service that is billed, or would be again once it is resumed: it keeps its customer from being archived. */
export const isLive = ({ status, archived }: Service): boolean =>
  !archived && (status === 'active' || status === 'suspended')

/** A service that still may come into force: it keeps its site from being archived. */
export const isOpen = ({ status, archived }: Service): boolean => !archived && status !== 'ended'

export const liveServices = (read: CommandReader, where: { customerId: string }): Service[] =>
  readWhere(read, 'services', where).filter(isLive)

export const openServicesAt = (read: CommandReader, siteId: string): Service[] =>
  readWhere(read, 'services', { siteId }).filter(isOpen)

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
