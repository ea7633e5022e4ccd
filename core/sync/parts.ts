import type { FeedItem, OpPart, WireOp } from './wire.ts'

/** Rows of one op that travel together at the most; an op of more rows travels in numbered parts. */
export const MOST_ROWS_IN_PART = 2_000
/** Parts of one op at the most: 10 million rows. */
export const MOST_PARTS = 5_000

/** Into how many parts so many rows go; an op without rows is one. */
export const countParts = (rows: number, size = MOST_ROWS_IN_PART): number =>
  Math.max(1, Math.ceil(rows / size))

/** An op as it travels: entire when it is small, else part by part. What the last part brings makes it whole. */
export function partsOf(op: WireOp, size = MOST_ROWS_IN_PART): WireOp[] {
  const of = countParts(op.rows.length, size)
  if (of === 1) return [op]
  return Array.from({ length: of }, (_, index) => ({
    ...op,
    rows: op.rows.slice(index * size, (index + 1) * size),
    part: { index, of },
  }))
}

type OpItem = Extract<FeedItem, { type: 'op' }>

/** The items of a whole pull with every op in one piece; an op of which a part is missing is left out. */
export function joinParts(items: readonly FeedItem[]): FeedItem[] {
  const open = new Map<string, OpItem[]>()
  return items.flatMap((item): FeedItem[] => {
    if (item.type === 'record' || !item.op.part) return [item]
    const { index, of } = item.op.part
    const { device, n, hash } = item.op.header
    const key = `${device}/${n}/${hash}`
    const known = open.get(key) ?? []
    // A part that comes twice, as after a page that was asked for again, is the same.
    if (known.length !== index) return []
    open.set(key, [...known, item])
    if (index + 1 < of) return []
    open.delete(key)
    const { part: _part, ...op } = item.op
    return [{ ...item, op: { ...op, rows: [...known, item].flatMap((one) => one.op.rows) } }]
  })
}

/** Name of a part in the feed: behind the bare name of an op, before the records. */
export const partItem = (item: string, { index }: OpPart): string =>
  `${item}/${String(index).padStart(6, '0')}`

/** The part that a cursor ends with; undefined when it ends with something else. */
export function partOfItem(item: string | undefined): number | undefined {
  const [, digits] = /^o\/(\d{6})$/.exec(item ?? '') ?? []
  return digits === undefined ? undefined : Number(digits)
}
