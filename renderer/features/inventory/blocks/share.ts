/** How full something is, from decimal texts of any size: 0 to 1, and never 0 or 1 by rounding alone. */
export function usedShare({ total, used, free }: { total: string; used: string; free: string }): number {
  if (used === '0') return 0
  if (free === '0') return 1
  const share = Number((BigInt(used) * 10_000n) / BigInt(total)) / 10_000
  return Math.min(0.999, Math.max(0.001, share))
}

/** Numbers above this many digits are told as a power of two: nobody reads 79228162514264337593543950336. */
const READABLE = 13

/** A decimal text of any size as people read it. */
export function countText(text: string, format: (value: number) => string): string {
  if (text.length <= READABLE) return format(Number(text))
  const bits = BigInt(text).toString(2).length - 1
  return `≈ 2^${bits}`
}
