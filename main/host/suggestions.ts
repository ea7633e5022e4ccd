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

/** @param asked the language of the command line, which counts more than the system's. */
export function suggestFromSystem(asked?: 'es' | 'en'): Suggestions {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  // POSIX names (`es_MX.UTF-8`); systems without them tell Intl.
  const name = process.env.LC_ALL || process.env.LANG || Intl.DateTimeFormat().resolvedOptions().locale
  const [language, region] = /^([a-z]{2})[_-]([A-Z]{2})\b/.exec(name)?.slice(1) ?? []
  // Spanish is the program's first language.
  const locale = asked ?? (language === 'en' ? 'en' : 'es')
  const byZone = COUNTRY_OF_ZONE.find(([zone]) => zone.test(timeZone))?.[1]
  const byLanguage = language === locale ? region : undefined
  return { locale, timeZone, country: byZone ?? byLanguage ?? (locale === 'en' ? 'GB' : 'ES') }
}
