import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { CollectionName } from '#core/domain/entity.ts'
import { entities, titleOf } from '#core/domain/registry.ts'
import { fold } from '#core/lib/fold.ts'
import { PER_CUSTOMER } from '../projectors/records.ts'
import { withNearWords } from './near-words.ts'
import { HOW_WELL, missingIn, readRecord, reasonElsewhere, reasonIn } from './search-reasons.ts'
import { recordsWithTerms } from './search-records.ts'
import { customersWithTerms } from './search-sets.ts'
import { searchTermsOf, type SearchTerm } from './search-terms.ts'
import type { Statements } from './statements.ts'

type Input = MethodInput<'search', 'find'>
type Output = MethodOutput<'search', 'find'>
type Hit = Output['hits'][number]

/** Typing mistakes are forgiven only below so many hits: then they are what is likely wrong (architecture.md §4). */
const FEW = 10

/**
 * Records in which every word is found, best first; then customers among whose records they all are; then, when there
 * are few, what is found with one typing mistake forgiven.
 */
export function findRecords(statements: Statements, input: Input): Output {
  const terms = searchTermsOf(input.text)
  if (terms.length === 0) return { hits: [] }
  const found = new Map<number, Ranked>()
  const add = (numbers: readonly number[], wanted: readonly SearchTerm[], penalty: number): void => {
    const fresh = numbers.filter((n) => !found.has(n))
    for (const [n, { hit, rank }] of readHits(statements, fresh, wanted, fold(input.text)))
      if (!input.collections || input.collections.includes(hit.collection))
        found.set(n, { hit, rank: rank + penalty })
  }
  const search = (wanted: readonly SearchTerm[], penalty: number): void => {
    add(recordsWithTerms(statements, wanted, input.limit, input.collections), wanted, penalty)
    if (wanted.length === 1 || found.size >= input.limit) return
    // Not those of which one record holds all the words by itself.
    const shown = new Set([...found.keys()].map((n) => n - (n % PER_CUSTOMER)))
    const whole = wholeCustomers(statements, wanted, input.limit).filter((n) => !shown.has(n))
    add(whole, wanted, penalty + ELSEWHERE)
  }
  search(terms, 0)
  if (found.size < FEW) {
    const near = withNearWords(statements, terms)
    if (near) search(near, MISTYPED)
  }
  const hits = [...found.values()]
    .sort((a, b) => a.rank - b.rank || compareTitles(a.hit.title, b.hit.title))
    .map(({ hit }) => hit)
  return { hits: (input.each === undefined ? hits : firstOfEach(hits, input.each)).slice(0, input.limit) }
}

function firstOfEach(hits: readonly Hit[], most: number): Hit[] {
  const counts = new Map<CollectionName, number>()
  return hits.filter(({ collection }) => {
    const count = (counts.get(collection) ?? 0) + 1
    counts.set(collection, count)
    return count <= most
  })
}

const compareTitles = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

/** Places in the order of hits, best first; each reason outweighs all smaller ones together. */
const NOT_TITLE = 1
const ARCHIVED = 8
const ELSEWHERE = 16
const MISTYPED = 32

/** Row numbers of the customers' own records. A word that begins others is meant so: all its parts would take longest. */
function wholeCustomers(statements: Statements, terms: readonly SearchTerm[], limit: number): number[] {
  const set = customersWithTerms(statements, terms, { starts: 0, inside: 0 })
  const numbers: number[] = []
  for (let n = set.indexOf(1); n >= 0 && numbers.length < limit; n = set.indexOf(1, n + 1))
    numbers.push(n * PER_CUSTOMER)
  return numbers
}

interface Ranked {
  hit: Hit
  rank: number
}

function readHits(
  statements: Statements,
  numbers: readonly number[],
  terms: readonly SearchTerm[],
  typed: string,
): [number, Ranked][] {
  const rows = statements.all(
    `SELECT n, collection, id, own_archived OR ref_archived AS archived FROM r_record
      WHERE n IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(numbers)],
  )
  return rows.flatMap((row): [number, Ranked][] => {
    const record = readRecord(statements, row)
    if (!record) return []
    const { collection, document } = record
    const n = row.n as number
    const own = reasonIn(record, terms)
    const elsewhere = reasonElsewhere(statements, n, missingIn(record, terms))
    const reason = elsewhere ?? own
    if (!reason) return []
    const title = titleOf(collection, document) || document.id
    const customerId = entities[collection].customerIdOf(document)
    const archived = row.archived === 1
    const rank =
      (fold(title).startsWith(typed) ? 0 : NOT_TITLE) +
      HOW_WELL[(own ?? reason).how] +
      (archived ? ARCHIVED : 0)
    const matched = { kind: reason.kind, text: reason.text }
    const owner = customerId === undefined ? {} : { customerId }
    return [[n, { hit: { collection, id: document.id, ...owner, title, matched, archived }, rank }]]
  })
}
