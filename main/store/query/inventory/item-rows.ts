import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { InventoryItem } from '#core/domain/inventory/schema.ts'
import type { Statements } from '../statements.ts'

type Row = MethodOutput<'inventory', 'list'>['rows'][number]

/** Rows of the list by record number, in the same order, with the names of whoever has the items. */
export function itemRows(statements: Statements, numbers: readonly number[]): Row[] {
  const found = statements
    .all(
      `SELECT i.n AS n, i.changed_ms AS changed, d.body AS body FROM json_each(?) AS j
         JOIN r_item AS i ON i.n = j.value JOIN d_inventory AS d ON d.id = i.id ORDER BY j.key`,
      [JSON.stringify(numbers)],
    )
    .map(({ changed, body }) => ({
      changedAt: changed as number,
      // The store itself wrote the text from a document.
      item: JSON.parse(body as string) as InventoryItem,
    }))
  const names = (collection: 'customers' | 'sites' | 'services', field: keyof InventoryItem) =>
    namesOf(
      statements,
      collection,
      found.map(({ item }) => item[field]),
    )
  const customers = names('customers', 'customerId')
  const sites = names('sites', 'siteId')
  const services = names('services', 'serviceId')
  return found.map(({ item, changedAt }): Row => {
    const named = <K extends string>(key: K, name: string | undefined) =>
      // One name under one key.
      (name === undefined ? {} : { [key]: name }) as Partial<Record<K, string>>
    return {
      id: item.id,
      kind: item.kind,
      serial: item.serial,
      state: item.state,
      ...(item.model !== undefined && { model: item.model }),
      ...(item.mac !== undefined && { mac: item.mac }),
      ...(item.placeId !== undefined && { placeId: item.placeId }),
      ...(item.customerId !== undefined && { customerId: item.customerId }),
      ...named('customerName', customers.get(item.customerId ?? '')),
      ...(item.siteId !== undefined && { siteId: item.siteId }),
      ...named('siteName', sites.get(item.siteId ?? '')),
      ...(item.serviceId !== undefined && { serviceId: item.serviceId }),
      ...named('serviceName', services.get(item.serviceId ?? '')),
      attributes: item.attributes.map(({ definitionId, name, value }) => ({
        ...(definitionId !== undefined && { definitionId }),
        name,
        value,
      })),
      changedAt,
      archived: item.archived !== undefined,
    }
  })
}

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
