import { err, ok, type Result } from '../../lib/result.ts'

export type SerialRangeError = 'form' | 'tooMany'

/** Most items of one range. */
export const MAX_RANGE = 10_000

/**
 * All serials from one to another that differ in their last run of digits only, both included: `SN0098` to `SN0101`
 * are four. Leading zeros are kept.
 */
export function serialRange(from: string, to: string): Result<string[], SerialRangeError> {
  const parts = /^(.*?)(\d+)(\D*)$/s
  const first = parts.exec(from.trim())
  const last = parts.exec(to.trim())
  if (!first || !last || first[1] !== last[1] || first[3] !== last[3]) return err('form')
  const [, head = '', digits = '', tail = ''] = first
  const begin = BigInt(digits)
  const end = BigInt(last[2] ?? '0')
  if (end < begin || (last[2]?.length !== digits.length && digits.startsWith('0'))) return err('form')
  if (end - begin >= BigInt(MAX_RANGE)) return err('tooMany')
  return ok(
    Array.from(
      { length: Number(end - begin) + 1 },
      (_, i) => head + String(begin + BigInt(i)).padStart(digits.length, '0') + tail,
    ),
  )
}
