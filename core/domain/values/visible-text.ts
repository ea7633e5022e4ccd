/**
 * Characters that show nothing and change how a text reads or compares: controls, invisible format characters
 * (Unicode general category Cf: bidirectional overrides, zero-width blanks, tags …), fillers that look like blanks.
 * Joiners are kept where scripts and emoji need them, which is after a character that is neither ASCII nor Latin.
 */
const INVISIBLE =
  /[\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{1D173}-\u{1D17A}\u{E0000}-\u{E007F}]|(?<![^\p{ASCII}\p{Script=Latin}])[\u200C\u200D]/gu

/** All that begins a new line or goes on in another column. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu

/** Ends of lines as other programs write them. */
const LINE_ENDS = /\r\n|[\v\f\r\u0085\u2028\u2029]/gu

/** Blanks that look like the plain one and compare as another: no-break, figure, thin, ideographic … */
const BLANKS = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/gu

/** Text in which nothing is to be replaced; most text is. */
const PLAIN = /^[ -~]*$/

/** A text of one line as people see it: without invisible characters, breaks and odd blanks as plain blanks. */
export const visibleLine = (text: string): string =>
  PLAIN.test(text) ? text : withoutInvisible(text).replace(BREAKS, ' ')

/** A text of several lines as people see it: without invisible characters, odd blanks as plain ones, lines ended by \n. */
export const visibleText = (text: string): string =>
  PLAIN.test(text) ? text : withoutInvisible(text.replace(LINE_ENDS, '\n'))

const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '').replace(BLANKS, ' ')

/** Whether a line holds characters that nobody sees. */
export const hasInvisible = (text: string): boolean => text.search(INVISIBLE) >= 0
