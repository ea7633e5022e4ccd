import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

export interface PhoneReading {
  /** E.164 (`+34600123123`); absent when the text cannot be read as a number. */
  e164?: string
  /** ISO 3166-1 alpha-2 of the number, where the plan tells. */
  country?: string
  /**
   * `good`: fits the country's numbering plan. `doubtful`: dialable but not in the plan, or too short or long.
   * `unreadable`: no number. Nothing but a warning may follow: people dial what we cannot judge (short codes, PABX).
   */
  quality: 'good' | 'doubtful' | 'unreadable'
}

/** The last reading: a number is built, checked and matched in a row, and reading it is slow. */
let last: { typed: string; country: string; reading: PhoneReading } | undefined

/** Reads a phone number as typed; numbers without `+` belong to `defaultCountry`. */
export function readPhone(typed: string, defaultCountry: string): PhoneReading {
  if (last?.typed !== typed || last.country !== defaultCountry)
    last = { typed, country: defaultCountry, reading: parsed(typed, defaultCountry) }
  return last.reading
}

function parsed(typed: string, defaultCountry: string): PhoneReading {
  const country = isSupportedCountry(defaultCountry) ? defaultCountry : undefined
  const number = parsePhoneNumberFromString(typed, country)
  if (!number || !/^\+\d{4,15}$/.test(number.number)) return { quality: 'unreadable' }
  // A short number is kept as typed only: as E.164 it would be somebody else's, or nobody's.
  if (!number.isPossible()) return { quality: 'doubtful' }
  return {
    e164: number.number,
    ...(number.country && { country: number.country }),
    quality: number.isValid() ? 'good' : 'doubtful',
  }
}

/** A number as it is stored and matched: what was typed, with E.164 beside it when it can be read. */
export function typedPhone(typed: string, country: string): { typed: string; e164?: string } {
  const { e164 } = readPhone(typed, country)
  return { typed, ...(e164 && { e164 }) }
}

/** A number for people: national style at home, international style abroad; as given when it cannot be read. */
export function formatPhone(e164: string, homeCountry: string): string {
  const parsed = parsePhoneNumberFromString(e164)
  if (!parsed) return e164
  return parsed.country === homeCountry ? parsed.formatNational() : parsed.formatInternational()
}
