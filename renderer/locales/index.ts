import { createI18n } from 'vue-i18n'

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

export const DATE_FORMATS = {
  date: { day: '2-digit', month: '2-digit', year: 'numeric' },
  longDate: { day: 'numeric', month: 'long', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
  dateTime: { day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

const NUMBER_FORMATS = {
  integer: { maximumFractionDigits: 0 },
  decimal: { maximumFractionDigits: 2 },
  percent: { style: 'percent', maximumFractionDigits: 0 },
} as const satisfies Record<string, Intl.NumberFormatOptions>

function createTexts(locale: Locale) {
  return createI18n({
    legacy: false,
    locale,
    fallbackLocale: 'es',
    messages,
    datetimeFormats: { es: DATE_FORMATS, en: DATE_FORMATS },
    numberFormats: { es: NUMBER_FORMATS, en: NUMBER_FORMATS },
  })
}

/**
 * The texts of this window: `t`, `d` (dates by the names of `DATE_FORMATS`) and `n`. One for all, so that code outside
 * components can word a message too.
 */
export const texts = createTexts('es')

/** The language now; reactive inside components and computed values. */
export const currentLocale = (): Locale => texts.global.locale.value

/** Switches every text at once. */
export function setLocale(locale: Locale): void {
  texts.global.locale.value = locale
  document.documentElement.lang = locale
}
