import { useI18n } from 'vue-i18n'
import { currencyDecimals } from '#core/domain/values/money.ts'
import { numberFormat } from '#renderer/locales/formats.ts'

/** Amounts in minor units as people read them, with their currency. */
export function useMoney() {
  const { locale } = useI18n()

  function say(minor: number, currency: string, digits: Intl.NumberFormatOptions): string {
    const options = {
      style: 'currency',
      currency,
      // Spanish leaves the point out of 1234; in a column the digits would not stand under each other.
      useGrouping: 'always',
      ...digits,
    } as const
    return numberFormat(locale.value, options).format(minor / 10 ** currencyDecimals(currency))
  }

  return {
    money: (minor: number, currency: string): string => {
      const decimals = currencyDecimals(currency)
      return say(minor, currency, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    },
    /** Rounded to what fits: 13.1 million. */
    shortMoney: (minor: number, currency: string): string =>
      say(minor, currency, { notation: 'compact', maximumFractionDigits: 1 }),
  }
}
