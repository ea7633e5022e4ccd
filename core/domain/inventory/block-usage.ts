import type { IdentifierUse } from '../identifier.ts'
import { formatIp, ipOfKey, parseIp, type IpBlock } from '../values/ip.ts'

/** Neighbouring addresses of a block that are alike: held by one record, or free. */
export interface AddressRun {
  /** First and last address, both included. */
  from: string
  to: string
  /** How many addresses; a decimal text, since an IPv6 block has more than a number can count. */
  size: string
  use?: Pick<IdentifierUse, 'collection' | 'id' | 'value'>
  /** Network and broadcast address of an IPv4 block, which no device can have. */
  reserved?: true
}

export interface BlockUsage {
  runs: AddressRun[]
  /** Decimal texts; reserved addresses are neither used nor free. */
  total: string
  used: string
  free: string
  /** Addresses that more than one record holds. */
  clashes: { address: string; uses: Pick<IdentifierUse, 'collection' | 'id' | 'value'>[] }[]
}

/** Addresses from the first to the last, both included. */
export interface AddressSpan {
  first: bigint
  last: bigint
}

interface Span extends AddressSpan {
  use: IdentifierUse
}

/**
 * Who holds which addresses of a block, and which are free, as runs in order: the cost follows the uses, never the size
 * of the block. `uses` are those that lie in it or overlap it, the block itself left out. With `view`, only of that part
 * of the block.
 */
export function blockUsage(
  block: IpBlock,
  uses: readonly IdentifierUse[],
  view: AddressSpan = block,
): BlockUsage {
  const spans = uses
    .map((use): Span => ({ first: ipOfKey(use.from).value, last: ipOfKey(use.to).value, use }))
    .filter(
      ({ first, last, use }) =>
        ipOfKey(use.from).family === block.family && last >= view.first && first <= view.last,
    )
    .map((span) => ({ ...span, first: max(span.first, view.first), last: min(span.last, view.last) }))
    // Of two that begin together the narrower one is the holder, the wider one the block around it.
    .sort((a, b) => compare(a.first, b.first) || compare(a.last, b.last))
  const runs: AddressRun[] = []
  const text = (value: bigint) => formatIp({ family: block.family, value })
  const add = (first: bigint, last: bigint, more: Pick<AddressRun, 'use' | 'reserved'> = {}): void => {
    if (last < first) return
    runs.push({ from: text(first), to: text(last), size: String(last - first + 1n), ...more })
  }
  const addGap = (first: bigint, last: bigint): void => {
    if (last < first) return
    const startsBlock = hasReserved(block) && first === block.first
    const endsBlock = hasReserved(block) && last === block.last
    if (startsBlock) add(first, first, { reserved: true })
    add(startsBlock ? first + 1n : first, endsBlock ? last - 1n : last)
    if (endsBlock) add(last, last, { reserved: true })
  }
  let next = view.first
  let used = 0n
  for (const { first, last, use } of spans) {
    if (last < next) continue
    addGap(next, first - 1n)
    const from = max(first, next)
    add(from, last, { use: briefUse(use) })
    used += last - from + 1n
    next = last + 1n
  }
  addGap(next, view.last)
  const free = runs.reduce((sum, run) => (run.use || run.reserved ? sum : sum + BigInt(run.size)), 0n)
  const total = view.last - view.first + 1n
  const clashes = clashesOf(spans, text)
  return { runs, total: String(total), used: String(used), free: String(free), clashes }
}

/** Whether the first and the last address of a block are no device's: network and broadcast of IPv4 (RFC 3021 spares /31). */
export const hasReserved = ({ family, prefix }: IpBlock): boolean => family === 4 && prefix <= 30

/** The first free addresses of a block, at most `count`; nothing is expanded beyond them. */
export function freeAddresses({ runs }: BlockUsage, count: number): string[] {
  const found: string[] = []
  for (const run of runs) {
    const first = parseIp(run.from)
    if (run.use || run.reserved || !first.ok) continue
    const { family, value } = first.value
    const size = BigInt(run.size)
    for (let i = 0n; i < size && found.length < count; i += 1n)
      found.push(formatIp({ family, value: value + i }))
  }
  return found
}

function clashesOf(spans: readonly Span[], text: (value: bigint) => string): BlockUsage['clashes'] {
  const byAddress = new Map<bigint, IdentifierUse[]>()
  for (const { first, last, use } of spans) {
    if (first !== last) continue
    byAddress.set(first, [...(byAddress.get(first) ?? []), use])
  }
  return [...byAddress]
    .filter(([, holders]) => holders.length > 1)
    .map(([address, holders]) => ({ address: text(address), uses: holders.map(briefUse) }))
}

const briefUse = ({ collection, id, value }: IdentifierUse) => ({ collection, id, value })
const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)
