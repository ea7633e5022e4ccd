import { EXPIRING_DAYS } from '#core/contract/methods/payments.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { checkPaymentMethods } from '#core/domain/customer/payment-rules.ts'
import type { CustomerIssueCode } from '#core/domain/customer/rules.ts'
import type { PaymentMethod } from '#core/domain/customer/schema.ts'
import { createIssueList } from '#core/domain/field-rules.ts'
import { tidyIban } from '#core/domain/values/iban.ts'
import { addDays, addMonths } from '#core/domain/values/plain-date.ts'

/** A payment method as a person types it. */
export interface MethodForm {
  kind: 'card' | 'account'
  brand: string
  nickname: string
  lastFour: string
  expiryMonth: number | undefined
  expiryYear: number | undefined
  token: string
  iban: string
  isDefault: boolean
}

export const methodToForm = (method: PaymentMethod | undefined, isFirst: boolean): MethodForm => ({
  kind: method?.iban === undefined ? 'card' : 'account',
  brand: method?.brand ?? '',
  nickname: method?.nickname ?? '',
  lastFour: method?.lastFour ?? '',
  expiryMonth: method?.expiryMonth,
  expiryYear: method?.expiryYear,
  token: method?.token ?? '',
  iban: method?.iban ?? '',
  isDefault: method?.isDefault ?? isFirst,
})

/** What the form says, as it is stored; what the other kind has is left out. */
export function formToMethod(form: MethodForm, id: string): PaymentMethod {
  const { kind, brand, nickname, lastFour, expiryMonth, expiryYear, token, iban, isDefault } = form
  const card = {
    ...(lastFour.trim() && { lastFour: lastFour.trim() }),
    ...(expiryMonth !== undefined && { expiryMonth }),
    ...(expiryYear !== undefined && { expiryYear }),
    ...(token.trim() && { token: token.trim() }),
  }
  return {
    id,
    brand: brand.trim(),
    ...(nickname.trim() && { nickname: nickname.trim() }),
    ...(kind === 'card' ? card : { iban: tidyIban(iban) }),
    isDefault,
  }
}

/** The rules of the customer for this one method; paths are names of form fields. */
export function checkMethodForm(form: MethodForm, now: number): FieldIssue[] {
  const list = createIssueList<CustomerIssueCode>()
  checkPaymentMethods([formToMethod(form, 'method')], now, list)
  const issues = list.issues.map((issue) => ({
    ...issue,
    path: issue.path.replace('paymentMethods/method/', ''),
  }))
  return issues
}

/** All methods of the customer with this one in its place; only one is the default. */
export function withMethod(methods: readonly PaymentMethod[], method: PaymentMethod): PaymentMethod[] {
  const others = methods.map((one) =>
    one.id === method.id ? method : method.isDefault ? { ...one, isDefault: false } : one,
  )
  return others.some(({ id }) => id === method.id) ? others : [...others, method]
}

/** Whether a card has expired, or will within the days that are looked ahead; cards are good to the end of their month. */
export function expiryState(
  { expiryMonth, expiryYear }: PaymentMethod,
  today: string,
): 'expired' | 'soon' | undefined {
  if (expiryMonth === undefined || expiryYear === undefined) return undefined
  const month = `${String(expiryYear).padStart(4, '0')}-${String(expiryMonth).padStart(2, '0')}-01`
  const last = addDays(addMonths(month, 1), -1)
  if (last < today) return 'expired'
  return last <= addDays(today, EXPIRING_DAYS) ? 'soon' : undefined
}
