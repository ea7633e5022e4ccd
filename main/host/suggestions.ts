/** What the first run suggests, read from the operating system's settings. */
export interface Suggestions {
  locale: 'es' | 'en'
  timeZone: string
  /** ISO 3166-1 alpha-2. */
  country: string
}

/** Countries of the time zones where the program is sold first. */
const COUNTRY_OF_ZONE: readonly (readonly [RegExp, string])[] = [
  [/^(Europe\/Madrid|Africa\/Ceuta|Atlantic\/Canary)$/, 'ES'],
  [/^America\/(Mexico_City|Cancun|Monterrey|Merida|Chihuahua|Hermosillo|Mazatlan|Tijuana)$/, 'MX'],
  [/^America\/(Argentina\/.+|Buenos_Aires)$/, 'AR'],
  [/^Europe\/London$/, 'GB'],
  [/^America\/Bogota$/, 'CO'],
  [/^America\/Santiago$/, 'CL'],
  [/^America\/Lima$/, 'PE'],
  [/^America\/Montevideo$/, 'UY'],
]

export function suggestFromSystem(asked?: 'es' | 'en'): Suggestions {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions()
  const language = (process.env.LC_ALL ?? process.env.LANG ?? locale).slice(0, 2)
  const byZone = COUNTRY_OF_ZONE.find(([zone]) => zone.test(timeZone))?.[1]
  const country = byZone ?? new Intl.Locale(locale).region ?? 'ES'
  return {
    // Spanish is the program's first language (docs/architecture.md).
    locale: asked ?? (language === 'en' ? 'en' : 'es'),
    timeZone,
    country: /^[A-Z]{2}$/.test(country) ? country : 'ES',
  }
}
