import type { Fields } from './fields.ts'
import { compareForSort } from './match/json-order.ts'
import { sortValueAt } from './match/json-path.ts'

export interface SortPart {
  field: string
  direction: 'asc' | 'desc'
}

/**
 * The terms of `ORDER BY`, the id last so that the order is total. Undefined when a field is not a scalar of the
 * schema: then JavaScript has to sort. Missing values come first in ascending order, as in RxDB. Text is in the order
 * of code points; RxDB's differs from it only between characters beyond U+FFFF and those of U+E000 to U+FFFF.
 */
export function compileSort(sort: readonly SortPart[], fields: Fields, idField: string): string | undefined {
  const terms: string[] = []
  for (const { field, direction } of totalSort(sort, idField)) {
    const known = fields.get(field)
    if (!known?.type) return undefined
    terms.push(`${known.sql} ${direction === 'asc' ? 'ASC' : 'DESC'}`)
  }
  return terms.join(', ')
}

/** The sort up to the id, which decides every tie; appended when the caller left it out. */
function totalSort(sort: readonly SortPart[], idField: string): readonly SortPart[] {
  const at = sort.findIndex(({ field }) => field === idField)
  return at >= 0 ? sort.slice(0, at + 1) : [...sort, { field: idField, direction: 'asc' }]
}

/** The same order for documents in memory. */
export function compareBySort(
  sort: readonly SortPart[],
  idField: string,
): (a: unknown, b: unknown) => number {
  const parts = totalSort(sort, idField).map(({ field, direction }) => ({
    path: field.split('.'),
    sign: direction === 'asc' ? 1 : -1,
  }))
  return (a, b) => {
    for (const { path, sign } of parts) {
      const order = compareForSort(sortValueAt(a, path), sortValueAt(b, path))
      if (order !== 0) return order * sign
    }
    return 0
  }
}
