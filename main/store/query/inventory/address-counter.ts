import type { IdentifierUse } from '#core/domain/identifier.ts'
import {
  blockUsage,
  freeAddresses,
  hasReserved,
  type AddressSpan,
} from '#core/domain/inventory/block-usage.ts'
import { partsOf } from '#core/domain/inventory/block-parts.ts'
import { ipKey, ipOfKey, type IpBlock } from '#core/domain/values/ip.ts'
import { identifierUses } from '../identifier-uses.ts'
import type { Statements } from '../statements.ts'

/** What counts as holding addresses of a block: not the block itself, nor blocks of ours around it. */
interface AddressCounter {
  used(span: AddressSpan): bigint
  free(span: AddressSpan): bigint
  /** The first address that nobody holds. */
  next(): string | undefined
  /** Who holds addresses of the span, in order; undefined when they are more than `most`. */
  uses(span: AddressSpan, most: number): IdentifierUse[] | undefined
  /** Values of blocks of ours inside this one, and around it. */
  holds: string[]
  inside: string[]
}

/** Holders of one view of 256 addresses, several of one address counted too. */
const MOST_IN_VIEW = 10_000

/** Most blocks whose addresses overlap one, of ours and of services. */
const MOST_SUBNETS = 100_000

/**
 * Counts addresses of a block by the index of identifiers, without reading them one by one: spans of subnets are taken
 * whole, single addresses between them are counted in the index.
 */
export function createAddressCounter(statements: Statements, block: IpBlock, itemId: string): AddressCounter {
  const keyOf = (value: bigint): string => ipKey({ family: block.family, value })
  const around = ({ from, to }: IdentifierUse): boolean =>
    from <= keyOf(block.first) && to >= keyOf(block.last)
  const isOwn = ({ collection, id }: IdentifierUse): boolean => collection === 'inventory' && id === itemId
  const counts = (use: IdentifierUse): boolean =>
    !isOwn(use) && !(use.collection === 'inventory' && use.kind === 'subnet' && around(use))

  const subnets = statements
    .all(
      `SELECT from_key, to_key, collection, id, value FROM r_identifier
        WHERE kind = 'subnet' AND from_key <= ? AND to_key >= ? ORDER BY from_key LIMIT ${MOST_SUBNETS}`,
      [keyOf(block.last), keyOf(block.first)],
    )
    .map((row): IdentifierUse => ({
      kind: 'subnet',
      from: row.from_key as string,
      to: row.to_key as string,
      // The read model's own projector wrote the row.
      collection: row.collection as IdentifierUse['collection'],
      id: row.id as string,
      value: row.value as string,
    }))
    .filter((use) => !isOwn(use))
  const ofOurs = subnets.filter(({ collection }) => collection === 'inventory')
  const spans = merged(subnets.filter(counts), block)

  /** Different single addresses in a span. */
  const singles = (first: bigint, last: bigint): bigint =>
    last < first
      ? 0n
      : BigInt(
          Number(
            statements.get(
              `SELECT count(*) AS n FROM (SELECT DISTINCT from_key FROM r_identifier
                WHERE kind = 'ip' AND from_key BETWEEN ? AND ? AND id <> ?)`,
              [keyOf(first), keyOf(last), itemId],
            )?.n,
          ),
        )

  const known = new Map<string, bigint>()
  function used(span: AddressSpan): bigint {
    const key = `${span.first}-${span.last}`
    const sum = known.get(key) ?? countUsed(span)
    known.set(key, sum)
    return sum
  }

  function countUsed({ first, last }: AddressSpan): bigint {
    let sum = 0n
    let next = first
    for (const span of spans) {
      if (span.last < first || span.first > last) continue
      const from = span.first > next ? span.first : next
      const to = span.last < last ? span.last : last
      sum += singles(next, from - 1n) + (to - from + 1n)
      next = to + 1n
    }
    return sum + singles(next, last)
  }

  /** Reserved addresses of the block in a span that nobody holds all the same. */
  const reserved = ({ first, last }: AddressSpan): bigint =>
    (hasReserved(block) ? [block.first, block.last] : []).reduce(
      (sum, at) => (at < first || at > last ? sum : sum + 1n - used({ first: at, last: at })),
      0n,
    )

  const uses = ({ first, last }: AddressSpan, most: number): IdentifierUse[] | undefined => {
    const range = { kind: 'ip' as const, from: keyOf(first), to: keyOf(last) }
    // What does not count is read with the others: the block itself, and those of ours around it.
    const found = identifierUses(statements, range, most + 2 + ofOurs.length).filter(counts)
    return found.length > most ? undefined : found
  }

  function nextIn(view: IpBlock): string | undefined {
    const parts = partsOf(view)
    if (parts.length === 0)
      return freeAddresses(blockUsage(block, uses(view, MOST_IN_VIEW) ?? [], view), 1)[0]
    for (const part of parts) {
      if (used(part) >= part.last - part.first + 1n) continue
      const found = nextIn(part)
      if (found !== undefined) return found
    }
    return undefined
  }

  return {
    used,
    free: (span) => span.last - span.first + 1n - used(span) - reserved(span),
    next: () => nextIn(block),
    uses,
    holds: ofOurs.filter((use) => !around(use)).map(({ value }) => value),
    inside: ofOurs
      .filter(around)
      .sort((a, b) => (a.from > b.from ? -1 : 1))
      .map(({ value }) => value),
  }
}

/** Spans in order that no longer overlap, cut off at the ends of the block. */
function merged(uses: readonly IdentifierUse[], { first, last }: AddressSpan): AddressSpan[] {
  const spans: AddressSpan[] = []
  for (const { from, to } of uses) {
    const begin = ipOfKey(from).value
    const end = ipOfKey(to).value
    const span = { first: begin < first ? first : begin, last: end > last ? last : end }
    const before = spans.at(-1)
    if (before && span.first <= before.last + 1n) {
      if (span.last > before.last) before.last = span.last
    } else spans.push(span)
  }
  return spans
}
