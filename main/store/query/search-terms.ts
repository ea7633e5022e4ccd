import { readMac } from '#core/domain/values/mac.ts'
import { fold } from '#core/lib/fold.ts'

/** One word as typed, folded. `tokens` are its parts as the word index splits text. */
export interface SearchWord {
  text: string
  tokens: string[]
  /** A word that records are known to have: neither the start nor a part of others. */
  isExact?: true
}

/** Everything in one alternative has to match; one alternative is enough. */
export interface SearchTerm {
  alternatives: SearchWord[][]
}

/** More words than this narrow nothing down any more. */
const MOST_WORDS = 12
/** Digits with the marks that people write between them. */
const DIGITS = /^[+(]*\d[\d()./-]*$/

/**
 * Splits what a person typed into terms that all have to match. Neighbouring groups of digits are one term, which
 * matches as one run too: a telephone number is found however it is spaced.
 */
export function searchTermsOf(text: string): SearchTerm[] {
  const words = fold(text).split(' ').filter(Boolean).slice(0, MOST_WORDS)
  const terms: SearchTerm[] = []
  for (let i = 0; i < words.length;) {
    let end = i
    while (end < words.length && DIGITS.test(words[end] ?? '')) end++
    const group = words.slice(i, Math.max(end, i + 1))
    const alternatives = [group.map(wordOf)]
    const run = group.join('').replace(/\D/g, '')
    if (end > i && run !== group[0]) alternatives.push([wordOf(run)])
    // Marks alone say nothing.
    const useful = alternatives.map((list) => list.filter(({ tokens }) => tokens.length > 0))
    if (useful.some((list) => list.length > 0))
      terms.push({ alternatives: useful.filter((list) => list.length > 0) })
    i += group.length
  }
  return withoutLetters(terms)
}

/**
 * Beside other words a single letter narrows hardly anything down, and takes longest: most often it is the beginning of
 * the word that is being typed. A single digit is one: door 4 is not door 42.
 */
function withoutLetters(terms: readonly SearchTerm[]): SearchTerm[] {
  const isSingle = ({ alternatives: [words = []] }: SearchTerm): boolean =>
    words.length === 1 && [...(words[0]?.text ?? '')].length === 1
  if (terms.every(isSingle)) return [...terms]
  return terms.flatMap((term) => {
    if (!isSingle(term)) return term
    const [[word] = []] = term.alternatives
    return word && /\d/.test(word.text) ? { alternatives: [[{ ...word, isExact: true as const }]] } : []
  })
}

function wordOf(typed: string): SearchWord {
  // A whole MAC address is indexed without its marks too: by that it is found at once.
  const text = readMac(typed)?.replaceAll(':', '') ?? typed
  return { text, tokens: text.match(/[\p{L}\p{N}]+/gu) ?? [] }
}
