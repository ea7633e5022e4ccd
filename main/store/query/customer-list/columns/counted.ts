/** Rows handled at a time: a millisecond or two. */
const STEP = 8192

/**
 * Rows ordered by a number each, ascending; rows of one value stay as they are in `rows`. The values are sorted once and
 * the rows counted into their places, which takes a fraction of comparing rows with rows. Pauses every few milliseconds,
 * and a little later only to sort very many different values.
 * `value` never answers NaN.
 */
export function* counted(rows: Uint32Array, value: (row: number) => number): Generator<void, Uint32Array> {
  const distinct = new Set<number>()
  for (let i = 0; i < rows.length; i++) {
    distinct.add(value(rows[i] ?? 0))
    if (i % STEP === STEP - 1) yield
  }
  const values = Float64Array.from(distinct)
  yield
  values.sort()
  yield
  const ranks = new Map<number, number>()
  for (let rank = 0; rank < values.length; rank++) {
    ranks.set(values[rank] ?? 0, rank)
    if (rank % STEP === STEP - 1) yield
  }
  const rankOf = new Uint32Array(rows.length)
  /** Where the next row of each rank goes. */
  const next = new Uint32Array(values.length + 1)
  for (let i = 0; i < rows.length; i++) {
    const rank = ranks.get(value(rows[i] ?? 0)) ?? 0
    rankOf[i] = rank
    next[rank + 1] = (next[rank + 1] ?? 0) + 1
    if (i % STEP === STEP - 1) yield
  }
  for (let rank = 1; rank < next.length; rank++) next[rank] = (next[rank] ?? 0) + (next[rank - 1] ?? 0)
  const ordered = new Uint32Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const rank = rankOf[i] ?? 0
    const place = next[rank] ?? 0
    ordered[place] = rows[i] ?? 0
    next[rank] = place + 1
    if (i % STEP === STEP - 1) yield
  }
  return ordered
}
