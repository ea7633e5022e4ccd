/** ASCII with single spaces only, for which normalising changes nothing. */
const PLAIN = /^(?:[!-~]| (?! ))*$/

/**
 * Text as people compare it: lower case, no accents, blanks collapsed. `ñ` folds to `n`; use `sortKey` where
 * order matters.
 */
export function fold(text: string): string {
  // Most text of most records is plain: the general way takes ten times as long.
  if (PLAIN.test(text)) return text.toLowerCase().trim()
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim()
}

/**
 * The folded key by which lists sort: accents off, but `ñ` after `n` (Spanish alphabetical order, RAE Ortografía 2010).
 * `{` follows `z` in code order, so `n{` sorts after every `n` + letter.
 */
export function sortKey(text: string): string {
  return fold(text.normalize('NFC').replace(/ñ/gu, 'n{').replace(/Ñ/gu, 'n{'))
}

/** Longest `sortName` of a record, in UTF-16 code units; limit of the schemas. */
const LONGEST_SORT_NAME = 400

/** The sort key of a name as records keep it. */
export const sortNameOf = (name: string): string => sortKey(name).slice(0, LONGEST_SORT_NAME)
