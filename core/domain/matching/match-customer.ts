import {
  addressKeys,
  emailKeys,
  nameKeys,
  numberKeys,
  phoneKeys,
  taxIdKeys,
  type MatchAddress,
  type MatchKey,
} from './keys.ts'

/**
 * What can decide that two records are the same customer, strongest first (domain.md §3, "one matcher"). The first two
 * name a customer; the others only point at one, and give way when tax identifiers differ.
 */
export const MATCHERS = ['number', 'taxId', 'email', 'phone', 'nameAddress'] as const
export type Matcher = (typeof MATCHERS)[number]

const STRONG: ReadonlySet<Matcher> = new Set(['number', 'taxId'])

/** What is known of somebody who may be a customer already. */
export interface MatchCandidate {
  number?: string | undefined
  taxId?: string | undefined
  name?: string | undefined
  emails?: string[]
  phones?: { typed: string; e164?: string }[]
  addresses?: MatchAddress[]
}

export interface MatchReader {
  /** Ids of customers, archived ones too, that hold every one of the keys; at most `limit`, and only `onlyId`. */
  customersWith(keys: readonly MatchKey[], limit: number, onlyId?: string): string[]
  /** The tax identifier of a customer. */
  taxIdOf(customerId: string): string | undefined
}

export type MatchOutcome =
  | { kind: 'none' }
  | { kind: 'one'; customerId: string; by: Matcher }
  /** As likely one as another. With `isPart`, there are more than are named. */
  | { kind: 'several'; customerIds: readonly string[]; by: Matcher; isPart: boolean }
  /** Two keys that each name a customer name different ones. */
  | { kind: 'contradiction'; customerIds: readonly string[]; by: Matcher }

/** Customers looked at for one key: what more than that share tells nobody apart. */
export const MOST = 20

/** The customers that one matcher finds. */
interface Found {
  ids: ReadonlySet<string>
  /** There are more than `ids`: another matcher has to tell which of them it is. */
  isPart: boolean
  has(customerId: string): boolean
}

/** Finds the one customer that somebody is, by the keys that may decide. */
export function matchCustomer(
  candidate: MatchCandidate,
  by: readonly Matcher[],
  reader: MatchReader,
): MatchOutcome {
  let found: Found | undefined
  let decidedBy: Matcher | undefined
  for (const matcher of MATCHERS) {
    if (!by.includes(matcher)) continue
    const isStrong = STRONG.has(matcher)
    if (found?.ids.size === 1 && !isStrong) break
    const next = customersBy(matcher, candidate, reader)
    if (next.ids.size === 0) continue
    if (!found) {
      found = next
      decidedBy = matcher
      continue
    }
    // Of two keys that very many share, neither says which of the other's is meant.
    if (found.isPart && next.isPart) continue
    const both = inBoth(found, next)
    if (both.size > 0) found = { ids: both, isPart: false, has: (id) => both.has(id) }
    else if (isStrong) return { kind: 'contradiction', customerIds: [...found.ids, ...next.ids], by: matcher }
  }
  const [first] = found?.ids ?? []
  if (!found || first === undefined || decidedBy === undefined) return { kind: 'none' }
  return found.ids.size === 1
    ? { kind: 'one', customerId: first, by: decidedBy }
    : { kind: 'several', customerIds: [...found.ids].slice(0, MOST), by: decidedBy, isPart: found.isPart }
}

/** Signs that point at somebody without deciding: many share a name or a building. */
const HINTS = ['name', 'address'] as const
/** Everything by which a customer looks like another, the strongest first. */
export const MATCH_SIGNS = [...MATCHERS, ...HINTS] as const
export type MatchSign = (typeof MATCH_SIGNS)[number]

export interface CustomerMatch {
  customerId: string
  by: MatchSign[]
}

/** Everybody that the candidate may be, whoever looks most like it first, with all that speaks for it. */
export function matchesOf(candidate: MatchCandidate, reader: MatchReader): CustomerMatch[] {
  const found = new Map<string, MatchSign[]>()
  const add = (ids: Iterable<string>, sign: MatchSign) => {
    for (const id of ids) found.set(id, [...(found.get(id) ?? []), sign])
  }
  for (const matcher of MATCHERS) add(customersBy(matcher, candidate, reader).ids, matcher)
  const hints = { name: nameKeys(candidate.name), address: (candidate.addresses ?? []).flatMap(addressKeys) }
  for (const hint of HINTS) {
    const ids = new Set(
      hints[hint].flatMap((key) => {
        const holders = reader.customersWith([key], MOST + 1)
        // What more than that share tells nobody apart.
        return holders.length > MOST ? [] : holders
      }),
    )
    // Both together are a sign of their own.
    add(
      [...ids].filter((id) => !found.get(id)?.includes('nameAddress')),
      hint,
    )
  }
  const place = ({ by }: CustomerMatch) => MATCH_SIGNS.indexOf(by[0] ?? 'address')
  return [...found]
    .map(([customerId, by]) => ({ customerId, by }))
    .sort((a, b) => place(a) - place(b) || b.by.length - a.by.length)
}

/** At most one of the two is a part; the complete one is looked through. */
function inBoth(a: Found, b: Found): ReadonlySet<string> {
  const [complete, other] = a.isPart ? [b, a] : [a, b]
  return new Set([...complete.ids].filter((id) => other.has(id)))
}

function customersBy(matcher: Matcher, candidate: MatchCandidate, reader: MatchReader): Found {
  const sets = keySets(matcher, candidate)
  const [own] = STRONG.has(matcher) ? [] : taxIdKeys(candidate.taxId)
  const mayBe = (customerId: string): boolean => {
    const [theirs] = own ? taxIdKeys(reader.taxIdOf(customerId)) : []
    return theirs === undefined || theirs.key === own?.key
  }
  const bySet = sets.map((keys) => reader.customersWith(keys, MOST + 1))
  const ids = new Set(bySet.flat().filter(mayBe))
  const isPart = bySet.some((held) => held.length > MOST)
  return {
    ids,
    isPart,
    has: (id) =>
      ids.has(id) ||
      (isPart && mayBe(id) && sets.some((keys) => reader.customersWith(keys, 1, id).length > 0)),
  }
}

/** Sets of keys, each of which is enough by itself when a customer holds all of it. */
function keySets(matcher: Matcher, candidate: MatchCandidate): MatchKey[][] {
  switch (matcher) {
    case 'number':
      return alone(numberKeys(candidate.number))
    case 'taxId':
      return alone(taxIdKeys(candidate.taxId))
    case 'email':
      return alone((candidate.emails ?? []).flatMap(emailKeys))
    case 'phone':
      return alone((candidate.phones ?? []).flatMap(phoneKeys))
    case 'nameAddress': {
      const [name] = nameKeys(candidate.name)
      if (!name) return []
      return (candidate.addresses ?? []).flatMap(addressKeys).map((address) => [address, name])
    }
  }
}

const alone = (keys: readonly MatchKey[]): MatchKey[][] => keys.map((key) => [key])
