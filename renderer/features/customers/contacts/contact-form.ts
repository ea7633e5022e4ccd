import type { FieldIssue } from '#core/domain/command.ts'
import type { Contact } from '#core/domain/contact/index.ts'
import { checkContact, type ContactDraft, type ContactSurroundings } from '#core/domain/contact/rules.ts'
import { dayStart } from '#core/domain/values/day-start.ts'
import { plainDateAt } from '#core/domain/values/plain-date.ts'
import { changedKeys } from '#renderer/host/forms/index.ts'

/** A contact as a person types it. `consent` is `unknown` until somebody answers. */
export interface ContactForm {
  name: string
  role: string
  emails: { id: string; address: string; label: string }[]
  phones: { id: string; typed: string; label: string }[]
  typeIds: string[]
  authorisedToChange: boolean
  siteIds: string[]
  language: '' | 'es' | 'en'
  consent: 'unknown' | 'yes' | 'no'
  consentSource: string
  /** `YYYY-MM-DD`. */
  consentDate: string
  suppressed: boolean
  notes: string
}

/** A new contact with one empty row to type an email and one for a phone. */
export const newContactForm = (newId: () => string): ContactForm => ({
  name: '',
  role: '',
  emails: [{ id: newId(), address: '', label: '' }],
  phones: [{ id: newId(), typed: '', label: '' }],
  typeIds: [],
  authorisedToChange: false,
  siteIds: [],
  language: '',
  consent: 'unknown',
  consentSource: '',
  consentDate: '',
  suppressed: false,
  notes: '',
})

export const contactToForm = (contact: Contact, timeZone: string): ContactForm => ({
  name: contact.name,
  role: contact.role ?? '',
  emails: contact.emails.map(({ id, address, label }) => ({ id, address, label: label ?? '' })),
  phones: contact.phones.map(({ id, typed, label }) => ({ id, typed, label: label ?? '' })),
  typeIds: [...contact.typeIds],
  authorisedToChange: contact.authorisedToChange,
  siteIds: [...contact.siteIds],
  language: contact.language ?? '',
  consent: contact.consent ? (contact.consent.marketing ? 'yes' : 'no') : 'unknown',
  consentSource: contact.consent?.source ?? '',
  consentDate: contact.consent ? plainDateAt(Date.parse(contact.consent.at), timeZone) : '',
  suppressed: contact.suppressed !== undefined,
  notes: contact.notes ?? '',
})

/** Consent, when and how it was given are one answer. */
export const contactUnitOf = (field: keyof ContactForm): string =>
  field.startsWith('consent') ? 'consent' : field

const textOrNothing = (text: string) => text.trim() || undefined

/** The moment of an act, in milliseconds since 1970, and the office's time zone (IANA), in which the form's days are meant. */
export interface FormTime {
  now: number
  timeZone: string
}

function formToDraft(form: ContactForm, time: FormTime): ContactDraft {
  return {
    name: form.name,
    role: textOrNothing(form.role),
    // A row that was opened and left empty is no address.
    emails: form.emails
      .filter((email) => email.address.trim() !== '')
      .map(({ id, address, label }) => ({ id, address, ...(label.trim() && { label: label.trim() }) })),
    phones: form.phones
      .filter((phone) => phone.typed.trim() !== '')
      .map(({ id, typed, label }) => ({ id, typed, ...(label.trim() && { label: label.trim() }) })),
    typeIds: form.typeIds,
    authorisedToChange: form.authorisedToChange,
    siteIds: form.siteIds,
    language: form.language || undefined,
    consent: consentOf(form, time),
    notes: textOrNothing(form.notes),
  }
}

/** A day alone is taken from its beginning in the office. */
function consentOf(form: ContactForm, { now, timeZone }: FormTime): Contact['consent'] {
  if (form.consent === 'unknown') return undefined
  const at = form.consentDate ? dayStart(form.consentDate, timeZone) : new Date(now).toISOString()
  return { marketing: form.consent === 'yes', source: form.consentSource.trim(), at }
}

export const checkContactForm = (
  form: ContactForm,
  around: ContactSurroundings,
  time: FormTime,
): FieldIssue[] => checkContact(formToDraft(form, time), around)

/** Input of `contact.create`. */
export function formToCreate(customerId: string, form: ContactForm, time: FormTime) {
  const draft = Object.entries(formToDraft(form, time)).filter(([, value]) => value !== undefined)
  return { customerId, ...Object.fromEntries(draft) }
}

/** The `changes` of `contact.update`: changed fields only, null where an optional one was emptied. */
export function formToChanges(before: Contact, form: ContactForm, time: FormTime): Record<string, unknown> {
  const old = contactToForm(before, time.timeZone)
  const base = formToDraft(old, time)
  const draft = formToDraft(form, time)
  const isConsentTouched = changedKeys(old, form).some((key) => key.startsWith('consent'))
  const changed = changedKeys(base, draft).filter((key) => key !== 'consent')
  return {
    ...Object.fromEntries(changed.map((key) => [key, draft[key] ?? null])),
    ...(isConsentTouched && { consent: draft.consent ?? null }),
    ...(form.suppressed !== old.suppressed && {
      suppressed: form.suppressed ? { reason: 'byHand', at: new Date(time.now).toISOString() } : null,
    }),
  }
}
