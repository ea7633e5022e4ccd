import { isBlank } from '../field-rules.ts'
import { holdsCardNumber } from '../values/card-number.ts'
import { ibanProblem, looksLikeCard } from '../values/iban.ts'
import type { CustomerIssueList } from './rules.ts'
import type { PaymentMethod } from './schema.ts'

/** Limits of `paymentMethodSchema`. */
const LIMITS = { nickname: 80, brand: 40, token: 200 } as const

/** Cards and accounts are kept as the issuer's token: a full card number is refused in every field. */
export function checkPaymentMethods(
  methods: readonly PaymentMethod[],
  now: number | undefined,
  list: CustomerIssueList,
) {
  for (const method of methods) {
    const path = `paymentMethods/${method.id}`
    for (const field of ['nickname', 'brand', 'lastFour', 'token'] as const) {
      if (holdsCardNumber(method[field] ?? '')) list.error(`${path}/${field}`, 'customer.paymentCardNumber')
    }
    for (const [field, max] of Object.entries(LIMITS)) {
      const text = method[field as keyof typeof LIMITS] ?? ''
      if (text.length > max) list.error(`${path}/${field}`, 'customer.textTooLong', { max })
    }
    if (isBlank(method.brand)) list.error(`${path}/brand`, 'customer.paymentBrandMissing')
    if (method.lastFour !== undefined && !/^\d{4}$/.test(method.lastFour)) {
      list.error(`${path}/lastFour`, 'customer.paymentLastFour')
    }
    checkIban(method, path, list)
    checkExpiry(method, path, now, list)
  }
  const defaults = methods.filter((method) => method.isDefault)
  for (const extra of defaults.slice(1)) {
    list.error(`paymentMethods/${extra.id}/isDefault`, 'customer.paymentDefaultTwice')
  }
}

const IBAN_CODES = {
  form: 'customer.ibanForm',
  country: 'customer.ibanCountry',
  length: 'customer.ibanLength',
  checkDigits: 'customer.ibanCheckDigits',
} as const

function checkIban({ iban }: PaymentMethod, path: string, list: CustomerIssueList) {
  if (iban === undefined) return
  const problem = ibanProblem(iban)
  if (looksLikeCard(iban)) list.error(`${path}/iban`, 'customer.paymentCardNumber')
  else if (problem) list.error(`${path}/iban`, IBAN_CODES[problem])
}

function checkExpiry(method: PaymentMethod, path: string, now: number | undefined, list: CustomerIssueList) {
  const { expiryMonth: month, expiryYear: year } = method
  if (month === undefined && year === undefined) return
  if (!isWithin(month, 1, 12) || !isWithin(year, 2000, 2100)) {
    list.error(`${path}/expiryMonth`, 'customer.paymentExpiry')
    return
  }
  // Good until the end of the month printed on the card; a day more allows for every time zone.
  const ends = Date.UTC(year, month, 2)
  if (now !== undefined && now >= ends) list.warn(`${path}/expiryMonth`, 'customer.paymentExpired')
}

const isWithin = (value: number | undefined, min: number, max: number): value is number =>
  value !== undefined && Number.isInteger(value) && value >= min && value <= max
