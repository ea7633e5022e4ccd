/**
 * A country's name from its ISO 3166-1 numeric code (the atlas has no other), in a language. The runtime's own tables
 * (CLDR) know the numeric codes as aliases. Empty when there is none.
 */
export function createCountryNames(language: string): (numeric: string) => string {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
  const known = new Map<string, string>()
  return (numeric) => {
    let name = known.get(numeric)
    if (name === undefined) {
      const region = new Intl.Locale(`und-${numeric.padStart(3, '0')}`).region
      name = region && /^[A-Z]{2}$/.test(region) ? (names.of(region) ?? '') : ''
      known.set(numeric, name)
    }
    return name
  }
}
