import {
  CUSTOMER_FIGURES,
  type CustomerFigure,
  type CustomerSort,
} from '#core/domain/customer/list-columns.ts'
import { counted } from './counted.ts'
import type { CustomerColumns, TouchedSorts } from './customer-columns.ts'
import type { Names } from './names.ts'

type Compare = (a: number, b: number) => number

interface Order {
  /** Row numbers of present customers, ascending. */
  rows: Uint32Array
  /** Rows that may have moved, come or gone since. */
  moved: Set<number>
}

/** Rows sorted at a time. */
const RUN = 512
/** Rows merged at a time. */
const MERGED = 8192

/**
 * The order of the rows by each column, ascending, ties by number. An order is made when it is first asked for, or in
 * steps beforehand, and kept: what has moved since is merged in when it is asked for again.
 */
export function createOrders(columns: CustomerColumns, names: Names) {
  const orders = new Map<CustomerSort, Order>()
  /** Place of each row in the order by number: ties are decided by one comparison of integers. */
  let places = new Uint32Array(0)
  let ranked = new Uint32Array(0)
  let touches = 0

  const compareText = (a: string | undefined, b: string | undefined): number =>
    columns.hasHighLetters ? compareCodePoints(a ?? '', b ?? '') : compareUnits(a ?? '', b ?? '')
  const byNumber: Compare = (a, b) => compareText(columns.numbers[a], columns.numbers[b]) || a - b

  function compareOf(sort: CustomerSort): Compare {
    if (sort === 'number') return byNumber
    if (sort === 'sortName') return tied((a, b) => compareText(columns.sortNames[a], columns.sortNames[b]))
    const value = valueOf(sort)
    return tied((a, b) => {
      const [x, y] = [value(a), value(b)]
      return x < y ? -1 : x > y ? 1 : 0
    })
  }

  const tied =
    (compare: Compare): Compare =>
    (a, b) =>
      compare(a, b) || (places[a] ?? 0) - (places[b] ?? 0)

  /** What a row is sorted by, as a number that is never NaN. */
  function valueOf(sort: Exclude<CustomerSort, 'number' | 'sortName'>): (n: number) => number {
    const through = (codes: ArrayLike<number>, ranks: ArrayLike<number>) => (n: number) =>
      ranks[codes[n] ?? 0] ?? 0
    const direct = (values: ArrayLike<number>) => (n: number) => values[n] ?? 0
    if (isFigure(sort)) return direct(columns.figures[sort].at)
    switch (sort) {
      case 'city':
        return through(columns.city.at, cityRanks())
      case 'status':
        return through(columns.status.at, names.catalogOrder())
      case 'office':
        return through(columns.office.at, names.catalogOrder())
      case 'type':
        return direct(columns.type.at)
      case 'createdAt':
        return direct(columns.created.at)
      case 'changedAt':
        return direct(columns.changed.at)
      case 'oldestDue':
        return direct(columns.due.at)
    }
  }

  /** Place of each city among all; made again when there is a new one. */
  function cityRanks(): Uint32Array {
    const keys = columns.cityKeys.values()
    if (ranked.length !== keys.length) {
      const codes = [...keys.keys()].sort((a, b) => compareText(keys[a], keys[b]))
      ranked = new Uint32Array(keys.length)
      for (const [rank, code] of codes.entries()) ranked[code] = rank
    }
    return ranked
  }

  /** Rows in order, made in steps; each step takes a few milliseconds. */
  function* sorted(compare: Compare): Generator<void, Uint32Array> {
    let runs: Uint32Array[] = []
    const { present } = columns
    let run: number[] = []
    for (let n = 1; n < columns.size; n++) {
      if (present.at[n] === 1) run.push(n)
      if (run.length === RUN) {
        runs.push(Uint32Array.from(run.sort(compare)))
        run = []
        yield
      }
    }
    runs.push(Uint32Array.from(run.sort(compare)))
    while (runs.length > 1) {
      const next: Uint32Array[] = []
      for (let i = 0; i < runs.length; i += 2) {
        const [a, b] = [runs[i], runs[i + 1]]
        if (a) next.push(b ? yield* mergeInSteps(a, b, compare) : a)
        yield
      }
      runs = next
    }
    return runs[0] ?? new Uint32Array(0)
  }

  function place(rows: Uint32Array): void {
    if (places.length < columns.size) places = new Uint32Array(columns.size)
    for (let i = 0; i < rows.length; i++) places[rows[i] ?? 0] = i
  }

  /** Makes one order in steps, unless it is there. Gives up when rows change meanwhile: the next call begins anew. */
  function* build(sort: CustomerSort): Generator<void, void> {
    if (orders.has(sort)) return
    if (sort !== 'number') {
      if (!orders.has('number')) yield* build('number')
      order('number')
    }
    const before = touches
    const steps =
      sort === 'number' || sort === 'sortName'
        ? sorted(compareOf(sort))
        : counted(order('number'), valueOf(sort))
    let step = steps.next()
    for (; !step.done; step = steps.next()) {
      yield
      if (touches !== before) return
    }
    orders.set(sort, { rows: step.value, moved: new Set() })
    if (sort === 'number') place(step.value)
  }

  function order(sort: CustomerSort): Uint32Array {
    if (sort !== 'number') order('number')
    const known = orders.get(sort)
    if (!known) {
      const steps = build(sort)
      while (!steps.next().done);
      return order(sort)
    }
    if (known.moved.size === 0) return known.rows
    const { rows, moved } = known
    const compare = compareOf(sort)
    const stayed = rows.filter((n) => !moved.has(n))
    const came = Uint32Array.from([...moved].filter((n) => columns.present.at[n] === 1).sort(compare))
    known.moved = new Set()
    known.rows = merge(stayed, came, compare)
    if (sort === 'number') place(known.rows)
    return known.rows
  }

  return {
    order,
    build,
    touch(n: number, sorts: TouchedSorts): void {
      touches++
      for (const [sort, { moved }] of orders) if (sorts === 'all' || sorts.has(sort)) moved.add(n)
    },
    /** The catalogue changed: what sorts by it is made anew. */
    forgetCatalog(): void {
      touches++
      orders.delete('status')
      orders.delete('office')
    },
  }
}

export type Orders = ReturnType<typeof createOrders>

const isFigure = (sort: CustomerSort): sort is CustomerFigure =>
  (CUSTOMER_FIGURES as readonly CustomerSort[]).includes(sort)

const compareUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function compareCodePoints(a: string, b: string): number {
  let i = 0
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) i++
  if (i === a.length || i === b.length) return a.length - b.length
  const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
  // Pairs stand for characters beyond all single units.
  const isPair = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff
  if (isPair(x) !== isPair(y)) return isPair(x) ? 1 : -1
  return x - y
}

function merge(a: Uint32Array, b: Uint32Array, compare: Compare): Uint32Array {
  const steps = mergeInSteps(a, b, compare)
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

/** One sorted list of two; pauses now and then, since the last merge goes through all rows. */
function* mergeInSteps(a: Uint32Array, b: Uint32Array, compare: Compare): Generator<void, Uint32Array> {
  const merged = new Uint32Array(a.length + b.length)
  let [i, j, k] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i] ?? 0, b[j] ?? 0]
    if (compare(x, y) <= 0) {
      merged[k++] = x
      i++
    } else {
      merged[k++] = y
      j++
    }
    if (k % MERGED === 0) yield
  }
  merged.set(a.subarray(i), k)
  merged.set(b.subarray(j), k + a.length - i)
  return merged
}
