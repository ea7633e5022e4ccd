import type {
  CustomerAttributeCondition,
  CustomerFilter,
  CustomerSetRule,
} from '#core/domain/customer/filter.ts'
import { CUSTOMER_FACTS, CUSTOMER_FIGURES } from '#core/domain/customer/list-columns.ts'
import { attributeKey } from '../../../projectors/customer-attributes.ts'
import { PLACE_KINDS } from '../../../projectors/customer-places.ts'
import { TYPE_CODES } from '../../../projectors/customers.ts'
import type { CustomerSet } from '../../search-sets.ts'
import { attributeTest } from '../attribute-test.ts'
import { wordsOf, type ConditionGroup } from '../conditions.ts'
import type { CustomerColumns } from './customer-columns.ts'
import type { Names } from './names.ts'
import type { AttributeTuple } from './row-source.ts'
import type { ValueSets } from './value-sets.ts'

/** A bit for each group: which groups of conditions a row fails. */
const GROUPS: readonly ConditionGroup[] = [
  'types',
  'statusIds',
  'officeIds',
  'currencies',
  'tags',
  'products',
  'cities',
  'states',
  'countries',
  'attributes',
  'facts',
  'archived',
  'anywhere',
  'figures',
  'dates',
  'text',
]
export const bitOf = (group: ConditionGroup): number => 1 << GROUPS.indexOf(group)
const ALL = 0xffff

/** By row number, the groups of conditions that the row fails: 0 matches, one bit would match without that group. */
export type FailMask = Uint16Array

/** @param hits the customers that `filter.anywhere` finds; undefined when it asks nothing. */
export function failMask(
  columns: CustomerColumns,
  names: Names,
  filter: CustomerFilter,
  hits: CustomerSet | undefined,
): FailMask {
  const { size } = columns
  const mask = new Uint16Array(size)
  const present = columns.present.at
  for (let n = 0; n < size; n++) if (present[n] !== 1) mask[n] = ALL

  /** The row's value, looked up in a table of what passes. */
  const byCode = (group: ConditionGroup, { at }: { at: ArrayLike<number> }, passes: Uint8Array): void => {
    const bit = bitOf(group)
    for (let n = 1; n < size; n++) if (passes[at[n] ?? 0] !== 1) mask[n] = (mask[n] ?? 0) | bit
  }
  const byRange = (
    group: ConditionGroup,
    { at }: { at: ArrayLike<number> },
    min: number | undefined,
    max: number | undefined,
  ): void => {
    if (min === undefined && max === undefined) return
    const bit = bitOf(group)
    const [low, high] = [min ?? -Infinity, max ?? Infinity]
    for (let n = 1; n < size; n++) {
      const value = at[n] ?? 0
      if (value < low || value > high) mask[n] = (mask[n] ?? 0) | bit
    }
  }
  const codesOf = (ids: readonly string[]): number[] => ids.flatMap((id) => names.codeOf(id) ?? [])

  const archived = filter.archived ?? 'without'
  if (archived !== 'with') byCode('archived', columns.archived, passing(2, [archived === 'only' ? 1 : 0]))
  if (filter.types)
    byCode(
      'types',
      columns.type,
      passing(
        2,
        filter.types.map((type) => TYPE_CODES[type]),
      ),
    )
  const codes = names.catalogOrder().length
  if (filter.statusIds) byCode('statusIds', columns.status, passing(codes, codesOf(filter.statusIds)))
  if (filter.officeIds) byCode('officeIds', columns.office, passing(codes, codesOf(filter.officeIds)))
  if (filter.currencies) {
    const held = columns.currencies.values()
    const wanted = filter.currencies.map((currency) => held.indexOf(currency)).filter((at) => at >= 0)
    byCode('currencies', columns.currency, passing(held.length, wanted))
  }
  for (const group of ['tags', 'products'] as const) {
    const rule = filter[group]
    if (rule) byCode(group, columns[group], ruleTable(columns.sets[group], rule, names))
  }
  for (const [group, kind] of PLACES) {
    if (!filter[group]) continue
    const wanted = new Set(filter[group].flatMap((key) => names.placeNumber(kind, key) ?? []))
    byCode(
      group,
      columns.places,
      setTable(columns.sets.places, (values) => values.some((value) => wanted.has(value))),
    )
  }
  for (const condition of filter.attributes ?? [])
    byCode('attributes', columns.attributes, attributeTable(columns, names, condition))
  const [has, lacks] = [factBits(filter.has), factBits(filter.lacks)]
  if (has !== 0 || lacks !== 0) {
    const bit = bitOf('facts')
    const facts = columns.facts.at
    for (let n = 1; n < size; n++) {
      const held = facts[n] ?? 0
      if ((held & has) !== has || (held & lacks) !== 0) mask[n] = (mask[n] ?? 0) | bit
    }
  }
  for (const figure of CUSTOMER_FIGURES) {
    const { min, max } = filter.figures?.[figure] ?? {}
    byRange('figures', columns.figures[figure], min, max)
  }
  if (filter.oldestDue) {
    const { from, to } = filter.oldestDue
    // Who owes nothing has an infinite day.
    byRange(
      'dates',
      columns.due,
      from === undefined ? from : dayOf(from),
      to === undefined ? Number.MAX_VALUE : dayOf(to),
    )
  }
  for (const [column, range] of [
    [columns.created, filter.createdAt],
    [columns.changed, filter.changedAt],
  ] as const) {
    // Whole milliseconds: before one is up to the one before it.
    const before = range?.before === undefined ? undefined : Date.parse(range.before) - 1
    byRange('dates', column, range?.from === undefined ? undefined : Date.parse(range.from), before)
  }
  if (hits) {
    const bit = bitOf('anywhere')
    for (let n = 1; n < size; n++) if (hits[n] !== 1) mask[n] = (mask[n] ?? 0) | bit
  }
  for (const word of wordsOf(filter.text)) byText(columns.texts, mask, word)
  return mask
}

const PLACES = [
  ['cities', PLACE_KINDS.city],
  ['states', PLACE_KINDS.state],
  ['countries', PLACE_KINDS.country],
] as const

const dayOf = (day: string): number => Number(day.replaceAll('-', ''))

/** Last of all, and only where at most one other group failed: reading text takes longest. */
function byText(texts: readonly string[], mask: FailMask, word: string): void {
  const bit = bitOf('text')
  for (let n = 1; n < mask.length; n++) {
    const failed = mask[n] ?? 0
    if ((failed & (failed - 1)) === 0 && !texts[n]?.includes(word)) mask[n] = failed | bit
  }
}

function passing(length: number, codes: readonly number[]): Uint8Array {
  const table = new Uint8Array(Math.max(length, ...codes.map((code) => code + 1)))
  for (const code of codes) table[code] = 1
  return table
}

const setTable = <V>(sets: ValueSets<V>, passes: (values: readonly V[]) => boolean): Uint8Array =>
  Uint8Array.from(sets.sets(), (values) => (passes(values) ? 1 : 0))

function ruleTable(
  sets: ValueSets<number>,
  { any, all = [], none = [] }: CustomerSetRule,
  names: Names,
): Uint8Array {
  const codeOf = (id: string): number => names.codeOf(id) ?? -1
  const [anyOf, allOf, noneOf] = [any?.map(codeOf), all.map(codeOf), none.map(codeOf)]
  return setTable(
    sets,
    (values) =>
      (anyOf?.some((code) => values.includes(code)) ?? true) &&
      allOf.every((code) => values.includes(code)) &&
      !noneOf.some((code) => values.includes(code)),
  )
}

function attributeTable(
  columns: CustomerColumns,
  names: Names,
  condition: CustomerAttributeCondition,
): Uint8Array {
  const test = attributeTest(condition)
  const attribute = names.attributeNumber(attributeKey(condition))
  const texts = new Set(test.equals?.texts)
  const numbers = new Set(test.equals?.numbers)
  const fits = ([of, kind, text, number]: AttributeTuple): boolean => {
    if (of !== attribute || test.isImpossible) return false
    if (test.equals && !texts.has(text) && (number === null || !numbers.has(number))) return false
    const { min, max } = test.numbers ?? {}
    if (test.numbers && (number === null || number < (min ?? -Infinity) || number > (max ?? Infinity)))
      return false
    const { min: from, max: to } = test.dates ?? {}
    return !test.dates || (kind === test.dateKind && !(from && text < from) && !(to && text > to))
  }
  const values = columns.attributeValues.values().map(fits)
  return setTable(
    columns.sets.attributes,
    (set) => set.some((value) => values[value] === true) !== test.isNegated,
  )
}

const factBits = (facts: readonly string[] = []): number =>
  facts.reduce((bits, fact) => bits | (1 << CUSTOMER_FACTS.findIndex((known) => known === fact)), 0)
