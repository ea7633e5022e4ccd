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
import { emailKey, parseEmail, suggestEmail } from '../values/email.ts'
import { readPhone } from '../values/phone.ts'
import { visibleLine } from '../values/visible-text.ts'
import { MESSAGE_KINDS, type Contact } from './schema.ts'

/** Every code that `checkContact` can raise; the locales hold a text for each under `issue`. */
export const CONTACT_ISSUE_CODES = [
  'contact.nameMissing',
  'contact.textTooLong',
  'contact.invisibleText',
  'contact.tooMany',
  'contact.emailMissing',
  'contact.emailNoAt',
  'contact.emailLocalPart',
  'contact.emailDomain',
  'contact.emailTooLong',
  'contact.emailTwice',
  'contact.emailSlip',
  'contact.phoneMissing',
  'contact.phoneUnreadable',
  'contact.phoneDoubtful',
  'contact.phoneTwice',
  'contact.unreachable',
  'contact.needsEmail',
  'contact.typeMissing',
  'contact.typeUnknown',
  'contact.siteForeign',
  'contact.languageUnknown',
  'contact.cardNumberInText',
] as const
export type ContactIssueCode = (typeof CONTACT_ISSUE_CODES)[number]

/** What a form holds of a contact. `e164` of phones is the command's business. */
export type ContactDraft = Partial<Omit<Contact, 'id' | 'customerId' | 'sortName' | 'createdAt' | 'archived'>>

/** What the rules need to know beside the draft. Absent members leave the rule that needs them out. */
export interface ContactSurroundings {
  /** Country to which phone numbers without `+` belong, ISO 3166-1 alpha-2. */
  country?: string
  contactTypes?: readonly CatalogRecordOf<'contactType'>[]
  /** Sites of the same customer. */
  siteIds?: ReadonlySet<string>
}

/** Limits of `contactSchema`. */
const TEXT_LIMITS = { name: 200, role: 80, notes: 20_000 }
const LIST_LIMITS = { emails: 20, phones: 20, typeIds: 50, siteIds: 500 } as const
const MAX_LABEL = 40
const MAX_CONSENT_SOURCE = 200
const MAX_PHONE = 40

const EMAIL_CODES = {
  empty: 'contact.emailMissing',
  noAt: 'contact.emailNoAt',
  localPart: 'contact.emailLocalPart',
  domain: 'contact.emailDomain',
  tooLong: 'contact.emailTooLong',
} as const

type List = IssueList<ContactIssueCode>

/** Checks a contact as typed so far; the rules are those of domain.md §2. */
export function checkContact(draft: ContactDraft, around: ContactSurroundings = {}): FieldIssue[] {
  const list = createIssueList<ContactIssueCode>()
  if (isBlank(draft.name)) list.error('name', 'contact.nameMissing')
  checkTextLengths(draft, TEXT_LIMITS, 'contact.textTooLong', list)
  checkVisible('name', draft.name, 'contact.invisibleText', list)
  checkVisible('role', draft.role, 'contact.invisibleText', list)
  checkVisible('consent/source', draft.consent?.source, 'contact.invisibleText', list)
  for (const [field, max] of Object.entries(LIST_LIMITS)) {
    const value = draft[field as keyof typeof LIST_LIMITS]
    if (value && value.length > max) list.error(field, 'contact.tooMany', { max })
  }
  checkEmails(draft.emails ?? [], list)
  checkPhones(draft.phones ?? [], around.country ?? '', list)
  checkTypes(draft, around.contactTypes, list)
  if (draft.siteIds?.some((id) => around.siteIds?.has(id) === false)) {
    list.error('siteIds', 'contact.siteForeign')
  }
  if (draft.language && draft.language !== 'es' && draft.language !== 'en') {
    list.error('language', 'contact.languageUnknown')
  }
  if (draft.consent && draft.consent.source.length > MAX_CONSENT_SOURCE) {
    list.error('consent/source', 'contact.textTooLong', { max: MAX_CONSENT_SOURCE })
  }
  checkFreeText('notes', draft.notes, 'contact.cardNumberInText', list)
  return list.issues
}

function checkEmails(emails: Contact['emails'], list: List) {
  const seen = new Set<string>()
  for (const email of emails) {
    const path = `emails/${email.id}/address`
    checkLabel(`emails/${email.id}/label`, email.label, list)
    const parsed = parseEmail(email.address)
    if (!parsed.ok) {
      list.error(path, EMAIL_CODES[parsed.error])
      continue
    }
    const key = emailKey(parsed.value)
    if (seen.has(key)) list.error(path, 'contact.emailTwice')
    seen.add(key)
    const suggestion = suggestEmail(parsed.value)
    if (suggestion) list.warn(path, 'contact.emailSlip', { suggestion })
  }
}

function checkPhones(phones: Contact['phones'], country: string, list: List) {
  const seen = new Set<string>()
  for (const phone of phones) {
    const path = `phones/${phone.id}/typed`
    checkLabel(`phones/${phone.id}/label`, phone.label, list)
    if (isBlank(phone.typed)) {
      list.error(path, 'contact.phoneMissing')
      continue
    }
    checkVisible(path, phone.typed, 'contact.invisibleText', list)
    if (phone.typed.length > MAX_PHONE) list.error(path, 'contact.textTooLong', { max: MAX_PHONE })
    const reading = readPhone(visibleLine(phone.typed), country)
    if (reading.quality === 'unreadable') list.warn(path, 'contact.phoneUnreadable')
    if (reading.quality === 'doubtful') list.warn(path, 'contact.phoneDoubtful')
    const key = reading.e164 ?? phone.typed.trim()
    if (seen.has(key)) list.warn(path, 'contact.phoneTwice')
    seen.add(key)
  }
}

function checkLabel(path: string, label: string | undefined, list: List) {
  checkVisible(path, label, 'contact.invisibleText', list)
  if (label && label.length > MAX_LABEL) list.error(path, 'contact.textTooLong', { max: MAX_LABEL })
}

/** A type says what its people receive, which is worth nothing without an address to send it to. */
function checkTypes(draft: ContactDraft, types: ContactSurroundings['contactTypes'], list: List) {
  const hasEmail = (draft.emails ?? []).length > 0
  if (!hasEmail && (draft.phones ?? []).length === 0) list.warn('emails', 'contact.unreachable')
  const typeIds = draft.typeIds ?? []
  if (typeIds.length === 0) list.warn('typeIds', 'contact.typeMissing')
  if (!types) return
  const held = typeIds.map((id) => types.find((type) => type.id === id))
  if (held.includes(undefined)) list.error('typeIds', 'contact.typeUnknown')
  const needing = held.find((type) => type && MESSAGE_KINDS.some((kind) => type.data.receives[kind]))
  // Each language's text takes its own label.
  if (needing && !hasEmail) list.warn('emails', 'contact.needsEmail', { ...needing.data.labels })
}
