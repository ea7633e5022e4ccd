import { columnOf, DEFAULT_COLUMNS, FIXED_COLUMNS, type ListColumn } from './list-columns.ts'

/** One column as a view keeps it; without a width it has its own. */
export interface LayoutColumn {
  field: string
  /** Pixels. */
  width?: number
}

/** The columns in their order. Fixed ones stand first and are named only when they have a width. */
export type Layout = readonly LayoutColumn[]

export const DEFAULT_LAYOUT: Layout = DEFAULT_COLUMNS.map((field) => ({ field }))

/** Pixels; the same ends as the catalogue's saved view, and what still shows a sign. */
export const MIN_WIDTH = 56
const MAX_WIDTH = 800

const isFixed = (field: string): boolean => FIXED_COLUMNS.some((column) => column.id === field)

/** The columns to show: the fixed ones, then those of the layout that are known, each once. */
export function shownColumns(layout: Layout): ListColumn[] {
  const fields = new Set([...FIXED_COLUMNS.map(({ id }) => id), ...layout.map(({ field }) => field)])
  return [...fields].flatMap((field) => columnOf(field) ?? [])
}

export const widthsOf = (layout: Layout): Record<string, number> =>
  Object.fromEntries(layout.flatMap(({ field, width }) => (width === undefined ? [] : [[field, width]])))

export const withWidth = (layout: Layout, field: string, width: number | undefined): Layout => {
  const column: LayoutColumn =
    width === undefined
      ? { field }
      : { field, width: Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width))) }
  if (isFixed(field)) {
    const others = layout.filter((one) => one.field !== field)
    return width === undefined ? others : [column, ...others]
  }
  return layout.map((one) => (one.field === field ? column : one))
}

export const withColumn = (layout: Layout, field: string): Layout =>
  layout.some((one) => one.field === field) ? layout : [...layout, { field }]

export const withoutColumn = (layout: Layout, field: string): Layout =>
  layout.filter((one) => one.field !== field)

/** Moves a column in front of another, or to the end. */
export function movedColumn(layout: Layout, field: string, before: string | undefined): Layout {
  const column = layout.find((one) => one.field === field)
  if (!column || field === before || isFixed(field)) return layout
  const others = layout.filter((one) => one.field !== field)
  const at = before === undefined ? -1 : others.findIndex((one) => one.field === before)
  return at < 0 ? [...others, column] : [...others.slice(0, at), column, ...others.slice(at)]
}

/** Moves a column one place; the layout itself at either end. */
export function steppedColumn(layout: Layout, field: string, step: -1 | 1): Layout {
  const movable = layout.filter((one) => !isFixed(one.field))
  const at = movable.findIndex((one) => one.field === field)
  const to = at + step
  if (at < 0 || to < 0 || to >= movable.length) return layout
  return movedColumn(layout, field, movable[step > 0 ? to + 1 : to]?.field)
}

/** `status,balance:140`: for the address. */
export const layoutToText = (layout: Layout): string =>
  layout.map(({ field, width }) => (width === undefined ? field : `${field}~${width}`)).join(',')

/** Reads what an address says; columns that nobody knows are left out. */
export function parseLayout(text: string): Layout {
  const seen = new Set<string>()
  return text.split(',').flatMap((part) => {
    const [field = '', width] = part.split('~')
    if (!columnOf(field) || seen.has(field)) return []
    seen.add(field)
    const pixels = Number(width)
    return [
      Number.isInteger(pixels) && pixels >= MIN_WIDTH && pixels <= MAX_WIDTH
        ? { field, width: pixels }
        : { field },
    ]
  })
}
