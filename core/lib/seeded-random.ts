/** Random choices that repeat exactly for the same seed, on every machine. Not for secrets. */
export interface SeededRandom {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number
  /** True with this probability, 0 to 1. */
  chance(probability: number): boolean
  /** @throws RangeError for an empty list. */
  pick<T>(list: readonly T[]): T
  /** One key, by the weights beside them. @throws RangeError when no weight is positive. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K
  /** So many decimal digits. */
  digits(count: number): string
}

/**
 * The generator sfc32 of Chris Doty-Humphrey's PractRand: 128 bits of state, 32-bit arithmetic only. The first 15 steps
 * are thrown away, so that near seeds do not start alike.
 *
 * @param seed any whole number or text.
 */
export function createSeededRandom(seed: number | string): SeededRandom {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, spread(String(seed)), 1]

  const step = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  for (let i = 0; i < 15; i++) step()

  const next = () => step() / 0x1_0000_0000
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick<T>(list: readonly T[]): T {
      if (list.length === 0) throw new RangeError('nothing to pick from')
      // The index is within the list.
      return list[int(0, list.length - 1)] as T
    },
    weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
      const entries = Object.entries<number>(weights) as [K, number][]
      const total = entries.reduce((sum, [, weight]) => sum + Math.max(0, weight), 0)
      let rest = next() * total
      for (const [key, weight] of entries) {
        if (weight > 0 && (rest -= weight) < 0) return key
      }
      throw new RangeError('no positive weight')
    },
    digits: (count) => Array.from({ length: count }, () => int(0, 9)).join(''),
  }
}

/** FNV-1a over the text's code units: 32 bits from any seed. */
function spread(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}
