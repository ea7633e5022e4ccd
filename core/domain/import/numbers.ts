import { err, ok, type Result } from '../../lib/result.ts'
import type { DecimalMark } from './mapping.ts'

export type NumberProblem =
  | 'import.numberForm'
  /** `1,234` is one thousand or one point two. */
  | 'import.numberAmbiguous'

/** Currency signs and blanks around and between digits, which say nothing about the number. */
const NOISE = /[\s€$£]|EUR|USD|GBP|MXN|ARS/giu

/**
 * A number as an attribute stores it: digits with a decimal point. Both marks in one number tell which is which; a mark
 * alone before three digits does not.
 */
export function readDecimal(text: string, mark: DecimalMark | undefined): Result<string, NumberProblem> {
  const tidy = text.trim().replace(NOISE, '').replace(/[−–]/gu, '-').replace(/['’]/g, '')
  if (!/^[+-]?[\d.,]*\d[\d.,]*$/.test(tidy)) return err('import.numberForm')
  const sign = tidy.startsWith('-') ? '-' : ''
  const body = tidy.replace(/^[+-]/, '')
  const decimal = mark ? { comma: ',', point: '.' }[mark] : decimalOf(body)
  if (decimal === undefined) return err('import.numberAmbiguous')
  const [whole = '', fraction, ...more] = decimal === '' ? [body] : body.split(decimal)
  const grouping = decimal === ',' ? '.' : ','
  if (more.length > 0 || fraction?.includes(grouping)) return err('import.numberForm')
  const groups = whole.split(grouping)
  // 1.2.3 and 12.34 (as thousands) are no groups of three.
  const isGrouped = groups.length > 1
  if (
    isGrouped &&
    !(/^\d{1,3}$/.test(groups[0] ?? '') && groups.slice(1).every((one) => /^\d{3}$/.test(one)))
  )
    return err('import.numberForm')
  const digits = groups.join('') || '0'
  if (!/^\d+$/.test(digits)) return err('import.numberForm')
  return ok(`${sign}${digits}${fraction ? `.${fraction}` : ''}`)
}

/** The decimal mark that the number itself shows; empty for whole numbers, undefined when it may be either. */
function decimalOf(body: string): '.' | ',' | '' | undefined {
  const [point, comma] = [body.lastIndexOf('.'), body.lastIndexOf(',')]
  if (point < 0 && comma < 0) return ''
  if (point >= 0 && comma >= 0) return point > comma ? '.' : ','
  const mark = point >= 0 ? '.' : ','
  const parts = body.split(mark)
  // Twice the same mark can only part thousands.
  if (parts.length > 2) return mark === '.' ? ',' : '.'
  const [whole = '', fraction = ''] = parts
  return fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole) ? undefined : mark
}

/** Degrees have no thousands: either mark is the decimal one. */
export function readCoordinate(text: string): number | undefined {
  const tidy = text
    .trim()
    .replace(/[°º\s]/gu, '')
    .replace(/[−–]/gu, '-')
    .replace(',', '.')
  return /^[+-]?\d{1,3}(\.\d{1,20})?$/.test(tidy) ? Number(tidy) : undefined
}
