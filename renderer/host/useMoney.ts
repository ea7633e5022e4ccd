import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { currencyDecimals } from '#core/domain/values/money.ts'

/** Amounts in minor units as people read them, with their currency. */
export function useMoney() {
  const { locale } = useI18n()
  // Making a format takes longer than drawing a row.
  const formats = computed(() => ({ locale: locale.value, made: new Map<string, Intl.NumberFormat>() }))

  function formatOf(currency: string, isShort: boolean): Intl.NumberFormat {
    const { made, locale: language } = formats.value
    const key = `${currency}/${isShort}`
    const decimals = currencyDecimals(currency)
    const format =
      made.get(key) ??
      new Intl.NumberFormat(language, {
        style: 'currency',
        currency,
        // Spanish leaves the point out of 1234; in a column the digits would not stand under each other.
        useGrouping: 'always',
        ...(isShort
          ? { notation: 'compact', maximumFractionDigits: 1 }
          : { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
      })
    made.set(key, format)
    return format
  }

  return {
    money: (minor: number, currency: string): string =>
      formatOf(currency, false).format(minor / 10 ** currencyDecimals(currency)),
    /** Rounded to what fits: 13.1 million. */
    shortMoney: (minor: number, currency: string): string =>
      formatOf(currency, true).format(minor / 10 ** currencyDecimals(currency)),
  }
}
