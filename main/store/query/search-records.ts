import type { CollectionName } from '#core/domain/entity.ts'
import { COLLECTION_CODES, PER_COLLECTION_BITS } from '../projectors/records.ts'
import { holdsTerms, isSequence } from './search-holds.ts'
import { insideExpression, quoted, startsExpression } from './search-sets.ts'
import { ofCollection, unindexedRecords } from './unindexed-records.ts'
import type { SearchTerm, SearchWord } from './search-terms.ts'
import type { Statements } from './statements.ts'

/** In the order in which a screen names them. */
const SEARCHED: readonly CollectionName[] = [
  'customers',
  'contacts',
  'sites',
  'services',
  'invoices',
  'inventory',
]
/** Records looked at when a text is searched inside words. */
const MOST_CANDIDATES = 2000
/** So many records with several words are taken at once, for all collections together. */
const MOST_TOGETHER = 20_000

const codeOf = (n: number): number => Number((BigInt(n) >> BigInt(PER_COLLECTION_BITS)) & 15n)

/**
 * Row numbers of records in which every term is found, up to `limit` of each collection: with the very words first, then
 * with words that start like them, then with the text inside words.
 */
export function recordsWithTerms(
  statements: Statements,
  terms: readonly SearchTerm[],
  limit: number,
  collections: readonly CollectionName[] = SEARCHED,
): number[] {
  const wanted = SEARCHED.filter((name) => collections.includes(name))
  // Several words, and addresses, are each held by very many records: they are looked for once, not once a collection.
  const together =
    terms.length > 1 || hasSequence(terms) ? matchingTogether(statements, terms, limit, wanted) : undefined
  return (
    together ?? wanted.flatMap((collection) => matchingRecords(statements, terms, limit, collection).numbers)
  )
}

/** Undefined when there are so many that it is quicker to look for the first few of each collection. */
function matchingTogether(
  statements: Statements,
  terms: readonly SearchTerm[],
  limit: number,
  collections: readonly CollectionName[],
): number[] | undefined {
  const byCode = new Map(collections.map((name) => [COLLECTION_CODES[name], new Set<number>()]))
  const add = (numbers: readonly number[]): void => {
    for (const n of numbers) {
      const group = byCode.get(codeOf(n))
      if (group && group.size < limit) group.add(n)
    }
  }
  const groups = [...byCode.values()]
  const addUnindexed = (): void => {
    if (groups.some((group) => group.size < limit)) add(unindexedRecords(statements, terms, undefined))
  }
  if (hasSequence(terms)) {
    add(recordsWithSequences(statements, terms, undefined).numbers)
    addUnindexed()
    return groups.flatMap((group) => [...group])
  }
  const starts = recordsWithWords(statements, expressionOf(terms, startsExpression), MOST_TOGETHER + 1)
  if (starts.length > MOST_TOGETHER) return undefined
  const isAnyFull = Math.max(...collections.map((name) => countOf(starts, COLLECTION_CODES[name]))) > limit
  if (isAnyFull) add(recordsWithWords(statements, expressionOf(terms, wholeExpression), MOST_TOGETHER))
  add(starts)
  if (groups.some((group) => group.size < limit)) add(recordsInside(statements, terms, undefined).numbers)
  addUnindexed()
  return groups.flatMap((group) => [...group])
}

const countOf = (numbers: readonly number[], code: number): number =>
  numbers.reduce((count, n) => count + Number(codeOf(n) === code), 0)

/** As one JSON text: a row object for each of thousands of hits takes longer than finding them. */
function recordsWithWords(statements: Statements, expression: string, limit: number): number[] {
  const row = statements.get(
    `SELECT json_group_array(n) AS list
      FROM (SELECT f.rowid AS n FROM fts_words AS f WHERE f.fts_words MATCH ? LIMIT ?)`,
    [expression, limit],
  )
  return JSON.parse(row?.list as string) as number[]
}

/** The same for one collection; `isCut` when there may be more than were looked at. */
export function matchingRecords(
  statements: Statements,
  terms: readonly SearchTerm[],
  limit: number,
  collection: CollectionName,
): { numbers: number[]; isCut: boolean } {
  const numbers = new Set<number>()
  const add = (found: { numbers: readonly number[]; isCut: boolean }) => {
    const unindexed = numbers.size < limit ? unindexedRecords(statements, terms, collection) : []
    for (const n of [...found.numbers, ...unindexed]) if (numbers.size < limit) numbers.add(n)
    return { numbers: [...numbers], isCut: found.isCut || numbers.size >= limit }
  }
  if (hasSequence(terms)) return add(recordsWithSequences(statements, terms, collection))
  const sql = `SELECT f.rowid AS n FROM fts_words AS f WHERE f.fts_words MATCH ? AND ${ofCollection(collection)} LIMIT ?`
  for (const expression of [expressionOf(terms, wholeExpression), expressionOf(terms, startsExpression)])
    if (numbers.size < limit)
      for (const row of statements.all(sql, [expression, limit])) numbers.add(row.n as number)
  if (numbers.size >= limit) return { numbers: [...numbers].slice(0, limit), isCut: true }
  return add(recordsInside(statements, terms, collection))
}

const hasSequence = (terms: readonly SearchTerm[]): boolean =>
  terms.some(({ alternatives }) => alternatives.flat().some(isSequence))

/**
 * The word index knows no order, so that it finds 10.0.0.1 in 0.1.10.0 too, and each of the numbers in very many
 * records: the text is looked for as it is. Where nobody has it, without marks between, and with others: `CIR/7` for
 * `CIR-7`.
 */
function recordsWithSequences(
  statements: Statements,
  terms: readonly SearchTerm[],
  collection: CollectionName | undefined,
): { numbers: number[]; isCut: boolean } {
  const asTyped = recordsInside(statements, terms, collection)
  if (asTyped.numbers.length > 0) return asTyped
  const joined = terms.map(({ alternatives }) => ({
    alternatives: alternatives.map((words) =>
      words.map((word) => (isSequence(word) ? { ...word, text: word.tokens.join('') } : word)),
    ),
  }))
  const inside = recordsInside(statements, joined, collection)
  const rows = statements.all(
    `SELECT r.n AS n, r.text AS text FROM fts_words AS f JOIN r_record AS r ON r.n = f.rowid
      WHERE f.fts_words MATCH ? AND ${ofCollection(collection)} LIMIT ${MOST_CANDIDATES}`,
    [expressionOf(terms, startsExpression)],
  )
  const others = rows.filter((row) => holdsTerms(row.text as string, terms)).map((row) => row.n as number)
  return { numbers: [...new Set([...inside.numbers, ...others])], isCut: inside.isCut }
}

const wholeExpression = ({ tokens }: SearchWord): string => tokens.map(quoted).join(' ')

function expressionOf(terms: readonly SearchTerm[], expression: (word: SearchWord) => string): string {
  const one = ({ alternatives }: SearchTerm): string =>
    alternatives.map((words) => `(${words.map(expression).join(' AND ')})`).join(' OR ')
  return terms.map((term) => `(${one(term)})`).join(' AND ')
}

/** Records that hold every word as a part of their text, as far as the words are long enough to be looked for so. */
function recordsInside(
  statements: Statements,
  terms: readonly SearchTerm[],
  collection: CollectionName | undefined,
): { numbers: number[]; isCut: boolean } {
  const pieces = terms.map(insideTerm).filter((piece) => piece !== undefined)
  // A word that has to stand by itself is the word index's to find.
  const isExact = terms.some(({ alternatives }) => alternatives.flat().some((word) => word.isExact))
  if (pieces.length === 0 || isExact) return { numbers: [], isCut: false }
  // What the index finds holds the pieces of a word, but not always together.
  const certain = terms.flatMap(({ alternatives }) =>
    alternatives.length === 1 ? (alternatives[0] ?? []) : [],
  )
  const most = collection === undefined ? MOST_CANDIDATES * SEARCHED.length : MOST_CANDIDATES
  const rows = statements.all(
    `SELECT r.n AS n, r.text AS text FROM fts_inside AS f JOIN r_record AS r ON r.n = f.rowid
      WHERE f.fts_inside MATCH ? AND ${ofCollection(collection)}
        ${certain.map(() => 'AND instr(r.text, ?) > 0').join(' ')} LIMIT ${most}`,
    [pieces.join(' AND '), ...certain.map(({ text }) => text)],
  )
  const numbers = rows.filter((row) => holdsTerms(row.text as string, terms)).map((row) => row.n as number)
  return { numbers, isCut: rows.length >= most }
}

/** Undefined where one of the alternatives is too short: then the term narrows nothing down here. */
function insideTerm({ alternatives }: SearchTerm): string | undefined {
  const pieces = alternatives.map((words) => {
    const long = words.map(({ text }) => insideExpression(text)).filter((piece) => piece !== undefined)
    return long.length > 0 ? `(${long.join(' ')})` : undefined
  })
  return pieces.includes(undefined) ? undefined : `(${pieces.join(' OR ')})`
}
