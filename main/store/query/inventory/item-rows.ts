import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { InventoryItem } from '#core/domain/inventory/schema.ts'
import type { Statements } from '../statements.ts'

type Row = MethodOutput<'inventory', 'list'>['rows'][number]

/** An item with the names of whoever has it. */
export interface NamedItem {
  item: InventoryItem
  /** Moment of the last change, milliseconds since 1970. */
  changedAt: number
  customerName?: string
  siteName?: string
  serviceName?: string
}

/** Items by record number, in the same order. */
export function readItems(statements: Statements, numbers: readonly number[]): NamedItem[] {
  const found = statements
    .all(
      `SELECT i.changed_ms AS changed, d.body AS body FROM json_each(?) AS j
         JOIN r_item AS i ON i.n = j.value JOIN d_inventory AS d ON d.id = i.id ORDER BY j.key`,
      [JSON.stringify(numbers)],
    )
    .map(({ changed, body }) => ({
      changedAt: changed as number,
      // The store itself wrote the text from a document.
      item: JSON.parse(body as string) as InventoryItem,
    }))
  const names = (collection: 'customers' | 'sites' | 'services', field: keyof InventoryItem) => {
    const byId = namesOf(
      statements,
      collection,
      found.map(({ item }) => item[field]),
    )
    return (id: string | undefined) => (id === undefined ? undefined : byId.get(id))
  }
  const customer = names('customers', 'customerId')
  const site = names('sites', 'siteId')
  const service = names('services', 'serviceId')
  return found.map(({ item, changedAt }) => {
    const customerName = customer(item.customerId)
    const siteName = site(item.siteId)
    const serviceName = service(item.serviceId)
    return {
      item,
      changedAt,
      ...(customerName !== undefined && { customerName }),
      ...(siteName !== undefined && { siteName }),
      ...(serviceName !== undefined && { serviceName }),
    }
  })
}

/** Rows of the list by record number. */
export const itemRows = (statements: Statements, numbers: readonly number[]): Row[] =>
  readItems(statements, numbers).map(({ item, ...named }) => ({
    id: item.id,
    kind: item.kind,
    serial: item.serial,
    state: item.state,
    ...(item.model !== undefined && { model: item.model }),
    ...(item.mac !== undefined && { mac: item.mac }),
    ...(item.placeId !== undefined && { placeId: item.placeId }),
    ...(item.customerId !== undefined && { customerId: item.customerId }),
    ...(item.siteId !== undefined && { siteId: item.siteId }),
    ...(item.serviceId !== undefined && { serviceId: item.serviceId }),
    ...named,
    attributes: item.attributes.map(({ definitionId, name, value }) => ({
      ...(definitionId !== undefined && { definitionId }),
      name,
      value,
    })),
    archived: item.archived !== undefined,
  }))

/** Names of records by id; unknown ids are left out. */
export function namesOf(
  statements: Statements,
  collection: 'customers' | 'sites' | 'services',
  ids: readonly unknown[],
): Map<string, string> {
  const wanted = [...new Set(ids.filter((id) => typeof id === 'string'))]
  if (wanted.length === 0) return new Map()
  const rows = statements.all(
    `SELECT id, json_extract(body, '$.name') AS name FROM d_${collection}
      WHERE deleted = 0 AND id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(wanted)],
  )
  return new Map(rows.map(({ id, name }) => [id as string, name as string]))
}
