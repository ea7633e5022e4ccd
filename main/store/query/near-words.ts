import { isOneSlip } from '#core/lib/one-slip.ts'
import type { SearchTerm, SearchWord } from './search-terms.ts'
import type { Statements } from './statements.ts'

/** Shorter words have too many neighbours to guess among. */
const SHORTEST = 4
/** Words tried in place of one; the most frequent ones. */
const MOST = 20

/**
 * The terms with each word that no record knows replaced by those one letter away from it: one letter wrong, missing,
 * too many, or two swapped. Undefined when nothing was replaced. Digits are taken as typed.
 */
export function withNearWords(
  statements: Statements,
  terms: readonly SearchTerm[],
): SearchTerm[] | undefined {
  let replaced = false
  const near = terms.map((term): SearchTerm => {
    const [word, ...others] = term.alternatives[0] ?? []
    if (!word || others.length > 0 || !mayBeMistyped(word)) return term
    const words = wordsNear(statements, word.text)
    if (words.length === 0) return term
    replaced = true
    return { alternatives: words.map((text) => [{ text, tokens: [text], isExact: true }]) }
  })
  return replaced ? near : undefined
}

const mayBeMistyped = ({ text, tokens }: SearchWord): boolean =>
  tokens.length === 1 && text === tokens[0] && text.length >= SHORTEST && !/\p{N}/u.test(text)

function wordsNear(statements: Statements, word: string): string[] {
  const [first = ''] = word
  // Most slips spare the first letter, and words of one letter are quickly read through.
  const sameStart = near(wordsFrom(statements, first), word)
  if (sameStart.length > 0) return sameStart
  const others = [...ALPHABET].filter((letter) => letter !== first)
  return near(
    others.flatMap((letter) => wordsFrom(statements, letter)),
    word,
  )
}

/** Letters that words begin with once they are folded. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz'

interface KnownWord {
  term: string
  /** Records that hold it. */
  count: number
}

const near = (words: readonly KnownWord[], word: string): string[] =>
  words
    .filter(({ term }) => Math.abs(term.length - word.length) <= 1 && isOneSlip(word, term))
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST)
    .map(({ term }) => term)

/** Words by their first letter, as read at `at` from the file's state `version`. */
interface KnownWords {
  at: number
  version: number
  words: readonly KnownWord[]
}

/** Milliseconds for which words are kept while records change: counting them takes a tenth of a second a letter. */
const KEPT = 5 * 60_000
const kept = new WeakMap<Statements, Map<string, KnownWords>>()

function wordsFrom(statements: Statements, letter: string): readonly KnownWord[] {
  const letters = kept.get(statements) ?? new Map<string, KnownWords>()
  kept.set(statements, letters)
  const version = Number(statements.get('PRAGMA data_version')?.data_version)
  const known = letters.get(letter)
  if (known && (known.version === version || Date.now() - known.at < KEPT)) return known.words
  const words = statements
    .all(
      `SELECT term, doc FROM fts_vocabulary WHERE term >= ? AND term < ? AND length(term) >= ${SHORTEST - 1}
        AND term NOT GLOB '*[0-9]*'`,
      [letter, `${letter}\uffff`],
    )
    .map((row) => ({ term: row.term as string, count: row.doc as number }))
  letters.set(letter, { at: Date.now(), version, words })
  return words
}
