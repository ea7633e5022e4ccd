import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { CustomerFilter, CustomerSelection } from '#core/domain/customer/filter.ts'
import { customersWithTerms } from '../../search-sets.ts'
import { searchTermsOf } from '../../search-terms.ts'
import { currentCommit, type Statements } from '../../statements.ts'
import { shownRows } from '../shown-rows.ts'
import { facetFrom, sumsOf } from './counts.ts'
import type { CustomerColumns } from './customer-columns.ts'
import { failMask, type FailMask } from './masks.ts'
import type { Names } from './names.ts'
import type { Orders } from './orders.ts'

type Sort = MethodInput<'customers', 'list'>['sort']

/** Answers of the last questions that are kept: while a person scrolls or sorts, the filter stays. */
const KEPT = 6

/** The methods of the customer list, answered from columns that are up to date with the snapshot of `statements`. */
export function createAnswers(columns: CustomerColumns, names: Names, orders: Orders) {
  const masks = createCache<FailMask>(() => columns.version)
  const lists = createCache<Uint32Array>(() => columns.version)

  const maskOf = (statements: Statements, filter: CustomerFilter): FailMask =>
    masks.get(JSON.stringify(filter), () => {
      const terms = searchTermsOf(filter.anywhere ?? '')
      return failMask(
        columns,
        names,
        filter,
        terms.length > 0 ? customersWithTerms(statements, terms) : undefined,
      )
    })

  /** Row numbers of all that match, in order. */
  const matching = (statements: Statements, filter: CustomerFilter, sort: Sort): Uint32Array =>
    lists.get(JSON.stringify([filter, sort]), () => {
      const mask = maskOf(statements, filter)
      const rows = orders.order(sort.field).filter((n) => mask[n] === 0)
      if (sort.direction === 'asc') return rows
      if (sort.field !== 'oldestDue') return rows.reverse()
      // Whoever has no such day comes last in either direction.
      const due = columns.due.at
      const isDue = (n: number): boolean => due[n] !== Infinity
      const found = rows.reverse()
      const ordered = found.filter(isDue)
      const rest = found.filter((n) => !isDue(n))
      found.set(ordered)
      found.set(rest, ordered.length)
      return found
    })

  const numberOf = (statements: Statements, id: string): number | undefined =>
    statements.get('SELECT n FROM r_customer WHERE id = ?', [id])?.n as number | undefined

  return {
    list(statements: Statements, input: MethodInput<'customers', 'list'>): MethodOutput<'customers', 'list'> {
      const rows = matching(statements, input.filter, input.sort)
      const page = rows.subarray(input.skip, input.skip + input.limit)
      return {
        commit: currentCommit(statements),
        total: rows.length,
        rows: shownRows(statements, [...page]),
      }
    },
    position(
      statements: Statements,
      { filter, sort, id }: MethodInput<'customers', 'position'>,
    ): MethodOutput<'customers', 'position'> {
      const rows = matching(statements, filter, sort)
      const n = numberOf(statements, id)
      const index = n === undefined ? -1 : rows.indexOf(n)
      return { commit: currentCommit(statements), total: rows.length, ...(index >= 0 && { index }) }
    },
    summary(
      statements: Statements,
      { filter, facets }: MethodInput<'customers', 'summary'>,
    ): MethodOutput<'customers', 'summary'> {
      const mask = maskOf(statements, filter)
      return {
        commit: currentCommit(statements),
        ...sumsOf(columns, mask),
        facets: facets.map((asked) => facetFrom(columns, names, mask, asked)),
      }
    },
    selected(
      statements: Statements,
      { filter, except = [] }: CustomerSelection,
    ): MethodOutput<'customers', 'selected'> {
      const mask = maskOf(statements, filter)
      let count = 0
      for (let n = 1; n < mask.length; n++) if (mask[n] === 0) count++
      for (const id of new Set(except)) {
        const n = numberOf(statements, id)
        if (n !== undefined && mask[n] === 0) count--
      }
      return { commit: currentCommit(statements), count }
    },
  }
}

function createCache<V>(version: () => number) {
  const kept = new Map<string, V>()
  let of = -1
  return {
    get(key: string, make: () => V): V {
      if (of !== version()) kept.clear()
      of = version()
      const known = kept.get(key) ?? make()
      kept.delete(key)
      kept.set(key, known)
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break
        kept.delete(oldest)
      }
      return known
    },
  }
}
