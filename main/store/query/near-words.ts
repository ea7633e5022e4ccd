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
    return { alternatives: words.map((text) => [{ text, tokens: [text] }]) }
  })
  return replaced ? near : undefined
}

const mayBeMistyped = ({ text, tokens }: SearchWord): boolean =>
  tokens.length === 1 && text === tokens[0] && text.length >= SHORTEST && !/\p{N}/u.test(text)

function wordsNear(statements: Statements, word: string): string[] {
  const first = word.slice(0, 1)
  // Most slips spare the first letter, and words of one letter are quickly read through.
  const sameStart = near(statements, word, first, `${first}\uffff`)
  return sameStart.length > 0 ? sameStart : near(statements, word, 'a', '\uffff')
}

function near(statements: Statements, word: string, from: string, to: string): string[] {
  // One slip leaves the first or the last half as it is.
  const half = Math.floor(word.length / 2)
  const rows = statements.all(
    `SELECT term, doc FROM fts_vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?
      AND (substr(term, 1, ?) = ? OR substr(term, ?) = ?) AND term NOT GLOB '*[0-9]*'`,
    [
      from,
      to,
      word.length - 1,
      word.length + 1,
      half - 1,
      word.slice(0, half - 1),
      -(word.length - half - 1),
      word.slice(half + 1),
    ],
  )
  return rows
    .map((row) => ({ term: row.term as string, count: row.doc as number }))
    .filter(({ term }) => isOneSlip(word, term))
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST)
    .map(({ term }) => term)
}
