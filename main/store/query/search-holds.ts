import type { SearchTerm, SearchWord } from './search-terms.ts'

/** A word of several parts, such as an address: they have to stand one after the other. */
export const isSequence = ({ tokens }: SearchWord): boolean => tokens.length > 1

export const holdsTerms = (text: string, terms: readonly SearchTerm[]): boolean =>
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
