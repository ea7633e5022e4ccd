/** How a number of a sheet is shown: as itself, as a date, or with leading zeros (`00000`). */
export type NumberShape =
  { kind: 'number' } | { kind: 'date'; hasTime: boolean } | { kind: 'zeros'; digits: number }

/** Built-in formats of dates and times (ECMA-376 part 1, §18.8.30); 27-36 and 50-58 are dates of East Asian locales. */
const BUILT_IN_DATES: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
])
const BUILT_IN_TIMES: ReadonlySet<number> = new Set([18, 19, 20, 21, 32, 33, 45, 46, 47])

/** What a format of a workbook makes of a number. */
export function shapeOf(formatId: number, code: string | undefined): NumberShape {
  if (code === undefined) {
    if (BUILT_IN_DATES.has(formatId)) return { kind: 'date', hasTime: formatId === 22 }
    if (BUILT_IN_TIMES.has(formatId)) return { kind: 'date', hasTime: true }
    return { kind: 'number' }
  }
  // Literal text, colours and conditions say nothing about the number.
  const plain = code
    .split(';')[0]
    ?.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .toLowerCase()
  if (plain === undefined) return { kind: 'number' }
  if (/^0{2,}$/.test(plain.trim())) return { kind: 'zeros', digits: plain.trim().length }
  if (/[yd]|m{1,5}/.test(plain.replace(/general/g, ''))) return { kind: 'date', hasTime: /[hs]/.test(plain) }
  return { kind: 'number' }
}

/** Milliseconds of a day. */
const DAY = 86_400_000
/** Day 0 of the two calendars of workbooks: 30 December 1899 (which absorbs Excel's 29 February 1900), 1 January 1904. */
const EPOCHS = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) }

/** A serial date as ISO text: `2023-07-30`, with `T10:22:00` when it has a time; undefined when it is no date. */
export function serialDate(serial: number, calendar: 1900 | 1904): string | undefined {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465) return undefined
  // Before March 1900 the 1900 calendar is one day behind.
  const days = calendar === 1900 && serial < 60 ? serial + 1 : serial
  const moment = new Date(EPOCHS[calendar] + Math.round((days * DAY) / 1000) * 1000)
  const text = moment.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19)
}

/**
 * A number as a sheet shows it without a format: the digits of the file, written out. Sheets keep 15 digits: what is
 * longer was rounded before and is told apart by its exponent.
 */
export function plainNumber(value: string): string {
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  if (Number.isInteger(number) && Math.abs(number) < 1e15) return number.toFixed(0)
  if (Math.abs(number) >= 1e15) return number.toExponential().toUpperCase()
  // 0.1+0.2 is kept as 0.30000000000000004 and shown as 0.3.
  return String(Number(number.toPrecision(15)))
}
