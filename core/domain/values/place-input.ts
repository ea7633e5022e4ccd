import { parseCoordinates, roundCoordinates, type Coordinates } from './coordinates.ts'
import { readPlaceLink } from './place-link.ts'
import { decodePlusCode, isFullPlusCode, isShortPlusCode } from './plus-code.ts'

/** What a person typed or pasted into a place search, as far as the text alone tells. */
export type PlaceInput =
  /** A full code, in capitals, with the centre of its cell. */
  | ({ kind: 'plusCode'; code: string } & Coordinates)
  /** A code that needs a town to be read; `locality` is empty when none was typed. */
  | { kind: 'shortCode'; code: string; locality: string }
  /** `exact` is false for the middle of a map that a link shows. `swapped` when the two numbers have been changed over. */
  | ({ kind: 'coordinates'; swapped: boolean; exact: boolean; name?: string } & Coordinates)
  /** An address or a name, typed or out of a link. */
  | { kind: 'text'; text: string }
  | { kind: 'notUnderstood'; reason: NotUnderstood }

/**
 * `shortLink`: the position is known to the service only. `what3words`: the words need that company's data. `link`: a link
 * without a position that we can read.
 */
export type NotUnderstood = 'empty' | 'tooLong' | 'shortLink' | 'what3words' | 'link'

/** Longer texts are no address and no link to one place. UTF-16 code units. */
const MAX_LENGTH = 2000

/** Reads what was typed. Never fails: what is nothing special is the text of an address. */
export function parsePlaceInput(input: string): PlaceInput {
  if (input.length > MAX_LENGTH) return { kind: 'notUnderstood', reason: 'tooLong' }
  const text = input.replace(/\s+/gu, ' ').trim()
  if (text === '') return { kind: 'notUnderstood', reason: 'empty' }
  const link = readPlaceLink(text)
  if (!link) return parsePlaceText(text)
  switch (link.kind) {
    case 'point':
      return { kind: 'coordinates', ...link.point, exact: link.exact, ...(link.name && { name: link.name }) }
    case 'text':
      return parsePlaceText(link.text)
    case 'none':
      return { kind: 'notUnderstood', reason: link.reason }
  }
}

function parsePlaceText(text: string): PlaceInput {
  const code = readCode(text)
  if (code) return code
  const point = parseCoordinates(text)
  if (point.ok) return { kind: 'coordinates', ...point.value, exact: true }
  // Three words with points between them, with or without the slashes of the company's own style.
  if (/^\/{3}[\p{L}\p{M}]+(?:[.。][\p{L}\p{M}]+){2}$/u.test(text))
    return { kind: 'notUnderstood', reason: 'what3words' }
  return { kind: 'text', text }
}

const DIGIT = '[23456789CFGHJMPQRVWX]'
const CODE = String.raw`((?:${DIGIT}{2}){1,4}0{0,6}) ?(?:\+|%2B) ?(${DIGIT}{2,7})?`
const CODE_FIRST = new RegExp(`^${CODE}(?:[ ,]+(.*))?$`, 'i')
const CODE_LAST = new RegExp(`^(.*?)[ ,]+${CODE}$`, 'i')
/** Without the plus sign, which web forms turn into a blank and people leave out. */
const CODE_WITHOUT_PLUS = new RegExp(`^(${DIGIT}{8}) ?(${DIGIT}{2,3})?$`, 'i')
/** Written in groups of four, as the digits are read out. */
const GROUPED = new RegExp(
  String.raw`(?<![\p{L}\d+])(${DIGIT}{4}) (${DIGIT}{4})(?= ?(?:\+|%2B)| ?${DIGIT}{2,3}$|$)`,
  'iu',
)

/** A code before or after the name of a place: "GV4C+XV Londres". */
function readCode(typed: string): PlaceInput | undefined {
  const text = typed.replace(GROUPED, '$1$2')
  const first = CODE_FIRST.exec(text)
  const last = first ? undefined : CODE_LAST.exec(text.slice(0, 300))
  const bare = CODE_WITHOUT_PLUS.exec(text)
  const [head = '', tail = '', locality = ''] = first
    ? first.slice(1)
    : last
      ? [last[2], last[3], last[1]]
      : // A telephone number has no letters.
        bare && /[C-X]/i.test(text)
        ? bare.slice(1)
        : []
  const code = `${head}+${tail}`.toUpperCase()
  if (isFullPlusCode(code)) {
    const area = decodePlusCode(code)
    if (!area.ok) return undefined
    return { kind: 'plusCode', code, ...roundCoordinates(area.value) }
  }
  // Two digits before the plus sign are too few to find the cell from the middle of a town.
  if (head.length < 4 || !isShortPlusCode(code)) return undefined
  return { kind: 'shortCode', code, locality: locality.replace(/^[ ,]+|[ ,]+$/g, '') }
}
