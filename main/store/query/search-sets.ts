import { PER_CUSTOMER_BITS } from '../projectors/records.ts'
import type { SearchTerm, SearchWord } from './search-terms.ts'
import type { Statements } from './statements.ts'
import { unindexedRecords } from './unindexed-records.ts'

/** Trigrams exist from three characters on. */
const TRIGRAM = 3
/** How far a word that starts words somewhere is looked for inside words as well. */
export interface InsideLimits {
  /** Not at all when it starts words in more records: it would take longest where the person has to type more anyway. */
  starts: number
  /**
   * Not when it may stand inside those of more records: who types "lucia" means people and not all of Andalucía, whose
   * texts would have to be read, a second long when they come from the disk.
   */
  inside: number
}

const LIMITS: InsideLimits = { starts: 20_000, inside: 5000 }

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
 * The customers among whose records, and their own, all terms are found. A word that starts no word is looked for inside
 * words, and any other too, within `limits`.
 */
export function customersWithTerms(
  statements: Statements,
  terms: readonly SearchTerm[],
  limits = LIMITS,
): CustomerSet {
  const size = Number(statements.get('SELECT max(n) AS n FROM r_customer')?.n ?? 0) + 1
  const withWord = (word: SearchWord): CustomerSet => customersWithWord(statements, word, size, limits)
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
  limits: InsideLimits,
): CustomerSet {
  const set = new Uint8Array(size)
  const atStart = recordNumbers(statements, 'fts_words', startsExpression(word))
  const unindexed = unindexedRecords(statements, [{ alternatives: [[word]] }], undefined)
  const found = [...atStart, ...unindexed]
  for (const record of found) set[customerOf(record)] = 1
  const inside = word.isExact ? undefined : insideExpression(word.text)
  if (!inside || found.length > limits.starts) return set
  const withPieces = recordNumbers(statements, 'fts_inside', inside)
  // Whoever is found already needs no second look, and most are.
  const left = withPieces.filter((record) => set[customerOf(record)] !== 1)
  if (found.length > 0 && left.length > limits.inside) return set
  // Three letters are one piece: the index alone tells.
  const isOnePiece = [...word.text].length === TRIGRAM
  for (const record of isOnePiece ? left : recordsWithText(statements, left, word.text))
    set[customerOf(record)] = 1
  return set
}

const customerOf = (record: number): number => Math.floor(record / 2 ** PER_CUSTOMER_BITS)

/** As one JSON text: a row object for each of a hundred thousand hits takes longer than finding them. */
function recordNumbers(
  statements: Statements,
  index: 'fts_words' | 'fts_inside',
  expression: string,
): number[] {
  const row = statements.get(`SELECT json_group_array(rowid) AS list FROM ${index} WHERE ${index} MATCH ?`, [
    expression,
  ])
  return JSON.parse(row?.list as string) as number[]
}

/** Those of the records that have the text somewhere. */
function recordsWithText(statements: Statements, records: readonly number[], text: string): number[] {
  if (records.length === 0) return []
  const row = statements.get(
    `SELECT json_group_array(n) AS list FROM r_record
     WHERE n IN (SELECT value FROM json_each(?)) AND instr(text, ?) > 0`,
    [JSON.stringify(records), text],
  )
  return JSON.parse(row?.list as string) as number[]
}

const both = (a: CustomerSet, b: CustomerSet): CustomerSet => a.map((value, n) => value & (b[n] ?? 0))
const either = (a: CustomerSet, b: CustomerSet): CustomerSet => a.map((value, n) => value | (b[n] ?? 0))
