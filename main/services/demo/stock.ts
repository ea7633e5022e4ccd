import type { InventoryItem } from '#core/domain/inventory/schema.ts'
import { fold } from '#core/lib/fold.ts'
import type { DemoSetting } from './customers.ts'
import { deviceOf } from './services.ts'

const KINDS = ['ont', 'router', 'antenna', 'stb', 'sim'] as const

/** Blocks that the demo's addresses lie in, and one of IPv6. */
const BLOCKS = ['100.64.0.0/10', '10.0.0.0/12', '2001:db8::/32']

/** What lies in stock: the address blocks, and spare equipment for one customer in ten. */
export function buildStock(customers: number, setting: DemoSetting): InventoryItem[] {
  const { random, newId, now, catalog } = setting
  const createdAt = new Date(now).toISOString()
  const item = (
    kind: InventoryItem['kind'],
    serial: string,
    more: Partial<InventoryItem>,
  ): InventoryItem => ({
    id: newId(),
    kind,
    serial,
    serialKey: fold(serial),
    state: 'inStock',
    attributes: [],
    createdAt,
    ...more,
  })
  const blocks = BLOCKS.map((block) => item('ipBlock', block, {}))
  const spares = Array.from({ length: Math.ceil(customers / 10) }, () => {
    const kind = random.pick(KINDS)
    const { serial = '', ...device } = deviceOf(kind, setting) ?? {}
    const faulty = random.chance(0.06)
    return item(kind, serial, {
      ...device,
      placeId: random.pick(catalog.stockPlaceIds),
      ...(faulty && { state: 'faulty' as const }),
    })
  })
  return [...blocks, ...spares]
}
