import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { entities, isCollectionName, titleOf } from '#core/domain/registry.ts'
import { fold } from '#core/lib/fold.ts'
import type { SqlRow } from '../sqlite/port.ts'
import { PER_CUSTOMER } from '../projectors/records.ts'
import { foldedPiece } from '../projectors/search-text.ts'
import { tableOf } from './document-table.ts'
import { withNearWords } from './near-words.ts'
import { holdsWord, recordsWithTerms } from './search-records.ts'
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
const INSIDE = 4
const ARCHIVED = 8
const ELSEWHERE = 16
const MISTYPED = 32
const HOLDING = { whole: 0, start: 2, inside: INSIDE } as const

/** Row numbers of the customers' own records. A word that begins others is meant so: all its parts would take longest. */
function wholeCustomers(statements: Statements, terms: readonly SearchTerm[], limit: number): number[] {
  const set = customersWithTerms(statements, terms, 0)
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
      HOLDING[(own ?? reason).how] +
      (archived ? ARCHIVED : 0)
    const matched = { kind: reason.kind, text: reason.text }
    const owner = customerId === undefined ? {} : { customerId }
    return [[n, { hit: { collection, id: document.id, ...owner, title, matched, archived }, rank }]]
  })
}

interface FoundRecord {
  collection: CollectionName
  document: StoredDocument
}

function readRecord(statements: Statements, { collection, id }: SqlRow): FoundRecord | undefined {
  if (typeof collection !== 'string' || !isCollectionName(collection)) return undefined
  const row = statements.get(`SELECT body FROM ${tableOf(collection)} WHERE id = ? AND deleted = 0`, [
    id ?? null,
  ])
  // The store itself wrote the text from a document.
  return row && { collection, document: JSON.parse(row.body as string) as StoredDocument }
}

interface Reason {
  kind: string
  text: string
  how: 'whole' | 'start' | 'inside'
}

/** The piece of text that holds most of the words, and holds them best. */
function reasonIn({ collection, document }: FoundRecord, terms: readonly SearchTerm[]): Reason | undefined {
  const words = terms.flatMap(({ alternatives }) => alternatives.flat())
  let best: (Reason & { score: number }) | undefined
  for (const piece of entities[collection].searchTextOf(document)) {
    const folded = foldedPiece(piece)
    const held = words.map((word) => holdsWord(folded, word)).filter((how) => how !== 'not')
    const [first, ...others] = held
    if (!first) continue
    const how = others.reduce((a, b) => (HOLDING[b] > HOLDING[a] ? b : a), first)
    const score = held.length * (INSIDE + 1) - HOLDING[how]
    if (!best || score > best.score) best = { kind: piece.kind, text: piece.text, how, score }
  }
  return best && { kind: best.kind, text: best.text, how: best.how }
}

/** The terms that no text of a record holds. */
function missingIn({ collection, document }: FoundRecord, terms: readonly SearchTerm[]): SearchTerm[] {
  const texts = entities[collection].searchTextOf(document).map(foldedPiece)
  const holds = (word: SearchTerm['alternatives'][number][number]) =>
    texts.some((text) => holdsWord(text, word) !== 'not')
  return terms.filter(({ alternatives }) => !alternatives.some((words) => words.every(holds)))
}

/** Other records of a customer that are looked through for a reason. */
const MOST_RECORDS = 50

function reasonElsewhere(
  statements: Statements,
  n: number,
  terms: readonly SearchTerm[],
): Reason | undefined {
  // Records below zero have nobody in common.
  if (n < 0 || terms.length === 0) return undefined
  const rows = statements.all(
    `SELECT collection, id FROM r_record WHERE n > ? AND n < ? ORDER BY n LIMIT ${MOST_RECORDS}`,
    [n, n + PER_CUSTOMER],
  )
  for (const row of rows) {
    const record = readRecord(statements, row)
    const reason = record && reasonIn(record, terms)
    if (reason) return reason
  }
  return undefined
}
