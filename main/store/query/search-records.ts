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

const ofCollection = (collection: CollectionName): string =>
  `(rowid >> ${PER_COLLECTION_BITS}) & 15 = ${COLLECTION_CODES[collection]}`

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
  const whole = expressionOf(terms, ({ tokens }) => tokens.map(quoted).join(' '))
  const starts = expressionOf(terms, startsExpression)
  return SEARCHED.filter((name) => collections.includes(name)).flatMap((collection) => {
    const numbers = new Set<number>()
    const sql = `SELECT rowid AS n FROM fts_words WHERE fts_words MATCH ? AND ${ofCollection(collection)} LIMIT ?`
    for (const expression of [whole, starts])
      if (numbers.size < limit)
        for (const row of statements.all(sql, [expression, limit])) numbers.add(row.n as number)
    if (numbers.size < limit)
      for (const n of recordsInside(statements, terms, collection)) {
        if (numbers.size >= limit) break
        numbers.add(n)
      }
    return [...numbers]
  })
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
  collection: CollectionName,
): number[] {
  const longest = (words: readonly SearchWord[]): string =>
    words.map(({ text }) => text).reduce((a, b) => (b.length > a.length ? b : a), '')
  const driving = terms
    .map(({ alternatives }) => alternatives.map(longest))
    .reduce((a, b) => (shortest(b) > shortest(a) ? b : a))
  return driving.flatMap((text) => {
    const expression = insideExpression(text)
    if (!expression) return []
    const rows = statements.all(
      `SELECT r.n, r.text FROM fts_inside AS f JOIN r_record AS r ON r.n = f.rowid
        WHERE f.fts_inside MATCH ? AND ${ofCollection(collection).replace('rowid', 'f.rowid')} LIMIT ${MOST_CANDIDATES}`,
      [expression],
    )
    return rows.filter((row) => holdsTerms(row.text as string, terms)).map((row) => row.n as number)
  })
}

const shortest = (texts: readonly string[]): number => Math.min(...texts.map((text) => text.length))

const holdsTerms = (text: string, terms: readonly SearchTerm[]): boolean =>
  terms.every(({ alternatives }) =>
    alternatives.some((words) => words.every((word) => holdsWord(text, word) !== 'not')),
  )

/** How a folded text holds a word. Words of one or two letters count at the start of words only. */
export function holdsWord(text: string, word: SearchWord): 'whole' | 'start' | 'inside' | 'not' {
  const tokens: readonly string[] = text.match(/[\p{L}\p{N}]+/gu) ?? []
  if (word.tokens.every((token) => tokens.includes(token))) return 'whole'
  if (word.tokens.every((token) => tokens.some((one) => one.startsWith(token)))) return 'start'
  return [...word.text].length >= 3 && text.includes(word.text) ? 'inside' : 'not'
}
