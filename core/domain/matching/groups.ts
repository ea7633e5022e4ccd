import { MATCH_SIGNS, type MatchSign } from './match-customer.ts'

/** A key, other than a name, that more than one customer holds; customers by number. */
export interface SharedKey {
  sign: Exclude<MatchSign, 'name' | 'nameAddress'>
  customers: readonly number[]
}

/** What grouping has to know of a customer. */
export interface Lookalike {
  id: string
  /** The keys of name and tax identifier (`keys.ts`). */
  name: string | undefined
  taxId: string | undefined
  archived: boolean
  /** Ids of customers that somebody has told it from. */
  notSameAs: readonly string[]
}

/** Customers that are likely the same. */
export interface DuplicateGroup {
  customers: number[]
  /** Everything that two of them share. */
  by: MatchSign[]
  /** How likely they are the same, from 0 to 1: of the pair that looks most alike. */
  strength: number
}

/** How sure one sign makes that two customers are the same; several speak for it independently of each other. */
const WEIGHT: Readonly<Record<MatchSign, number>> = {
  number: 0.95,
  taxId: 0.95,
  nameAddress: 0.85,
  email: 0.6,
  phone: 0.5,
  name: 0.5,
  address: 0.15,
}

/** Customers in one group: more than a person can compare. */
const MOST_IN_GROUP = 10

interface Pair {
  a: number
  b: number
  by: Set<MatchSign>
}

/**
 * Groups of customers that share keys, most alike first. Who was told apart, or has another tax identifier, never gets
 * into one group, not even through a third one: then the pairs that look more alike win. A group needs somebody in use.
 */
export function groupDuplicates(
  shared: Iterable<SharedKey>,
  read: (customer: number) => Lookalike | undefined,
  kept: 'open' | 'toldApart' = 'open',
): DuplicateGroup[] {
  const isToldApart = (a: number, b: number): boolean => {
    const [one, other] = [read(a), read(b)]
    return !one || !other || one.notSameAs.includes(other.id) || other.notSameAs.includes(one.id)
  }
  const isApart = (a: number, b: number): boolean => kept === 'open' && isToldApart(a, b)
  const pairs = pairsOf(shared, read).filter(({ a, b }) => kept === 'open' || isToldApart(a, b))
  const groups = new Map<number, { customers: number[]; pairs: Pair[] }>()
  const scored = pairs.map((pair) => ({ ...pair, strength: strengthOf(pair.by) }))
  // Equal ones in a lasting order.
  scored.sort((x, y) => y.strength - x.strength || x.a - y.a || x.b - y.b)
  for (const pair of scored) {
    const left = groups.get(pair.a) ?? { customers: [pair.a], pairs: [] }
    const right = groups.get(pair.b) ?? { customers: [pair.b], pairs: [] }
    if (left === right) {
      left.pairs.push(pair)
      continue
    }
    if (left.customers.length + right.customers.length > MOST_IN_GROUP) continue
    const isOpen = left.customers.every((a) =>
      right.customers.every(
        (b) => !isApart(a, b) && (!contradicts(read(a), read(b)) || pair.by.has('number')),
      ),
    )
    if (!isOpen) continue
    const joined = {
      customers: [...left.customers, ...right.customers],
      pairs: [...left.pairs, ...right.pairs, pair],
    }
    for (const customer of joined.customers) groups.set(customer, joined)
  }
  return [...new Set(groups.values())]
    .filter(({ customers }) => customers.some((customer) => read(customer)?.archived === false))
    .map(({ customers, pairs: held }): DuplicateGroup => {
      const by = new Set(held.flatMap((pair) => [...pair.by]))
      return {
        customers,
        by: MATCH_SIGNS.filter((sign) => by.has(sign)),
        strength: Math.max(...held.map((pair) => strengthOf(pair.by))),
      }
    })
    .sort(
      (x, y) =>
        y.strength - x.strength ||
        y.by.length - x.by.length ||
        Math.min(...x.customers) - Math.min(...y.customers),
    )
}

/** Two customers of different tax identifiers are not the same, whatever else they share. */
const contradicts = (a: Lookalike | undefined, b: Lookalike | undefined): boolean =>
  a?.taxId !== undefined && b?.taxId !== undefined && a.taxId !== b.taxId

function pairsOf(shared: Iterable<SharedKey>, read: (customer: number) => Lookalike | undefined): Pair[] {
  const pairs = new Map<string, Pair>()
  for (const { sign, customers } of shared)
    for (const [i, a] of customers.entries())
      for (const b of customers.slice(i + 1)) {
        const [low, high] = a < b ? [a, b] : [b, a]
        const key = `${low}/${high}`
        const pair = pairs.get(key) ?? { a: low, b: high, by: new Set() }
        pairs.set(key, pair)
        pair.by.add(sign)
      }
  return [...pairs.values()].filter((pair) => isSign(pair, read(pair.a), read(pair.b)))
}

/** Completes a pair by its names, and drops it when what is left decides nothing (domain.md §3). */
function isSign({ by }: Pair, a: Lookalike | undefined, b: Lookalike | undefined): boolean {
  if (!a || !b) return false
  if (contradicts(a, b) && !by.has('number')) return false
  if (a.name !== undefined && a.name === b.name) {
    by.add(by.has('address') ? 'nameAddress' : 'name')
    by.delete('address')
  }
  return by.size > 1 || !by.has('address')
}

const strengthOf = (by: ReadonlySet<MatchSign>): number =>
  1 - [...by].reduce((doubt, sign) => doubt * (1 - WEIGHT[sign]), 1)
