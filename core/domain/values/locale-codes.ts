const currencies = new Set(Intl.supportedValuesOf('currency'))

/** True for an ISO 4217 code that this runtime can format. */
export const isCurrencyCode = (code: string): boolean => currencies.has(code)

/** All currency codes, sorted: for pickers. */
export const currencyCodes = (): string[] => [...currencies]

const knownZones = new Map<string, boolean>()

/**
 * True for an IANA time zone. Asks the formatter rather than `Intl.supportedValuesOf`, which leaves out aliases such as
 * `America/Argentina/Buenos_Aires` in some runtimes. Fixed offsets (`+01:00`) are refused: they have no summer time.
 */
export function isTimeZone(zone: string): boolean {
  let known = knownZones.get(zone)
  if (known === undefined) {
    known = /^[A-Za-z]/.test(zone) && canFormat(zone)
    if (knownZones.size < 1000) knownZones.set(zone, known)
  }
  return known
}

function canFormat(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch (error) {
    // RangeError is how Intl says that it does not know the zone.
    if (error instanceof RangeError) return false
    throw error
  }
}

/** All time zones, sorted: for pickers. */
export const timeZones = (): string[] => Intl.supportedValuesOf('timeZone')

const regionNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
/** Codes that name no country: unknown region, groups of countries and test regions (UTS 35). */
const NO_COUNTRY = new Set(['ZZ', 'EU', 'EZ', 'UN', 'QO', 'XA', 'XB'])

/** Old and informal codes (`UK`, `SU`) have another canonical form. */
const isCanonical = (code: string) => new Intl.Locale('und', { region: code }).region === code

const knownCountries = new Map<string, boolean>()

/** True for an ISO 3166-1 alpha-2 code, and Kosovo's `XK`. */
export function isCountryCode(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code)) return false
  let known = knownCountries.get(code)
  if (known === undefined) {
    known = !NO_COUNTRY.has(code) && isCanonical(code) && regionNames.of(code) !== undefined
    knownCountries.set(code, known)
  }
  return known
}
