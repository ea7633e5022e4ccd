/** Upper case, without blanks, as accounts are stored. */
export const tidyIban = (typed: string): string => typed.replace(/\s/g, '').toUpperCase()

/** In groups of four, as people read it (ISO 13616, print format). */
export const ibanText = (iban: string): string => iban.replace(/(.{4})(?=.)/g, '$1 ')

/** True for an account number whose check digits fit (ISO 13616; ISO 7064 MOD 97-10), written without blanks. */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false
  const moved = text.slice(4) + text.slice(0, 4)
  let rest = 0
  // Letters count as two digits, A as 10; digit by digit the number stays small.
  for (const sign of moved)
    for (const digit of String(parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97
  return rest === 1
}
