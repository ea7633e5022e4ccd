import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { MOST_ITEM_IDS } from '#core/contract/methods/inventory.ts'
import type { ItemFilter, ItemSort } from '#core/domain/inventory/filter.ts'
import { INVENTORY_KINDS, INVENTORY_STATES } from '#core/domain/inventory/schema.ts'
import { currentCommit, type Statements } from '../statements.ts'
import { indexFor, itemCondition, type ItemCondition } from './item-filter.ts'
import { itemRows } from './item-rows.ts'

type Input<V extends 'list' | 'summary' | 'ids'> = MethodInput<'inventory', V>
type Output<V extends 'list' | 'summary' | 'ids'> = MethodOutput<'inventory', V>

const ORDER: Readonly<Record<ItemSort, string>> = { serial: 'i.serial_key', changed: 'i.changed_ms' }

export function listItems(
  statements: Statements,
  { filter, sort, skip, limit }: Input<'list'>,
): Output<'list'> {
  const condition = itemCondition(statements, filter)
  const direction = sort.direction === 'desc' ? 'DESC' : 'ASC'
  const rows = statements.all(
    `SELECT i.n AS n FROM r_item AS i ${indexFor(filter, sort.field, condition)} WHERE ${condition.where}
     ORDER BY ${ORDER[sort.field]} ${direction}, i.n ${direction} LIMIT ? OFFSET ?`,
    [...condition.parameters, limit, skip],
  )
  return {
    commit: currentCommit(statements),
    total: countItems(statements, condition),
    isPartial: condition.isPartial,
    rows: itemRows(
      statements,
      rows.map(({ n }) => n as number),
    ),
  }
}

/** From the counts where they can tell, else one by one. */
const countItems = (statements: Statements, { where, parameters, isCounted }: ItemCondition): number =>
  Number(
    statements.get(
      isCounted
        ? `SELECT coalesce(sum(items), 0) AS n FROM r_item_count AS i WHERE ${where}`
        : `SELECT count(*) AS n FROM r_item AS i WHERE ${where}`,
      parameters,
    )?.n,
  )

export function summariseItems(statements: Statements, { filter }: Input<'summary'>): Output<'summary'> {
  const states = countsBy(statements, filter, 'state', 'state')
  const kinds = countsBy(statements, filter, 'kind', 'kind')
  const places = countsBy(statements, filter, 'placeId', 'place_n')
  return {
    commit: currentCommit(statements),
    states: states.flatMap(({ code, count }) => {
      const state = INVENTORY_STATES[code]
      return state ? [{ state, count }] : []
    }),
    kinds: kinds.flatMap(({ code, count }) => {
      const kind = INVENTORY_KINDS[code]
      return kind ? [{ kind, count }] : []
    }),
    places: places.flatMap(({ code, count }) => {
      const placeId = code > 0 && statements.get(`SELECT id FROM r_code WHERE n = ?`, [code])?.id
      return typeof placeId === 'string' ? [{ placeId, count }] : []
    }),
  }
}

function countsBy(
  statements: Statements,
  filter: ItemFilter,
  without: 'kind' | 'state' | 'placeId',
  column: string,
): { code: number; count: number }[] {
  const { where, parameters, isCounted } = itemCondition(statements, filter, without)
  const [from, count] = isCounted ? ['r_item_count', 'sum(items)'] : ['r_item', 'count(*)']
  return statements
    .all(
      `SELECT i.${column} AS code, ${count} AS items FROM ${from} AS i WHERE ${where} GROUP BY i.${column}`,
      parameters,
    )
    .map(({ code, items }) => ({ code: code as number, count: items as number }))
    .filter(({ count: items }) => items > 0)
}

/** Record numbers of all that match, or of the named ones, in the order of a sort: for exports. */
export function matchingItems(
  statements: Statements,
  filter: ItemFilter,
  sort: Input<'list'>['sort'],
  ids?: readonly string[],
): number[] {
  const condition = itemCondition(statements, filter)
  const direction = sort.direction === 'desc' ? 'DESC' : 'ASC'
  const [where, parameters] = ids
    ? ['i.id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)]]
    : [condition.where, condition.parameters]
  return statements
    .all(
      `SELECT i.n AS n FROM r_item AS i WHERE ${where} ORDER BY ${ORDER[sort.field]} ${direction}, i.n ${direction}`,
      parameters,
    )
    .map(({ n }) => n as number)
}

export function itemIds(statements: Statements, { filter }: Input<'ids'>): Output<'ids'> {
  const condition = itemCondition(statements, filter)
  const rows = statements.all(
    `SELECT i.id AS id FROM r_item AS i ${indexFor(filter, 'serial', condition)} WHERE ${condition.where}
     ORDER BY i.serial_key, i.n LIMIT ${MOST_ITEM_IDS}`,
    condition.parameters,
  )
  return {
    commit: currentCommit(statements),
    total: countItems(statements, condition),
    ids: rows.map(({ id }) => id as string),
  }
}
