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
  /** Ids of customers, archived ones too, that hold every one of the keys; at most `limit`. */
  customersWith(keys: readonly MatchKey[], limit: number): string[]
  /** The tax identifier of a customer. */
  taxIdOf(customerId: string): string | undefined
}

export type MatchOutcome =
  | { kind: 'none' }
  | { kind: 'one'; customerId: string; by: Matcher }
  /** As likely one as another. */
  | { kind: 'several'; customerIds: readonly string[]; by: Matcher }
  /** Two keys that each name a customer name different ones. */
  | { kind: 'contradiction'; customerIds: readonly string[]; by: Matcher }

/** Customers looked at for one key: what more than that share tells nobody apart. */
export const MOST = 20

/** Finds the one customer that somebody is, by the keys that may decide. */
export function matchCustomer(
  candidate: MatchCandidate,
  by: readonly Matcher[],
  reader: MatchReader,
): MatchOutcome {
  let found: ReadonlySet<string> | undefined
  let decidedBy: Matcher | undefined
  for (const matcher of MATCHERS) {
    if (!by.includes(matcher)) continue
    const isStrong = STRONG.has(matcher)
    if (found?.size === 1 && !isStrong) break
    const ids = customersBy(matcher, candidate, reader)
    if (ids.size === 0) continue
    if (!found) {
      found = ids
      decidedBy = matcher
      continue
    }
    const both: ReadonlySet<string> = new Set([...found].filter((id) => ids.has(id)))
    if (both.size > 0) found = both
    else if (isStrong) return { kind: 'contradiction', customerIds: [...found, ...ids], by: matcher }
  }
  const [first] = found ?? []
  if (!found || first === undefined || decidedBy === undefined) return { kind: 'none' }
  return found.size === 1
    ? { kind: 'one', customerId: first, by: decidedBy }
    : { kind: 'several', customerIds: [...found], by: decidedBy }
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
  for (const matcher of MATCHERS) add(customersBy(matcher, candidate, reader), matcher)
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

function customersBy(matcher: Matcher, candidate: MatchCandidate, reader: MatchReader): ReadonlySet<string> {
  const ids = new Set(keySets(matcher, candidate).flatMap((keys) => reader.customersWith(keys, MOST)))
  if (STRONG.has(matcher)) return ids
  const [own] = taxIdKeys(candidate.taxId)
  if (own === undefined) return ids
  return new Set(
    [...ids].filter((id) => {
      const [theirs] = taxIdKeys(reader.taxIdOf(id))
      return theirs === undefined || theirs.key === own.key
    }),
  )
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
