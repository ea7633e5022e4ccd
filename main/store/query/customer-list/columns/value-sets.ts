/** Whatever a customer has several of: each different set is kept once, and rows hold its number. */
export interface ValueSets<V> {
  /** The number of the set with these values; 0 is the empty one. Their order does not matter. */
  numberOf(values: readonly V[]): number
  /** The same for a JSON array that was seen before more often than not: it is read once. */
  numberOfJson(values: string): number
  /** Every set there is, by its number. */
  sets(): readonly (readonly V[])[]
}

export function createValueSets(): ValueSets<number> {
  const sets: (readonly number[])[] = [[]]
  const numbers = new Map<string, number>([['', 0]])
  const read = new Map<string, number>([['[]', 0]])

  function numberOf(values: readonly number[]): number {
    if (values.length === 0) return 0
    const sorted = values.length === 1 ? values : [...values].sort((a, b) => a - b)
    const key = sorted.join()
    const known = numbers.get(key)
    if (known !== undefined) return known
    sets.push(sorted)
    numbers.set(key, sets.length - 1)
    return sets.length - 1
  }

  return {
    numberOf,
    numberOfJson(values) {
      const known = read.get(values)
      if (known !== undefined) return known
      // The store's own tables made the text, from whole numbers.
      const number = numberOf(JSON.parse(values) as number[])
      read.set(values, number)
      return number
    },
    sets: () => sets,
  }
}

/** Small numbers for texts or other values that rows share. */
export function createDictionary<V>(keyOf: (value: V) => string) {
  const values: V[] = []
  const numbers = new Map<string, number>()
  return {
    numberOf(value: V): number {
      const key = keyOf(value)
      const known = numbers.get(key)
      if (known !== undefined) return known
      values.push(value)
      numbers.set(key, values.length - 1)
      return values.length - 1
    },
    /** Every value there is, by its number. */
    values: (): readonly V[] => values,
  }
}
