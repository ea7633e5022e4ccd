/** Luhn check of ISO/IEC 7812-1 annex B. `digits` holds digits only. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return digits.length > 0 && sum % 10 === 0
}

const isCardLength = (digits: string) => digits.length >= 13 && digits.length <= 19

/**
 * For payment-method fields: true when the text holds 13 to 19 digits that pass Luhn, in one piece or in groups with
 * blanks, dots or hyphens between. Nothing but the last four digits has a place there.
 */
export function holdsCardNumber(text: string): boolean {
  return (text.match(/\d(?:[ .-]?\d){12,}/g) ?? []).some((run) => {
    const groups = run.split(/[ .-]/)
    return groups.some((_, first) => {
      let digits = ''
      return groups.slice(first).some((group) => {
        digits += group
        return isCardLength(digits) && passesLuhn(digits)
      })
    })
  })
}

/** First digits and lengths of the card networks (ISO/IEC 7812 issuer ranges as the networks publish them). */
const NETWORKS: readonly [prefix: RegExp, lengths: readonly number[]][] = [
  [/^4/, [13, 16, 19]],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^3(0[0-5]|[689])/, [14, 16, 19]],
  [/^(6011|64[4-9]|65|62)/, [16, 17, 18, 19]],
  [/^35(2[89]|[3-8])/, [16]],
  [/^(50|5[6-8]|67)/, [13, 16, 18, 19]],
]

/** Digits grouped as on a card (4-4-4-4, 4-6-5, 4-6-4) or in one piece; not part of a longer number or word. */
const CARD_SHAPES =
  /(?<![\p{L}\d+])(?:\d{13,19}|\d{4}([ .-])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([ .-])\d{6}\2\d{4,5})(?![\p{L}\d])/gu

/**
 * For free text: the first full card number in it, digits only, or undefined. SIM serials (ICCID: 19 or 20 digits that
 * start with 89) and device numbers (IMEI: 15 digits) pass Luhn too, so a number counts only with a card network's
 * first digits and length.
 */
export function findCardNumber(text: string): string | undefined {
  for (const match of text.matchAll(CARD_SHAPES)) {
    const digits = match[0].replace(/\D/g, '')
    if (!isCardLength(digits) || !passesLuhn(digits)) continue
    if (NETWORKS.some(([prefix, lengths]) => prefix.test(digits) && lengths.includes(digits.length))) {
      return digits
    }
  }
  return undefined
}
