/** Letters and digits that nobody confuses when reading them aloud: no 0, 1, I, L, O, U. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 16

/**
 * A code that is given out once, of 16 characters in groups of four: 78 bits.
 *
 * @param randomBytes as many as are asked for, that nobody can guess.
 */
export function oneTimeCode(randomBytes: (count: number) => Uint8Array): string {
  const letters: string[] = []
  while (letters.length < LENGTH)
    for (const byte of randomBytes(2 * LENGTH)) {
      // 240 is the greatest multiple of 30 in a byte: all letters are as likely.
      if (byte < 240 && letters.length < LENGTH) letters.push(LETTERS.charAt(byte % LETTERS.length))
    }
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-')
}

/** What of a code counts: it may be typed without its hyphens, with blanks, in either case. */
export const plainCode = (code: string): string => code.toUpperCase().replace(/[\s-]/g, '')
