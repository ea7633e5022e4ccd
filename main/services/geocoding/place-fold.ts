import { fold } from '#core/lib/fold.ts'

/** Latin letters that are no letter with a mark, and so survive the removal of accents. */
const LETTERS: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
  ŋ: 'n',
  ə: 'e',
}

/** A place name as people compare it: words of plain lower-case letters and digits, one blank between them. */
export function foldPlace(text: string): string {
  // Most names are plain already; the general way costs ten times as much.
  if (/^[A-Za-z0-9 ]*$/.test(text)) return text.toLowerCase().trim()
  return fold(text)
    .replace(/[øłđðþßæœıħŋə]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/['’‘ʼʻ`´]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
