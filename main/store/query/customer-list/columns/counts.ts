import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { CUSTOMER_AMOUNTS, CUSTOMER_FACTS } from '#core/domain/customer/list-columns.ts'
import { CUSTOMER_TYPES } from '#core/domain/customer/schema.ts'
import { PLACE_KINDS } from '../../../projectors/customer-places.ts'
import { TYPE_CODES } from '../../../projectors/customers.ts'
import { facetOf, type FacetValue } from '../facet-values.ts'
import type { CustomerColumns } from './customer-columns.ts'
import { bitOf, type FailMask } from './masks.ts'
import type { Names } from './names.ts'
import type { ValueSets } from './value-sets.ts'

type Summary = MethodOutput<'customers', 'summary'>
type Asked = MethodInput<'customers', 'summary'>['facets'][number]

/** How many match and what their amounts come to, by currency. */
export function sumsOf(columns: CustomerColumns, mask: FailMask): Pick<Summary, 'total' | 'sums'> {
  const currencies = columns.currencies.values()
  const counts = new Float64Array(currencies.length)
  const amounts = CUSTOMER_AMOUNTS.map((amount) => ({
    of: columns.figures[amount].at,
    sums: new Float64Array(currencies.length),
  }))
  const currency = columns.currency.at
  let total = 0
  for (let n = 1; n < mask.length; n++) {
    if (mask[n] !== 0) continue
    const code = currency[n] ?? 0
    total++
    counts[code] = (counts[code] ?? 0) + 1
    for (const { of, sums } of amounts) sums[code] = (sums[code] ?? 0) + (of[n] ?? 0)
  }
  const all = currencies.map((code, i) => {
    const sums = CUSTOMER_AMOUNTS.map((amount, j) => [amount, amounts[j]?.sums[i] ?? 0])
    // One sum for every amount.
    return {
      currency: code,
      customers: counts[i] ?? 0,
      ...Object.fromEntries(sums),
    } as Summary['sums'][number]
  })
  const held = all.filter(({ customers }) => customers > 0)
  return { total, sums: held.sort((a, b) => (a.currency < b.currency ? -1 : 1)) }
}

/** One facet under all conditions but its own. */
export function facetFrom(
  columns: CustomerColumns,
  names: Names,
  mask: FailMask,
  asked: Asked,
): Summary['facets'][number] {
  return facetOf(asked, valuesOf(columns, names, mask, asked.facet))
}

function valuesOf(
  columns: CustomerColumns,
  names: Names,
  mask: FailMask,
  facet: Asked['facet'],
): FacetValue[] {
  const others = ~bitOf(facet)
  const count = ({ at }: { at: ArrayLike<number> }, length: number): Uint32Array => {
    const counts = new Uint32Array(length)
    for (let n = 1; n < mask.length; n++) {
      const code = at[n] ?? 0
      if (((mask[n] ?? 0) & others) === 0) counts[code] = (counts[code] ?? 0) + 1
    }
    return counts
  }
  const coded = (column: { at: ArrayLike<number> }): FacetValue[] => {
    const counts = count(column, names.catalogOrder().length)
    return [...counts].map((of, code) => ({ key: names.idOf(code), count: of }))
  }
  const inSets = (of: 'tags' | 'products' | 'places'): Map<number, number> =>
    spread(count(columns[of], columns.sets[of].sets().length), columns.sets[of], (value) => value)

  switch (facet) {
    case 'types': {
      const counts = count(columns.type, CUSTOMER_TYPES.length)
      return CUSTOMER_TYPES.map((type) => ({ key: type, count: counts[TYPE_CODES[type]] ?? 0 }))
    }
    case 'archived': {
      const [inUse = 0, archived = 0] = count(columns.archived, 2)
      return [
        { key: 'inUse', count: inUse },
        { key: 'archived', count: archived },
      ]
    }
    case 'statusIds':
      return coded(columns.status)
    case 'officeIds':
      return coded(columns.office)
    case 'currencies': {
      const currencies = columns.currencies.values()
      const counts = count(columns.currency, currencies.length)
      return currencies.map((key, i) => ({ key, count: counts[i] ?? 0 }))
    }
    case 'tags':
    case 'products':
      return [...inSets(facet)].map(([code, of]) => ({ key: names.idOf(code), count: of }))
    case 'cities':
      return placesOf(inSets('places'), names, PLACE_KINDS.city)
    case 'states':
      return placesOf(inSets('places'), names, PLACE_KINDS.state)
    case 'countries':
      return placesOf(inSets('places'), names, PLACE_KINDS.country)
    case 'attributes': {
      const values = columns.attributeValues.values()
      const sets = columns.sets.attributes
      const counts = spread(
        count(columns.attributes, sets.sets().length),
        sets,
        (value) => values[value]?.[0] ?? 0,
      )
      return [...counts].map(([n, of]) => {
        const { key = '', name = '' } = names.attribute(n) ?? {}
        return { key, name, count: of }
      })
    }
    case 'facts': {
      const counts = CUSTOMER_FACTS.map(() => 0)
      const facts = columns.facts.at
      for (let n = 1; n < mask.length; n++)
        if (((mask[n] ?? 0) & others) === 0)
          for (let i = 0; i < counts.length; i++) counts[i] = (counts[i] ?? 0) + (((facts[n] ?? 0) >> i) & 1)
      return CUSTOMER_FACTS.map((key, i) => ({ key, count: counts[i] ?? 0 }))
    }
  }
}

/** From rows a set to rows a value; a set counts once for what several of its values stand for. */
function spread(
  counts: Uint32Array,
  sets: ValueSets<number>,
  standsFor: (value: number) => number,
): Map<number, number> {
  const by = new Map<number, number>()
  for (const [i, values] of sets.sets().entries()) {
    const rows = counts[i] ?? 0
    if (rows > 0) for (const of of new Set(values.map(standsFor))) by.set(of, (by.get(of) ?? 0) + rows)
  }
  return by
}

const placesOf = (counts: ReadonlyMap<number, number>, names: Names, kind: number): FacetValue[] =>
  [...counts].flatMap(([n, count]) => {
    const place = names.place(n)
    return place?.kind === kind ? [{ key: place.key, name: place.name, count }] : []
  })
