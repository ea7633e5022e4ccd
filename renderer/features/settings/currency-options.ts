import { currencyCodes } from '#core/domain/values/locale-codes.ts'
import type { UiOption } from '../../ui/index.ts'

/** Every currency the runtime knows, named in a language; found by code or name. */
export function currencyOptions(locale: string): UiOption[] {
  const names = new Intl.DisplayNames(locale, { type: 'currency' })
  return currencyCodes().map((code) => ({ value: code, label: code, detail: names.of(code) }))
}
