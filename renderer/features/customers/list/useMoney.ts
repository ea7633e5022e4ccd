import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { currencyDecimals } from '#core/domain/values/money.ts'

/** Amounts in minor units as people read them, with their currency. */
export function useMoney() {
  const { locale } = useI18n()
  // Making a format takes longer than drawing a row.
  const formats = computed(() => ({ locale: locale.value, byCurrency: new Map<string, Intl.NumberFormat>() }))

  return (minor: number, currency: string): string => {
    const { byCurrency, locale: language } = formats.value
    const decimals = currencyDecimals(currency)
    let format = byCurrency.get(currency)
    if (!format) {
      // Two or four digits alike: 1.234 € beside 12.345 €.
      format = new Intl.NumberFormat(language, {
        style: 'currency',
        currency,
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
        useGrouping: true,
      })
      byCurrency.set(currency, format)
    }
    return format.format(minor / 10 ** decimals)
  }
}
