import type { CollectionName } from '#core/domain/entity.ts'
import { COLLECTION_CODES, PER_COLLECTION_BITS } from '../projectors/records.ts'
import { insideExpression, quoted, startsExpression } from './search-sets.ts'
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

/** `f` is a full text index; without a collection every record counts. */
const ofCollection = (collection: CollectionName | undefined): string =>
  collection === undefined
    ? '1'
    : `(f.rowid >> ${PER_COLLECTION_BITS}) & 15 = ${COLLECTION_CODES[collection]}`

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
  // Addresses are made of numbers that very many records hold: they are looked for once, not once a collection.
  if (terms.some(({ alternatives }) => alternatives.flat().some(isSequence))) {
    const codes = new Set(collections.map((name) => COLLECTION_CODES[name]))
    return matchingRecords(statements, terms, limit * SEARCHED.length).numbers.filter((n) =>
      codes.has(Number((BigInt(n) >> BigInt(PER_COLLECTION_BITS)) & 15n)),
    )
  }
  return SEARCHED.filter((name) => collections.includes(name)).flatMap(
    (collection) => matchingRecords(statements, terms, limit, collection).numbers,
  )
}

/** The same for one collection, or for all as one; `isCut` when there may be more than were looked at. */
export function matchingRecords(
  statements: Statements,
  terms: readonly SearchTerm[],
  limit: number,
  collection?: CollectionName,
): { numbers: number[]; isCut: boolean } {
  const whole = expressionOf(terms, ({ tokens }) => tokens.map(quoted).join(' '))
  const starts = expressionOf(terms, startsExpression)
  const marks = marksCondition(terms)
  const numbers = new Set<number>()
  const sql = `SELECT f.rowid AS n FROM fts_words AS f WHERE f.fts_words MATCH ?
    AND ${ofCollection(collection)} ${marks ? `AND ${marks.sql}` : ''} LIMIT ?`
  for (const expression of [whole, starts])
    if (numbers.size < limit)
      for (const row of statements.all(sql, [expression, ...(marks?.parameters ?? []), limit]))
        numbers.add(row.n as number)
  // Parts of words and other marks only where the address itself is nobody's.
  if (marks && numbers.size > 0) return { numbers: [...numbers], isCut: numbers.size >= limit }
  if (marks) for (const n of otherMarks(statements, starts, terms, collection)) numbers.add(n)
  if (numbers.size >= limit) return { numbers: [...numbers].slice(0, limit), isCut: true }
  const inside = recordsInside(statements, terms, collection)
  for (const n of inside.numbers) if (numbers.size < limit) numbers.add(n)
  return { numbers: [...numbers], isCut: inside.isCut || numbers.size >= limit }
}

/** A word of several parts, such as an address: they have to stand one after the other. */
const isSequence = ({ tokens }: SearchWord): boolean => tokens.length > 1

/**
 * The word index knows no order, so that it finds 10.0.0.1 in 0.1.10.0 too: words of several parts must stand in the
 * text as they are, or without marks between. Undefined when there are none.
 */
function marksCondition(terms: readonly SearchTerm[]): { sql: string; parameters: string[] } | undefined {
  if (!terms.some(({ alternatives }) => alternatives.flat().some(isSequence))) return undefined
  const parameters: string[] = []
  const ofWord = (word: SearchWord): string => {
    if (!isSequence(word)) return '1'
    parameters.push(word.text, word.tokens.join(''))
    return '(instr(r.text, ?) > 0 OR instr(r.text, ?) > 0)'
  }
  const ofTerm = ({ alternatives }: SearchTerm): string =>
    alternatives.map((words) => words.map(ofWord).join(' AND ')).join(' OR ')
  const conditions = terms.map((term) => `(${ofTerm(term)})`).join(' AND ')
  return { sql: `EXISTS (SELECT 1 FROM r_record AS r WHERE r.n = f.rowid AND ${conditions})`, parameters }
}

/** Records that hold the same parts in the same order with other marks between: `CIR/7` for `CIR-7`. */
function otherMarks(
  statements: Statements,
  expression: string,
  terms: readonly SearchTerm[],
  collection: CollectionName | undefined,
): number[] {
  const rows = statements.all(
    `SELECT r.n AS n, r.text AS text FROM fts_words AS f JOIN r_record AS r ON r.n = f.rowid
      WHERE f.fts_words MATCH ? AND ${ofCollection(collection)} LIMIT ${MOST_CANDIDATES}`,
    [expression],
  )
  return rows.filter((row) => holdsTerms(row.text as string, terms)).map((row) => row.n as number)
}

function expressionOf(terms: readonly SearchTerm[], expression: (word: SearchWord) => string): string {
  const one = ({ alternatives }: SearchTerm): string =>
    alternatives.map((words) => `(${words.map(expression).join(' AND ')})`).join(' OR ')
  return terms.map((term) => `(${one(term)})`).join(' AND ')
}

/** Drives the search by the longest word, which narrows most, and looks for the others in the text. */
function recordsInside(
  statements: Statements,
  terms: readonly SearchTerm[],
  collection: CollectionName | undefined,
): { numbers: number[]; isCut: boolean } {
  let isCut = false
  const longest = (words: readonly SearchWord[]): string =>
    words.map(({ text }) => text).reduce((a, b) => (b.length > a.length ? b : a), '')
  const driving = terms
    .map(({ alternatives }) => alternatives.map(longest))
    .reduce((a, b) => (shortest(b) > shortest(a) ? b : a))
  const numbers = driving.flatMap((text) => {
    const expression = insideExpression(text)
    if (!expression) return []
    const rows = statements.all(
      `SELECT r.n, r.text FROM fts_inside AS f JOIN r_record AS r ON r.n = f.rowid
        WHERE f.fts_inside MATCH ? AND ${ofCollection(collection)} AND instr(r.text, ?) > 0
        LIMIT ${MOST_CANDIDATES}`,
      [expression, text],
    )
    isCut ||= rows.length >= MOST_CANDIDATES
    return rows.filter((row) => holdsTerms(row.text as string, terms)).map((row) => row.n as number)
  })
  return { numbers, isCut }
}

const shortest = (texts: readonly string[]): number => Math.min(...texts.map((text) => text.length))

const holdsTerms = (text: string, terms: readonly SearchTerm[]): boolean =>
  terms.every(({ alternatives }) =>
    alternatives.some((words) => words.every((word) => holdsWord(text, word) !== 'not')),
  )

/** How a folded text holds a word. Words of one or two letters count at the start of words only. */
export function holdsWord(text: string, word: SearchWord): 'whole' | 'start' | 'inside' | 'not' {
  const tokens: readonly string[] = text.match(/[\p{L}\p{N}]+/gu) ?? []
  if (isSequence(word)) return holdsSequence(text, tokens, word)
  if (word.tokens.every((token) => tokens.includes(token))) return 'whole'
  if (word.tokens.every((token) => tokens.some((one) => one.startsWith(token)))) return 'start'
  return [...word.text].length >= 3 && text.includes(word.text) ? 'inside' : 'not'
}

/** The parts of a word with marks stand one after the other, whatever the marks: `10.0.0.1` is not `0.1.10.0`. */
function holdsSequence(
  text: string,
  tokens: readonly string[],
  word: SearchWord,
): 'whole' | 'start' | 'inside' | 'not' {
  const last = word.tokens.length - 1
  let best: 'start' | 'not' = 'not'
  for (let i = 0; i + last < tokens.length; i++) {
    if (!word.tokens.every((token, j) => j === last || tokens[i + j] === token)) continue
    if (tokens[i + last] === word.tokens[last]) return 'whole'
    if (tokens[i + last]?.startsWith(word.tokens[last] ?? '')) best = 'start'
  }
  if (best === 'not' && (text.includes(word.text) || text.includes(word.tokens.join('')))) return 'inside'
  return best
}
