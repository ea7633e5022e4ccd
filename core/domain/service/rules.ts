import type { CatalogRecordOf } from '../catalog/schema.ts'
import type { FieldIssue } from '../command.ts'
import { checkAttributes } from '../customer/attribute-rules.ts'
import type { CustomerIssueCode } from '../customer/rules.ts'
import { checkFreeText, checkTextLengths, createIssueList, isBlank, type IssueList } from '../field-rules.ts'
import { identifierRange } from '../identifier.ts'
import { isDecimal } from '../values/money.ts'
import { parseIp, parseIpBlock } from '../values/ip.ts'
import { readMac } from '../values/mac.ts'
import { isPlainDate } from '../values/plain-date.ts'
import { checkCharges } from './charge-rules.ts'
import { SERVICE_TYPES, type Service, type ServiceIdentifier } from './schema.ts'

/** Every code that `checkService` can raise beside those of attributes; the locales hold a text under `issue`. */
export const SERVICE_ISSUE_CODES = [
  'service.nameMissing',
  'service.textTooLong',
  'service.tooMany',
  'service.typeMissing',
  'service.siteForeign',
  'service.productUnknown',
  'service.currencyDiffers',
  'service.chargeNameMissing',
  'service.priceForm',
  'service.quantityForm',
  'service.periodRange',
  'service.taxRateUnknown',
  'service.dateForm',
  'service.datesSwapped',
  'service.tierOrder',
  'service.contractMonths',
  'service.identifierMissing',
  'service.ipForm',
  'service.macForm',
  'service.identifierTwice',
  'service.identifierTaken',
  'service.cardNumberInText',
  'service.readingForm',
  'service.readingAhead',
  'service.readingBelow',
  'service.readingAbove',
  'service.readingHigh',
  'service.readingLow',
  'service.planEmpty',
] as const
export type ServiceIssueCode = (typeof SERVICE_ISSUE_CODES)[number]
export type ServiceIssueList = IssueList<ServiceIssueCode | CustomerIssueCode>

/** What a form holds of a service. */
export type ServiceDraft = Partial<
  Omit<Service, 'id' | 'customerId' | 'sortName' | 'status' | 'statusSince' | 'createdAt' | 'archived'>
>

/** What the rules need to know beside the draft. Absent members leave the rule that needs them out. */
export interface ServiceSurroundings {
  /** The customer's sites in use. */
  siteIds?: ReadonlySet<string>
  productIds?: ReadonlySet<string>
  taxRateIds?: ReadonlySet<string>
  attributes?: readonly CatalogRecordOf<'attribute'>[]
  /** The customer's currency: prices of a service are in it. */
  currency?: string
  /** Names of other records in use by the id of the identifier that they hold too. */
  taken?: ReadonlyMap<string, string>
}

/** Limits of `serviceSchema`. */
const TEXT_LIMITS = { name: 200, notes: 20_000, statusReason: 500 }
const LIST_LIMITS = { charges: 200, identifiers: 200, attributes: 200, inventoryIds: 500 } as const
const MAX_IDENTIFIER = 200

/** Checks a service as typed so far; the rules are those of domain.md §2. */
export function checkService(draft: ServiceDraft, around: ServiceSurroundings = {}): FieldIssue[] {
  const list = createIssueList<ServiceIssueCode | CustomerIssueCode>()
  if (isBlank(draft.name)) list.error('name', 'service.nameMissing')
  checkTextLengths(draft, TEXT_LIMITS, 'service.textTooLong', list)
  for (const [field, max] of Object.entries(LIST_LIMITS)) {
    const value = draft[field as keyof typeof LIST_LIMITS]
    if (value && value.length > max) list.error(field, 'service.tooMany', { max })
  }
  if (!draft.type || !SERVICE_TYPES.includes(draft.type)) list.error('type', 'service.typeMissing')
  if (!draft.siteId || around.siteIds?.has(draft.siteId) === false)
    list.error('siteId', 'service.siteForeign')
  if (draft.productId && around.productIds?.has(draft.productId) === false)
    list.error('productId', 'service.productUnknown')
  if (around.currency && draft.currency !== around.currency)
    list.error('currency', 'service.currencyDiffers', { currency: around.currency })
  for (const field of ['activeFrom', 'endedOn'] as const) {
    const date = draft[field]
    if (date !== undefined && !isPlainDate(date)) list.error(field, 'service.dateForm')
  }
  checkContract(draft.contract, list)
  checkCharges(draft.charges ?? [], around.taxRateIds, list)
  checkIdentifiers(draft.identifiers ?? [], around.taken, list)
  checkFreeText('notes', draft.notes, 'service.cardNumberInText', list)
  checkAttributes(draft.attributes ?? [], around.attributes, list)
  return list.issues
}

function checkContract(contract: Service['contract'], list: ServiceIssueList) {
  if (!contract) return
  const { from, months, exitFee } = contract
  if (!isPlainDate(from)) list.error('contract/from', 'service.dateForm')
  if (!Number.isInteger(months) || months < 1 || months > 600)
    list.error('contract/months', 'service.contractMonths')
  if (exitFee !== undefined && !isDecimal(exitFee)) list.error('contract/exitFee', 'service.priceForm')
}

function checkIdentifiers(
  identifiers: readonly ServiceIdentifier[],
  taken: ServiceSurroundings['taken'],
  list: ServiceIssueList,
) {
  const seen = new Set<string>()
  for (const { id, kind, value } of identifiers) {
    const path = `identifiers/${id}/value`
    if (isBlank(value)) {
      list.error(path, 'service.identifierMissing')
      continue
    }
    if (value.length > MAX_IDENTIFIER) list.error(path, 'service.textTooLong', { max: MAX_IDENTIFIER })
    if (kind === 'ip' && !parseIp(value).ok) list.error(path, 'service.ipForm')
    if (kind === 'subnet' && !parseIpBlock(value).ok) list.error(path, 'service.ipForm')
    if (kind === 'mac' && readMac(value) === undefined) list.error(path, 'service.macForm')
    const range = identifierRange(kind, value)
    const key = range && `${range.kind}/${range.from}/${range.to}`
    if (key && seen.has(key)) list.error(path, 'service.identifierTwice')
    if (key) seen.add(key)
    const holder = taken?.get(id)
    if (holder !== undefined) list.warn(path, 'service.identifierTaken', { name: holder })
  }
}
