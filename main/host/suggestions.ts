/** What the first run suggests, read from the operating system's settings. */
export interface Suggestions {
  locale: 'es' | 'en'
  /** IANA name. */
  timeZone: string
  /** ISO 3166-1 alpha-2. */
  country: string
}

/** Countries of the time zones where the program is sold first: a zone says more of the place than a language does. */
const COUNTRY_OF_ZONE: readonly (readonly [RegExp, string])[] = [
  [/^(Europe\/Madrid|Africa\/Ceuta|Atlantic\/Canary)$/, 'ES'],
  [
    /^America\/(Mexico_City|Cancun|Monterrey|Merida|Chihuahua|Ciudad_Juarez|Ojinaga|Matamoros|Hermosillo|Mazatlan|Bahia_Banderas|Tijuana)$/,
    'MX',
  ],
  [/^America\/(Argentina\/.+|Buenos_Aires)$/, 'AR'],
  [/^Europe\/London$/, 'GB'],
  [/^America\/Bogota$/, 'CO'],
  [/^(America\/(Santiago|Punta_Arenas)|Pacific\/Easter)$/, 'CL'],
  [/^America\/Lima$/, 'PE'],
  [/^America\/Montevideo$/, 'UY'],
]

type Environment = Readonly<Record<string, string | undefined>>

/** @param asked the language of the command line, which counts more than the system's. */
export function suggestFromSystem(env: Environment, asked?: 'es' | 'en'): Suggestions {
  const { timeZone, locale: intlLocale } = Intl.DateTimeFormat().resolvedOptions()
  // POSIX names (`es_MX.UTF-8`) in POSIX's order; systems without them tell Intl.
  const name = env.LC_ALL || env.LC_MESSAGES || env.LANG || intlLocale
  const [, language, region] = /^([a-z]{2,3})(?:[_-]([A-Z]{2}))?(?:$|[.@_-])/.exec(name) ?? []
  // Spanish is the program's first language.
  const locale = asked ?? (language === 'en' ? 'en' : 'es')
  const byZone = COUNTRY_OF_ZONE.find(([zone]) => zone.test(timeZone))?.[1]
  return { locale, timeZone, country: byZone ?? region ?? (locale === 'en' ? 'GB' : 'ES') }
}
