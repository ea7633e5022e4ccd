import type { CommandReader, DocumentWrite } from '../command.ts'
import type { Service } from '../service/schema.ts'
import { readMany, writeOf } from '../typed-reader.ts'

/** The service with items added; the same one when it holds them all. */
export function withItems(service: Service, ids: readonly string[]): Service {
  const inventoryIds = [...new Set([...service.inventoryIds, ...ids])]
  return inventoryIds.length === service.inventoryIds.length ? service : { ...service, inventoryIds }
}

/** The writes that take items out of the services that they leave. */
export function withoutItems(read: CommandReader, itemWrites: readonly DocumentWrite[]): DocumentWrite[] {
  const leaving = new Map<string, Set<string>>()
  for (const { id, before, after } of itemWrites) {
    const serviceId = before?.serviceId
    if (typeof serviceId !== 'string' || after?.serviceId === serviceId) continue
    leaving.set(serviceId, (leaving.get(serviceId) ?? new Set()).add(id))
  }
  return [...readMany(read, 'services', [...leaving.keys()]).values()].flatMap((service) => {
    const gone = leaving.get(service.id)
    const inventoryIds = service.inventoryIds.filter((id) => !gone?.has(id))
    if (inventoryIds.length === service.inventoryIds.length) return []
    return [writeOf('services', service, { ...service, inventoryIds })]
  })
}
