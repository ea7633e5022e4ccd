import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { IdentifierUse } from '#core/domain/identifier.ts'
import { ipKey, type IpBlock } from '#core/domain/values/ip.ts'
import type { Statements } from '../statements.ts'
import { holdersOf } from './holders.ts'

/** Holders that are named; the others are counted. */
const MOST_NAMED = 20

/** Services with addresses that lie in none of the blocks: a slip of the keys, or a block that nobody entered. */
export function outsideBlocks(
  statements: Statements,
  blocks: readonly IpBlock[],
): MethodOutput<'inventory', 'blocks'>['outside'] {
  const uses: Pick<IdentifierUse, 'collection' | 'id' | 'value'>[] = []
  let count = 0
  // Below the first IPv4 address and above the last one of IPv6 there are no keys.
  let after = ''
  for (const { from, to } of [...mergedKeys(blocks), { from: LAST, to: LAST }]) {
    const where = `kind IN ('ip', 'subnet') AND from_key > ? AND from_key < ? AND collection = 'services'`
    const found = Number(
      statements.get(`SELECT count(*) AS n FROM r_identifier WHERE ${where}`, [after, from])?.n,
    )
    if (found > 0 && uses.length < MOST_NAMED) {
      const rows = statements.all(
        `SELECT id, value FROM r_identifier WHERE ${where} ORDER BY from_key LIMIT ?`,
        [after, from, MOST_NAMED - uses.length],
      )
      for (const { id, value } of rows)
        uses.push({ collection: 'services', id: id as string, value: value as string })
    }
    count += found
    after = to
  }
  return { count, examples: uses.map(holdersOf(statements, uses)) }
}

/** Behind every key. */
const LAST = '7'

/** The blocks as key ranges in order, those that touch or lie in each other as one. */
function mergedKeys(blocks: readonly IpBlock[]): { from: string; to: string }[] {
  const ranges = blocks
    .map(({ family, first, last }) => ({
      from: ipKey({ family, value: first }),
      to: ipKey({ family, value: last }),
    }))
    .sort((a, b) => (a.from < b.from ? -1 : 1))
  const merged: { from: string; to: string }[] = []
  for (const range of ranges) {
    const before = merged.at(-1)
    if (before && range.from <= before.to) {
      if (range.to > before.to) before.to = range.to
    } else merged.push({ ...range })
  }
  return merged
}
