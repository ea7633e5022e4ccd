import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator'

/** Forms in daily use that the library's tables leave out. */
const ALSO_USED: Readonly<Record<string, RegExp>> = {
  // The four digits of before the CPA (1998) are still what most people write.
  AR: /^[A-HJ-NP-Z]?\d{4}([A-Z]{3})?$/,
}

/** True when the text has the form of the country's postcodes, or when that form is not known. */
export function isPostcodeForm(postcode: string, country: string): boolean {
  const text = postcode.trim().toUpperCase()
  if (ALSO_USED[country]?.test(text)) return true
  return !postcodeValidatorExistsForCountry(country) || postcodeValidator(text, country)
}
