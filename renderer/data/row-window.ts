/** A page of a long list, in steps, so that small scrolls ask nothing new. */
export interface RowWindow {
  skip: number
  limit: number
}

const STEP = 25
/** Rows kept in memory; those furthest from the last page go first. */
const KEPT = 1500

/** Whole steps around the rows on screen, with one step to spare on either side. */
export function windowAround(start: number, end: number): RowWindow {
  const first = Math.max(0, (Math.floor(start / STEP) - 1) * STEP)
  const last = (Math.ceil(Math.max(end, start + 1) / STEP) + 1) * STEP
  return { skip: first, limit: last - first }
}

export const isSameWindow = (one: RowWindow, other: RowWindow): boolean =>
  one.skip === other.skip && one.limit === other.limit

/** Rows by position in the list; what was read stays until the list itself changes. */
export class RowCache<Row extends object> {
  #rows = new Map<number, Row>()
  #key = ''

  /**
   * Takes a page in. Rows of another list (`key`) and rows past the end are dropped. A row that says the same as the
   * one before keeps its object.
   */
  put(key: string, skip: number, rows: readonly Row[], total: number) {
    if (key !== this.#key) this.#rows.clear()
    this.#key = key
    rows.forEach((row, step) => {
      const before = this.#rows.get(skip + step)
      if (!before || JSON.stringify(before) !== JSON.stringify(row)) this.#rows.set(skip + step, row)
    })
    const middle = skip + rows.length / 2
    const isFull = this.#rows.size > KEPT
    for (const index of [...this.#rows.keys()])
      if (index >= total || (isFull && Math.abs(index - middle) > KEPT / 2)) this.#rows.delete(index)
  }

  at(index: number): Row | undefined {
    return this.#rows.get(index)
  }

  find(matches: (row: Row) => boolean): Row | undefined {
    return [...this.#rows.values()].find(matches)
  }

  indexOf(matches: (row: Row) => boolean): number | undefined {
    for (const [index, row] of this.#rows) if (matches(row)) return index
    return undefined
  }
}
