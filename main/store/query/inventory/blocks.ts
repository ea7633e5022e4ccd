import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { IdentifierUse } from '#core/domain/identifier.ts'
import { blockUsage } from '#core/domain/inventory/block-usage.ts'
import { partOfBlock, partsOf } from '#core/domain/inventory/block-parts.ts'
import type { InventoryItem } from '#core/domain/inventory/schema.ts'
import {
  formatIp,
  formatIpBlock,
  ipKey,
  ipOfKey,
  parseIpBlock,
  type IpBlock,
} from '#core/domain/values/ip.ts'
import { kindCode } from '../../projectors/items.ts'
import { currentCommit, type Statements } from '../statements.ts'
import { createAddressCounter } from './address-counter.ts'
import { holdersOf } from './holders.ts'
import { namesOf } from './item-rows.ts'
import { outsideBlocks } from './outside-blocks.ts'

type Output<V extends 'blocks' | 'block'> = MethodOutput<'inventory', V>

/** Blocks of ours that a screen lists. */
const MOST_BLOCKS = 1000

interface OwnBlock {
  item: InventoryItem
  block: IpBlock
}

/** The address blocks in use, in the order of their addresses; those that cannot be read are left out. */
function ownBlocks(statements: Statements): OwnBlock[] {
  const rows = statements.all(
    `SELECT d.body AS body FROM r_item AS i INDEXED BY r_item_kind JOIN d_inventory AS d ON d.id = i.id
      WHERE i.archived = 0 AND i.kind = ? LIMIT ${MOST_BLOCKS}`,
    [kindCode('ipBlock')],
  )
  return rows
    .flatMap(({ body }): OwnBlock[] => {
      // The store itself wrote the text from a document.
      const item = JSON.parse(body as string) as InventoryItem
      const block = parseIpBlock(item.serial)
      return item.state === 'retired' || !block.ok ? [] : [{ item, block: block.value }]
    })
    .sort((a, b) => compare(firstKey(a.block), firstKey(b.block)) || a.block.prefix - b.block.prefix)
}

const firstKey = ({ family, first }: IpBlock): string => ipKey({ family, value: first })
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const usageOf = (
  counter: ReturnType<typeof createAddressCounter>,
  span: { first: bigint; last: bigint },
): { total: string; used: string; free: string } => ({
  total: String(span.last - span.first + 1n),
  used: String(counter.used(span)),
  free: String(counter.free(span)),
})

export function listBlocks(statements: Statements): Output<'blocks'> {
  const own = ownBlocks(statements)
  const customers = namesOf(
    statements,
    'customers',
    own.map(({ item }) => item.customerId),
  )
  return {
    commit: currentCommit(statements),
    blocks: own.map(({ item, block }) => {
      const counter = createAddressCounter(statements, block, item.id)
      const next = counter.next()
      const customerName = customers.get(item.customerId ?? '')
      const [inside] = counter.inside
      return {
        id: item.id,
        value: item.serial,
        state: item.state,
        ...(customerName !== undefined && { customerName }),
        ...(inside !== undefined && { inside }),
        ...usageOf(counter, block),
        ...(next !== undefined && { next }),
      }
    }),
    outside: outsideBlocks(
      statements,
      own.map(({ block }) => block),
    ),
  }
}

/** Holders of a view that are told one by one. */
const MOST_RUNS = 300

/** Of an item that is no block, nothing at all. */
export function lookIntoBlock(
  statements: Statements,
  { id, part }: MethodInput<'inventory', 'block'>,
): Output<'block'> {
  const body = statements.get(`SELECT body FROM d_inventory WHERE id = ? AND deleted = 0`, [id])?.body
  // The store itself wrote the text from a document.
  const item = typeof body === 'string' ? (JSON.parse(body) as InventoryItem) : undefined
  const parsed = parseIpBlock(item?.serial ?? '')
  const commit = currentCommit(statements)
  if (!item || item.kind !== 'ipBlock' || !parsed.ok) return { ...NO_BLOCK, commit }
  const block = parsed.value
  const counter = createAddressCounter(statements, block, id)
  const view = partOfBlock(block, part)
  const parts = partsOf(view)
  const uses = counter.uses(view, MOST_RUNS)
  const clashing = clashesIn(statements, block, id)
  const named = holdersOf(statements, [...(uses ?? []), ...clashing.flatMap(({ uses: held }) => held)])
  const next = counter.next()
  return {
    commit,
    value: formatIpBlock(block),
    ...usageOf(counter, block),
    ...(next !== undefined && { next }),
    inside: counter.inside,
    holds: counter.holds,
    view: { value: formatIpBlock(view), ...usageOf(counter, view) },
    ...(parts.length > 0 && {
      parts: parts.map((one) => ({ value: formatIpBlock(one), ...usageOf(counter, one) })),
    }),
    ...(uses && {
      runs: blockUsage(block, uses, view).runs.map(({ from, to, size, use, reserved }) => {
        const holder = use && named(use)
        return { from, to, size, ...(holder && { use: holder }), ...(reserved && { reserved }) }
      }),
    }),
    clashes: clashing.map(({ address, uses: held }) => ({ address, holders: held.map(named) })),
  }
}

const NOTHING = { total: '0', used: '0', free: '0' }
const NO_BLOCK = {
  value: '',
  ...NOTHING,
  inside: [],
  holds: [],
  view: { value: '', ...NOTHING },
  clashes: [],
}

/** Addresses of a block that are named when several records hold them. */
const MOST_CLASHES = 50

function clashesIn(
  statements: Statements,
  { family, first, last }: IpBlock,
  itemId: string,
): { address: string; uses: IdentifierUse[] }[] {
  const keys = statements.all(
    `SELECT from_key AS key FROM r_identifier WHERE kind = 'ip' AND from_key BETWEEN ? AND ? AND id <> ?
      GROUP BY from_key HAVING count(*) > 1 LIMIT ${MOST_CLASHES}`,
    [ipKey({ family, value: first }), ipKey({ family, value: last }), itemId],
  )
  return keys.map((row) => {
    const key = row.key as string
    const held = statements.all(
      `SELECT collection, id, value FROM r_identifier WHERE kind = 'ip' AND from_key = ? AND id <> ?`,
      [key, itemId],
    )
    return {
      address: formatIp(ipOfKey(key)),
      uses: held.map(({ collection, id, value }): IdentifierUse => ({
        kind: 'ip',
        from: key,
        to: key,
        // The read model's own projector wrote the row.
        collection: collection as IdentifierUse['collection'],
        id: id as string,
        value: value as string,
      })),
    }
  })
}
