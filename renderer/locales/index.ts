import { createI18n, type PostTranslationHandler, type VueMessageType } from 'vue-i18n'

export const LOCALES = ['es', 'en'] as const
export type Locale = (typeof LOCALES)[number]

/** Texts by area; areas nest. */
export interface MessageTree {
  [key: string]: string | MessageTree
}

type AreaModules = Record<string, { default: MessageTree }>

/** `./es/customers.ts` becomes the top-level key `customers`. */
const byArea = (modules: AreaModules): MessageTree =>
  Object.fromEntries(
    Object.entries(modules).map(([path, module]) => [path.replace(/^.*\/|\.ts$/g, ''), module.default]),
  )

/** All texts. Spanish is the master: English has the same keys (test/unit/renderer/app/locales.test.ts). */
export const messages = {
  es: byArea(import.meta.glob<{ default: MessageTree }>('./es/*.ts', { eager: true })),
  en: byArea(import.meta.glob<{ default: MessageTree }>('./en/*.ts', { eager: true })),
}

export const isLocale = (value: unknown): value is Locale => LOCALES.some((locale) => locale === value)

const NUMBER_FORMATS = {
  integer: { maximumFractionDigits: 0 },
  decimal: { maximumFractionDigits: 2 },
  percent: { style: 'percent', maximumFractionDigits: 0 },
} as const satisfies Record<string, Intl.NumberFormatOptions>

/** Half of all companies end in a full stop of their own (S.A., S.L.): one that ends a sentence does not get a second. */
const oneFullStop: PostTranslationHandler<VueMessageType> = (text) =>
  typeof text === 'string' ? text.replace(/(?<!\.)\.\.(?=\s|$)/g, '.') : text

function createTexts(locale: Locale) {
  return createI18n({
    legacy: false,
    locale,
    fallbackLocale: 'es',
    messages,
    numberFormats: { es: NUMBER_FORMATS, en: NUMBER_FORMATS },
    postTranslation: oneFullStop,
  })
}

/** The texts of this window: `t` and `n`. One for all, so that code outside components can word a message too. */
export const texts = createTexts('es')

/** The language in which `Intl` writes dates and times: English is British here, days before months and 24 hours. */
export const formatLocale = (locale: string): string => (locale === 'en' ? 'en-GB' : locale)

/** The language now; reactive inside components and computed values. */
export const currentLocale = (): Locale => texts.global.locale.value

/** Switches every text at once. */
export function setLocale(locale: Locale): void {
  texts.global.locale.value = locale
  document.documentElement.lang = locale
}
