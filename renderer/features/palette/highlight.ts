import { isOneSlip } from '#core/lib/one-slip.ts'

/** A stretch of text, and whether it is what was searched for. */
export interface TextPart {
  text: string
  isMatch: boolean
}

/** Characters shown around the first match of a long text. */
const SHOWN = 90
const BEFORE = 24

const foldChar = (char: string): string =>
  char
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()

/** The folded text, with the place that each of its UTF-16 units comes from; `skip` leaves letters out of the comparison. */
function unitsOf(text: string, skip: RegExp | undefined) {
  const folded: string[] = []
  const places: number[] = []
  let at = 0
  for (const char of text) {
    if (!skip?.test(char)) {
      const unit = foldChar(char)
      folded.push(unit)
      for (let i = 0; i < unit.length; i++) places.push(at)
    }
    at += char.length
  }
  return { folded: folded.join(''), places: [...places, text.length] }
}

/** Where the words of `typed` stand in `text`; accents, case and the marks in numbers are ignored, and one slip. */
function rangesOf(text: string, typed: string): [number, number][] {
  const ranges: [number, number][] = []
  for (const word of typed.trim().split(/\s+/u).filter(Boolean)) {
    const range = find(text, word) ?? find(text, word, MARKS) ?? findMistyped(text, word)
    if (range) ranges.push(range)
  }
  return ranges.sort((a, b) => a[0] - b[0])
}

/** Between the parts of numbers and addresses. */
const MARKS = /[^\p{L}\p{N}]/u

function find(text: string, word: string, skip?: RegExp): [number, number] | undefined {
  const { folded, places } = unitsOf(text, skip)
  const needle = unitsOf(word, skip).folded
  const at = needle ? folded.indexOf(needle) : -1
  const start = places[at]
  const last = places[at + needle.length - 1]
  if (at < 0 || start === undefined || last === undefined) return undefined
  return [start, last + (String.fromCodePoint(text.codePointAt(last) ?? 0).length || 1)]
}

/** Shorter words are not forgiven a slip, as in the search. */
const SHORTEST = 4

/** The word of the text that is one slip away. */
function findMistyped(text: string, word: string): [number, number] | undefined {
  const typed = unitsOf(word, undefined).folded
  if (typed.length < SHORTEST) return undefined
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu))
    if (isOneSlip(typed, unitsOf(match[0], undefined).folded))
      return [match.index, match.index + match[0].length]
  return undefined
}

/** Cuts a long text down to the surroundings of its first match. */
function clip(text: string, firstMatch: number): string {
  const flat = text.replace(/\s+/gu, ' ')
  if (flat.length <= SHOWN) return flat
  const start = firstMatch > SHOWN - BEFORE ? firstMatch - BEFORE : 0
  const end = start + SHOWN
  return `${start > 0 ? '…' : ''}${flat.slice(start, end)}${end < flat.length ? '…' : ''}`
}

/** The text in parts, with what was typed marked. */
export function highlight(text: string, typed: string): TextPart[] {
  const shown = clip(text, rangesOf(text.replace(/\s+/gu, ' '), typed)[0]?.[0] ?? 0)
  const parts: TextPart[] = []
  let at = 0
  for (const [start, end] of rangesOf(shown, typed)) {
    if (end <= at) continue
    if (start > at) parts.push({ text: shown.slice(at, start), isMatch: false })
    parts.push({ text: shown.slice(Math.max(at, start), end), isMatch: true })
    at = end
  }
  if (at < shown.length) parts.push({ text: shown.slice(at), isMatch: false })
  return parts
}
