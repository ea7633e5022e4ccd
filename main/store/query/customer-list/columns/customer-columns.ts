import {
  CUSTOMER_AMOUNTS,
  CUSTOMER_FIGURES,
  type CustomerFigure,
  type CustomerSort,
} from '#core/domain/customer/list-columns.ts'
import type { AttributeTuple, ListRow } from './row-source.ts'
import { createDictionary, createValueSets } from './value-sets.ts'

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array

/** The sorts that a new state of a row may change; `all` when it comes or goes. */
export type TouchedSorts = ReadonlySet<CustomerSort> | 'all'

/** A day as YYYYMMDD; infinite without one, so that such rows come last. */
const dayNumber = (day: string | null): number => (day === null ? Infinity : Number(day.replaceAll('-', '')))

/** Texts with such letters have another order in SQLite (UTF-8) than in JavaScript (UTF-16). */
const HIGH = /[\ud800-\uffff]/

/**
 * The customer list in memory, one array a column and one place a row number (`r_customer.n`). Texts that many share and
 * sets are small numbers into tables of their own, so that a condition is decided once a value and not once a row.
 */
export function createCustomerColumns() {
  let capacity = 0
  const column = <A extends Numbers>(make: (length: number) => A): { at: A } => {
    const held = { at: make(0) }
    growing.push(() => {
      const wider = make(capacity)
      // Of one kind, since the same function made both.
      ;(wider as Float64Array).set(held.at)
      held.at = wider
    })
    return held
  }
  const growing: (() => void)[] = []
  const byte = () => column((length) => new Uint8Array(length))
  const code = () => column((length) => new Uint32Array(length))
  const whole = () => column((length) => new Int32Array(length))
  const real = () => column((length) => new Float64Array(length))

  const amounts: readonly CustomerFigure[] = CUSTOMER_AMOUNTS
  const columns = {
    /** One more than the highest row number. */
    size: 1,
    /** Counts states: whoever keeps an answer looks whether it still holds. */
    version: 0,
    present: byte(),
    archived: byte(),
    type: byte(),
    /** Bits in the order of CUSTOMER_FACTS. */
    facts: column((length) => new Uint16Array(length)),
    status: code(),
    office: code(),
    currency: code(),
    city: code(),
    tags: code(),
    products: code(),
    places: code(),
    attributes: code(),
    created: real(),
    changed: real(),
    due: real(),
    figures: Object.fromEntries(
      CUSTOMER_FIGURES.map((figure) => [figure, amounts.includes(figure) ? real() : whole()]),
      // One column for every figure.
    ) as Record<CustomerFigure, { at: Float64Array | Int32Array }>,
    numbers: [''] as string[],
    sortNames: [''] as string[],
    texts: [''] as string[],
    /** Whether some number, name or city has letters that the two orders differ on. */
    hasHighLetters: false,
    cityKeys: createDictionary((key: string) => key),
    currencies: createDictionary((currency: string) => currency),
    attributeValues: createDictionary<AttributeTuple>((value) => value.slice(0, 3).join('/')),
    sets: {
      tags: createValueSets(),
      products: createValueSets(),
      places: createValueSets(),
      attributes: createValueSets(),
    },
    put,
  }

  const figureColumns = CUSTOMER_FIGURES.map((figure) => columns.figures[figure])

  function grow(size: number): void {
    if (size > capacity) {
      capacity = Math.ceil(size * 1.25) + 1000
      for (const widen of growing) widen()
    }
    while (columns.numbers.length < size) {
      columns.numbers.push('')
      columns.sortNames.push('')
      columns.texts.push('')
    }
    columns.size = size
  }

  /** Takes over a row and answers which sorts it may have moved in. */
  function put(row: ListRow): TouchedSorts {
    const { n } = row
    if (n >= columns.size) grow(n + 1)
    const isAnother = columns.present.at[n] !== row.present || columns.numbers[n] !== row.number
    const touched = isAnother ? undefined : new Set<CustomerSort>()
    const set = (of: { at: Numbers }, value: number, sort?: CustomerSort): void => {
      if (of.at[n] === value) return
      of.at[n] = value
      if (sort) touched?.add(sort)
    }
    set(columns.present, row.present)
    set(columns.archived, row.archived)
    set(columns.type, row.type, 'type')
    set(columns.status, row.status, 'status')
    set(columns.office, row.office, 'office')
    set(columns.currency, columns.currencies.numberOf(row.currency))
    set(columns.city, columns.cityKeys.numberOf(row.cityKey ?? ''), 'city')
    set(columns.created, row.created, 'createdAt')
    set(columns.changed, row.changed, 'changedAt')
    set(columns.due, dayNumber(row.due), 'oldestDue')
    let facts = 0
    for (let i = 0; i < row.facts.length; i++) if ((row.facts[i] ?? 0) > 0) facts |= 1 << i
    set(columns.facts, facts)
    for (let i = 0; i < figureColumns.length; i++)
      set(figureColumns[i]!, row.figures[i] ?? 0, CUSTOMER_FIGURES[i])
    set(columns.tags, columns.sets.tags.numberOfJson(row.tags))
    set(columns.products, columns.sets.products.numberOfJson(row.products))
    set(columns.places, columns.sets.places.numberOfJson(row.places))
    const attributes = row.attributes.map((value) => columns.attributeValues.numberOf(value))
    set(columns.attributes, columns.sets.attributes.numberOf(attributes))
    if (columns.sortNames[n] !== row.sortName) touched?.add('sortName')
    columns.sortNames[n] = row.sortName
    columns.numbers[n] = row.number
    columns.texts[n] = row.text
    columns.hasHighLetters ||=
      HIGH.test(row.sortName) || HIGH.test(row.number) || HIGH.test(row.cityKey ?? '')
    return touched ?? 'all'
  }

  return columns
}

export type CustomerColumns = ReturnType<typeof createCustomerColumns>
