import type { UiOption } from '#renderer/ui/index.ts'

/** The currencies of the offices that the program is made for come first. */
const FIRST = ['EUR', 'USD', 'MXN', 'ARS', 'GBP', 'COP', 'CLP', 'PEN']

/** Every currency that the runtime knows, named in the interface language. */
export function currencyOptions(locale: string): UiOption[] {
  const names = new Intl.DisplayNames(locale, { type: 'currency' })
  const others = Intl.supportedValuesOf('currency').filter((code) => !FIRST.includes(code))
  return [...FIRST, ...others].map((code) => ({ value: code, label: code, detail: names.of(code) }))
}
