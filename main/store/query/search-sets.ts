import { PER_CUSTOMER_BITS } from '../projectors/records.ts'
import type { SqlValue } from '../sqlite/port.ts'
import type { SearchTerm, SearchWord } from './search-terms.ts'
import type { Statements } from './statements.ts'

/** Trigrams exist from three characters on. */
const TRIGRAM = 3
/**
 * A word that already starts a word in so many records is not searched inside words as well: it would take longest
 * where the person has to type more anyway.
 */
const COMMON = 20_000

/** A word for MATCH, as plain text: within quotes nothing is an operator. */
export const quoted = (token: string): string => `"${token.replace(/"/g, '""')}"`

/** Records with words that start like this one; of a word of several parts, only the last may go on. */
export const startsExpression = ({ tokens, isExact }: SearchWord): string =>
  tokens
    .map((token, i) => {
      const isWhole = isExact || i < tokens.length - 1 || (i > 0 && token.length === 1)
      return isWhole ? quoted(token) : `${quoted(token)}*`
    })
    .join(' ')

/**
 * Records with all three-letter pieces of a text; undefined for shorter texts. The index keeps no positions, so that a
 * longer text has to be looked for in what it finds.
 */
export function insideExpression(text: string): string | undefined {
  const letters = [...text]
  if (letters.length < TRIGRAM) return undefined
  const pieces = letters.slice(TRIGRAM - 1).map((_, i) => letters.slice(i, i + TRIGRAM).join(''))
  return [...new Set(pieces)].map(quoted).join(' ')
}

/** Customers by row number: 1 for those in the set. */
export type CustomerSet = Uint8Array

/**
 * The customers among whose records, and their own, all terms are found. A word is looked for inside words too when at
 * most `common` records have it at the start of one.
 */
export function customersWithTerms(
  statements: Statements,
  terms: readonly SearchTerm[],
  common = COMMON,
): CustomerSet {
  const size = Number(statements.get('SELECT max(n) AS n FROM r_customer')?.n ?? 0) + 1
  const withWord = (word: SearchWord): CustomerSet => customersWithWord(statements, word, size, common)
  const withTerm = ({ alternatives }: SearchTerm): CustomerSet =>
    alternatives.map((words) => words.map(withWord).reduce(both)).reduce(either)
  // Long words are rare, and what is left after them is soon nobody.
  const [first, ...others] = [...terms]
    .sort((a, b) => lengthOf(b) - lengthOf(a))
    .map((term) => () => withTerm(term))
  let left = first?.() ?? new Uint8Array(size)
  for (const next of others) if (left.includes(1)) left = both(left, next())
  return left
}

const lengthOf = ({ alternatives }: SearchTerm): number =>
  Math.min(...alternatives.map((words) => Math.max(...words.map(({ text }) => text.length))))

function customersWithWord(
  statements: Statements,
  word: SearchWord,
  size: number,
  common: number,
): CustomerSet {
  const set = new Uint8Array(size)
  const starts = startsExpression(word)
  const atStart = customerNumbers(statements, 'fts_words WHERE fts_words MATCH ?', [starts])
  for (const n of atStart) set[n] = 1
  const inside = word.isExact ? undefined : insideExpression(word.text)
  if (!inside || atStart.length > common) return set
  // Three letters are one piece: the index alone tells.
  const isOnePiece = [...word.text].length === TRIGRAM
  const found = customerNumbers(
    statements,
    isOnePiece
      ? 'fts_inside WHERE fts_inside MATCH ?'
      : `fts_inside WHERE fts_inside MATCH ?
      AND rowid NOT IN (SELECT rowid FROM fts_words WHERE fts_words MATCH ?)
      AND EXISTS (SELECT 1 FROM r_record WHERE r_record.n = fts_inside.rowid AND instr(r_record.text, ?) > 0)`,
    isOnePiece ? [inside] : [inside, starts, word.text],
  )
  for (const n of found) set[n] = 1
  return set
}

/** As one JSON text: a row object for each of a hundred thousand hits takes longer than finding them. */
function customerNumbers(statements: Statements, from: string, parameters: SqlValue[]): number[] {
  const row = statements.get(
    `SELECT json_group_array(rowid >> ${PER_CUSTOMER_BITS}) AS list FROM ${from}`,
    parameters,
  )
  return JSON.parse(row?.list as string) as number[]
}

const both = (a: CustomerSet, b: CustomerSet): CustomerSet => a.map((value, n) => value & (b[n] ?? 0))
const either = (a: CustomerSet, b: CustomerSet): CustomerSet => a.map((value, n) => value | (b[n] ?? 0))
