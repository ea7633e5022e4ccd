import type { FieldIssue } from '#core/domain/command.ts'
import { checkContact } from '#core/domain/contact/rules.ts'
import type { Customer, CustomerAttribute } from '#core/domain/customer/index.ts'
import { checkCustomer, type CustomerDraft, type CustomerSurroundings } from '#core/domain/customer/rules.ts'
import type { MatchCandidate } from '#core/domain/matching/match-customer.ts'
import { typedPhone } from '#core/domain/values/phone.ts'
import { changedKeys } from '#renderer/host/forms/index.ts'

/** A customer as a person types it: every text present, optional ones empty. */
export interface CustomerForm {
  name: string
  type: Customer['type']
  taxId: string
  statusId: string
  paymentType: Customer['paymentType']
  billDay: number | undefined
  currency: string
  language: Customer['language']
  tags: string[]
  attributes: CustomerAttribute[]
  officeId: string
  notes: string
  /** Of the contact that an individual gets at creation; not part of the customer. */
  email: string
  phone: string
}

export interface CustomerDefaults {
  statusId: string
  officeId: string
  currency: string
  language: Customer['language']
}

export const newCustomerForm = (defaults: CustomerDefaults): CustomerForm => ({
  name: '',
  type: 'individual',
  taxId: '',
  paymentType: 'postpaid',
  billDay: 1,
  tags: [],
  attributes: [],
  notes: '',
  email: '',
  phone: '',
  ...defaults,
})

export const customerToForm = (customer: Customer): CustomerForm => ({
  name: customer.name,
  type: customer.type,
  taxId: customer.taxId ?? '',
  statusId: customer.statusId,
  paymentType: customer.paymentType,
  billDay: customer.billDay,
  currency: customer.currency,
  language: customer.language,
  tags: [...customer.tags],
  attributes: customer.attributes.map((attribute) => ({ ...attribute })),
  officeId: customer.officeId,
  notes: customer.notes ?? '',
  email: '',
  phone: '',
})

/** Rows that a person opened and left empty are no attributes. */
const filledAttributes = (form: CustomerForm) =>
  form.attributes.filter((attribute) => attribute.name.trim() !== '' || attribute.value.trim() !== '')

const formToDraft = (form: CustomerForm): CustomerDraft => ({
  name: form.name,
  type: form.type,
  taxId: form.taxId.trim() || undefined,
  statusId: form.statusId,
  paymentType: form.paymentType,
  billDay: form.billDay,
  currency: form.currency,
  language: form.language,
  tags: form.tags,
  attributes: filledAttributes(form),
  officeId: form.officeId,
  notes: form.notes.trim() || undefined,
})

/** The rules of the customer and of the contact typed along with it, paths being names of form fields. */
export function checkCustomerForm(form: CustomerForm, around: CustomerSurroundings): FieldIssue[] {
  return [...checkCustomer(formToDraft(form), around), ...checkInlineContact(form, around.country)]
}

function checkInlineContact(form: CustomerForm, country: string | undefined): FieldIssue[] {
  if (form.type !== 'individual') return []
  const { emails, phones } = inlineContact(form)
  const issues = checkContact({ name: form.name || '-', emails, phones }, { country })
  return issues.flatMap((issue) => {
    const field = issue.path.startsWith('emails/')
      ? 'email'
      : issue.path.startsWith('phones/')
        ? 'phone'
        : undefined
    return field ? [{ ...issue, path: field }] : []
  })
}

/** An issue of the command at the field that holds it: those of the contact made along are named `contact/…` there. */
export function toFormIssue(issue: FieldIssue): FieldIssue {
  const field = /^contact\/(emails|phones)\b/.exec(issue.path)?.[1]
  return field ? { ...issue, path: field === 'emails' ? 'email' : 'phone' } : issue
}

const inlineContact = (form: CustomerForm) => ({
  emails: form.email.trim() ? [{ id: 'email', address: form.email }] : [],
  phones: form.phone.trim() ? [{ id: 'phone', typed: form.phone }] : [],
})

/** By what somebody who is there already would be recognised. Contacts of a customer that exists are edited elsewhere. */
export function formToCandidate(
  form: CustomerForm,
  { country, isNew }: { country: string; isNew: boolean },
): MatchCandidate {
  const hasContact = isNew && form.type === 'individual'
  return {
    name: form.name,
    taxId: form.taxId,
    emails: hasContact ? [form.email] : [],
    phones: hasContact ? [typedPhone(form.phone, country)] : [],
  }
}

/** Input of `customer.create`. */
export function formToCreate(form: CustomerForm) {
  const { taxId, notes, ...draft } = formToDraft(form)
  const contact = inlineContact(form)
  const hasContact = form.type === 'individual' && contact.emails.length + contact.phones.length > 0
  return {
    ...draft,
    ...(taxId && { taxId }),
    ...(notes && { notes }),
    ...(hasContact && {
      contact: {
        emails: contact.emails.map(({ address }) => ({ address })),
        phones: contact.phones.map(({ typed }) => ({ typed })),
      },
    }),
  }
}

/** The `changes` of `customer.update`: changed fields only, null where an optional one was emptied. */
export function formToChanges(before: Customer, form: CustomerForm): Record<string, unknown> {
  const base = formToDraft(customerToForm(before))
  const draft = formToDraft(form)
  return Object.fromEntries(changedKeys(base, draft).map((key) => [key, draft[key] ?? null]))
}
