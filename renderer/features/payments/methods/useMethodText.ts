import { useI18n } from 'vue-i18n'
import type { PaymentMethod } from '#core/domain/customer/schema.ts'
import { spacedIban } from '#core/domain/values/iban.ts'

/** How a payment method is called: its nickname, or its brand, with the last digits. */
export function useMethodText() {
  const { t } = useI18n()
  return ({ brand, nickname, lastFour, iban }: PaymentMethod): string => {
    const name = nickname ?? brand
    if (iban !== undefined) return t('payments.methods.account', { name, iban: spacedIban(iban) })
    return lastFour === undefined ? name : t('payments.methods.card', { name, lastFour })
  }
}
