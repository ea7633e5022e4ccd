import type { CatalogRecordOf } from '../catalog/schema.ts'
import type { FieldIssue } from '../command.ts'
import {
  checkFreeText,
  checkTextLengths,
  checkVisible,
  createIssueList,
  isBlank,
  type IssueList,
} from '../field-rules.ts'
import { isCurrencyCode } from '../values/locale-codes.ts'
import { readTaxId } from '../values/tax-id.ts'
import { visibleLine } from '../values/visible-text.ts'
import { checkAttributes } from './attribute-rules.ts'
import { checkPaymentMethods } from './payment-rules.ts'
import { CUSTOMER_TYPES, PAYMENT_TYPES, type Customer } from './schema.ts'
import type { ValueHolder } from './unique-values.ts'

/** Every code that `checkCustomer` can raise; the locales hold a text for each under `issue`. */
export const CUSTOMER_ISSUE_CODES = [
  'customer.nameMissing',
  'customer.textTooLong',
  'customer.invisibleText',
  'customer.typeMissing',
  'customer.paymentTypeMissing',
  'customer.billDayRange',
  'customer.currencyUnknown',
  'customer.languageUnknown',
  'customer.statusUnknown',
  'customer.officeUnknown',
  'customer.tagUnknown',
  'customer.tooMany',
  'customer.taxIdUnknownForm',
  'customer.taxIdWrongCheck',
  'customer.taxIdTaken',
  'customer.cardNumberInText',
  'customer.attributeNameMissing',
  'customer.attributeTwice',
  'customer.attributeMissing',
  'customer.attributeTaken',
  'customer.attributeTakenArchived',
  'customer.attributeNotNumber',
  'customer.attributeNotDate',
  'customer.attributeNotBoolean',
  'customer.attributeNotUrl',
  'customer.paymentCardNumber',
  'customer.paymentBrandMissing',
  'customer.paymentLastFour',
  'customer.paymentExpiry',
  'customer.paymentExpired',
  'customer.paymentDefaultTwice',
  'customer.ibanForm',
  'customer.ibanCountry',
  'customer.ibanLength',
  'customer.ibanCheckDigits',
] as const
export type CustomerIssueCode = (typeof CUSTOMER_ISSUE_CODES)[number]
export type CustomerIssueList = IssueList<CustomerIssueCode>

/** What a form holds of a customer, half filled in or not. */
export type CustomerDraft = Partial<
  Omit<
    Customer,
    'id' | 'number' | 'sortName' | 'createdAt' | 'archived' | 'mergedInto' | 'absorbed' | 'notSameAs'
  >
>

/** What the rules need to know beside the draft. Absent members leave the rule that needs them out. */
export interface CustomerSurroundings {
  /** Country of the billing office, ISO 3166-1 alpha-2: whose tax identifiers are expected. */
  country?: string
  statusIds?: ReadonlySet<string>
  officeIds?: ReadonlySet<string>
  tagIds?: ReadonlySet<string>
  attributes?: readonly CatalogRecordOf<'attribute'>[]
  /** Who else holds a value that must be unique, by the id of the attribute. */
  taken?: ReadonlyMap<string, ValueHolder>
  /** Another customer with the same tax identifier. */
  sameTaxId?: { number: string; name: string }
  /** Milliseconds since 1970 UTC, for cards that have expired. */
  now?: number
}

/** Limits of `customerSchema`. */
const TEXT_LIMITS = { name: 200, taxId: 40, notes: 20_000 }
const LIST_LIMITS = { tags: 100, attributes: 200, paymentMethods: 50 } as const

/** Checks a customer as typed so far; the rules are those of domain.md §2. */
export function checkCustomer(draft: CustomerDraft, around: CustomerSurroundings = {}): FieldIssue[] {
  const list = createIssueList<CustomerIssueCode>()
  if (isBlank(draft.name)) list.error('name', 'customer.nameMissing')
  checkTextLengths(draft, TEXT_LIMITS, 'customer.textTooLong', list)
  checkVisible('name', draft.name, 'customer.invisibleText', list)
  checkVisible('taxId', draft.taxId, 'customer.invisibleText', list)
  if (!draft.type || !CUSTOMER_TYPES.includes(draft.type)) list.error('type', 'customer.typeMissing')
  if (!draft.paymentType || !PAYMENT_TYPES.includes(draft.paymentType)) {
    list.error('paymentType', 'customer.paymentTypeMissing')
  }
  const day = draft.billDay
  if (day === undefined || !Number.isInteger(day) || day < 1 || day > 31) {
    list.error('billDay', 'customer.billDayRange')
  }
  if (!draft.currency || !isCurrencyCode(draft.currency)) list.error('currency', 'customer.currencyUnknown')
  if (draft.language !== 'es' && draft.language !== 'en') list.error('language', 'customer.languageUnknown')
  checkReferences(draft, around, list)
  for (const [field, max] of Object.entries(LIST_LIMITS)) {
    const value = draft[field as keyof typeof LIST_LIMITS]
    if (value && value.length > max) list.error(field, 'customer.tooMany', { max })
  }
  checkTaxId(draft, around, list)
  checkFreeText('notes', draft.notes, 'customer.cardNumberInText', list)
  checkAttributes(draft.attributes ?? [], around.attributes, list)
  checkTaken(around.taken, list)
  checkPaymentMethods(draft.paymentMethods ?? [], around.now, list)
  return list.issues
}

function checkReferences(draft: CustomerDraft, around: CustomerSurroundings, list: CustomerIssueList) {
  if (!draft.statusId || around.statusIds?.has(draft.statusId) === false) {
    list.error('statusId', 'customer.statusUnknown')
  }
  if (!draft.officeId || around.officeIds?.has(draft.officeId) === false) {
    list.error('officeId', 'customer.officeUnknown')
  }
  if (draft.tags?.some((id) => around.tagIds?.has(id) === false)) list.error('tags', 'customer.tagUnknown')
}

function checkTaxId(draft: CustomerDraft, around: CustomerSurroundings, list: CustomerIssueList) {
  if (isBlank(draft.taxId)) return
  const reading = readTaxId(visibleLine(draft.taxId ?? ''), around.country)
  if (reading.status === 'unknown') list.warn('taxId', 'customer.taxIdUnknownForm')
  if (reading.status === 'wrongCheck') {
    list.warn('taxId', 'customer.taxIdWrongCheck', { country: reading.country ?? '' })
  }
  if (around.sameTaxId) list.warn('taxId', 'customer.taxIdTaken', { ...around.sameTaxId })
}

/** Names who holds the value, and says when that is somebody archived, whom no list shows. */
function checkTaken(taken: CustomerSurroundings['taken'], list: CustomerIssueList) {
  for (const [elementId, { number, name, archived }] of taken ?? [])
    list.error(
      `attributes/${elementId}/value`,
      archived ? 'customer.attributeTakenArchived' : 'customer.attributeTaken',
      { number, name },
    )
}
