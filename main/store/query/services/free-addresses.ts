import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { hasReserved } from '#core/domain/inventory/block-usage.ts'
import type { InventoryItem } from '#core/domain/inventory/schema.ts'
import { formatIp, formatIpBlock, ipOfKey, parseIpBlock, type IpBlock } from '#core/domain/values/ip.ts'
import { createAddressCounter } from '../inventory/address-counter.ts'
import { currentCommit, type Statements } from '../statements.ts'

type Input = MethodInput<'services', 'freeAddresses'>

/** Places looked at: in a block that is nearly full the next free one may be far. */
const MOST_STEPS = 4000

/** Each place that is taken is left behind with whoever takes it, so that the cost follows the uses, never the size. */
export function freeAddressesIn(
  statements: Statements,
  { blockId, prefix, limit }: Input,
): MethodOutput<'services', 'freeAddresses'> {
  const commit = currentCommit(statements)
  const row = statements.get(`SELECT body FROM d_inventory WHERE id = ? AND deleted = 0`, [blockId])
  // The store itself wrote the text from a document.
  const item = row && (JSON.parse(row.body as string) as InventoryItem)
  const parsed = item && parseIpBlock(item.serial)
  if (!parsed?.ok || prefix < parsed.value.prefix) return { commit, free: [], isPartial: false }
  const block = parsed.value
  const bits = block.family === 4 ? 32 : 128
  if (prefix > bits) return { commit, free: [], isPartial: false }
  const size = 1n << BigInt(bits - prefix)
  const counter = createAddressCounter(statements, block, blockId)
  const isSingle = size === 1n
  const free: string[] = []
  let at = isSingle && hasReserved(block) ? block.first + 1n : block.first
  const end = isSingle && hasReserved(block) ? block.last - 1n : block.last
  let steps = 0
  for (; at + size - 1n <= end && free.length < limit && steps < MOST_STEPS; steps++) {
    const span = { first: at, last: at + size - 1n }
    if (counter.used(span) === 0n) {
      free.push(textOf(block, at, prefix, isSingle))
      at += size
    } else at = after(counter, span, size)
  }
  return { commit, free, isPartial: steps >= MOST_STEPS && free.length < limit }
}

const textOf = ({ family }: IpBlock, first: bigint, prefix: number, isSingle: boolean): string =>
  isSingle ? formatIp({ family, value: first }) : formatIpBlock({ family, prefix, first, last: first })

/** Where the next place of this size begins behind all who hold something of this one. */
function after(
  counter: ReturnType<typeof createAddressCounter>,
  span: { first: bigint; last: bigint },
  size: bigint,
): bigint {
  const uses = counter.uses(span, 300)
  const last = (uses ?? []).reduce((most, { to }) => {
    const value = ipOfKey(to).value
    return value > most ? value : most
  }, span.last)
  const next = last + 1n
  // Blocks begin at multiples of their size.
  return next % size === 0n ? next : next + size - (next % size)
}
