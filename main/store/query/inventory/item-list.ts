import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { MOST_ITEM_IDS } from '#core/contract/methods/inventory.ts'
import type { ItemFilter, ItemSort } from '#core/domain/inventory/filter.ts'
import { INVENTORY_KINDS, INVENTORY_STATES } from '#core/domain/inventory/schema.ts'
import { currentCommit, type Statements } from '../statements.ts'
import { kindCode, stateCode } from '../../projectors/items.ts'
import { indexFor, itemCondition, placeNumber, type Counted, type ItemCondition } from './item-filter.ts'
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

/** Items of one place, kind and state, as the read model numbers them. */
interface Group {
  placeId: number
  kind: number
  state: number
  count: number
}

export function summariseItems(statements: Statements, { filter }: Input<'summary'>): Output<'summary'> {
  const { where, parameters, isCounted } = itemCondition(statements, filter, ['kind', 'state', 'placeId'])
  const [from, count] = isCounted ? ['r_item_count', 'sum(items)'] : ['r_item', 'count(*)']
  const groups = statements
    .all(
      `SELECT i.place_n AS place, i.kind AS kind, i.state AS state, ${count} AS items FROM ${from} AS i
        WHERE ${where} GROUP BY 1, 2, 3`,
      parameters,
    )
    .map((row): Group => ({
      placeId: row.place as number,
      kind: row.kind as number,
      state: row.state as number,
      count: row.items as number,
    }))
  const wanted: Readonly<Record<Counted, number | undefined>> = {
    kind: filter.kind && kindCode(filter.kind),
    state: filter.state && stateCode(filter.state),
    placeId: filter.placeId === undefined ? undefined : placeNumber(statements, filter.placeId),
  }
  const countsOf = (field: Counted) => countBy(groups, field, wanted)
  return {
    commit: currentCommit(statements),
    states: countsOf('state').flatMap(([code, items]) => {
      const state = INVENTORY_STATES[code]
      return state ? [{ state, count: items }] : []
    }),
    kinds: countsOf('kind').flatMap(([code, items]) => {
      const kind = INVENTORY_KINDS[code]
      return kind ? [{ kind, count: items }] : []
    }),
    places: countsOf('placeId').flatMap(([code, items]) => {
      const placeId = code > 0 && statements.get(`SELECT id FROM r_code WHERE n = ?`, [code])?.id
      return typeof placeId === 'string' ? [{ placeId, count: items }] : []
    }),
  }
}

/** How many there are of each value of a field, as if nothing were chosen of it. */
function countBy(
  groups: readonly Group[],
  field: Counted,
  wanted: Readonly<Record<Counted, number | undefined>>,
): [code: number, count: number][] {
  const counts = new Map<number, number>()
  for (const group of groups) {
    const others = (['kind', 'state', 'placeId'] as const).filter((one) => one !== field)
    if (others.some((one) => wanted[one] !== undefined && wanted[one] !== group[one])) continue
    counts.set(group[field], (counts.get(group[field]) ?? 0) + group.count)
  }
  return [...counts].filter(([, count]) => count > 0).sort((a, b) => a[0] - b[0])
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
