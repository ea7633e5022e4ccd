const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'
const BASE = DIGITS.length

const digitAt = (rank: string, i: number, absent: number) =>
  i < rank.length ? DIGITS.indexOf(rank.charAt(i)) : absent

/**
 * A rank between two others, compared as text: order in a list without renumbering (architecture.md §4). Ranks are
 * base-36 fractions that never end in 0, so that there is always room on both sides.
 *
 * @param before the rank to follow; empty for the beginning.
 * @param after the rank to precede; undefined for the end. Must be greater than `before`.
 */
export function rankBetween(before: string, after?: string): string {
  let rank = ''
  let open = after === undefined
  for (let i = 0; ; i++) {
    const low = digitAt(before, i, 0)
    const high = open || after === undefined ? BASE : digitAt(after, i, BASE)
    if (high - low > 1) {
      // At the end of a list ranks grow slowly: the next digit rather than half of what is left.
      const step = open && i < before.length ? 1 : Math.floor((high - low) / 2)
      return rank + DIGITS.charAt(low + step)
    }
    rank += DIGITS.charAt(low)
    if (high > low) open = true
  }
}
