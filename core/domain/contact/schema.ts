import { Type, type Static } from 'typebox'
import { archived, id, instant, language, listOf, oneOf, requiredText, text } from '../schema-kit.ts'

/** What can be sent to a person; a contact type says which of them its people receive (domain.md §2). */
export const MESSAGE_KINDS = ['invoices', 'reminders', 'outages', 'works', 'visits', 'campaigns'] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]

export const contactEmailSchema = Type.Object({
  id: id(),
  address: text(254),
  label: Type.Optional(text(40)),
})

/** `e164` is absent when the typed text could not be read as a number: warned about, never blocked. */
export const contactPhoneSchema = Type.Object({
  id: id(),
  typed: text(40),
  e164: Type.Optional(Type.String({ maxLength: 16, pattern: '^\\+\\d{4,15}$' })),
  label: Type.Optional(text(40)),
})

/** A person who works with a customer. */
export const contactSchema = Type.Object({
  id: id(),
  customerId: id(),
  name: requiredText(200),
  sortName: text(400),
  role: Type.Optional(text(80)),
  emails: listOf(contactEmailSchema, 20),
  phones: listOf(contactPhoneSchema, 20),
  typeIds: Type.Array(id(), { maxItems: 50 }),
  authorisedToChange: Type.Boolean(),
  /** Empty means all sites of the customer. */
  siteIds: Type.Array(id(), { maxItems: 500 }),
  language: Type.Optional(language()),
  consent: Type.Optional(Type.Object({ marketing: Type.Boolean(), source: text(200), at: instant() })),
  suppressed: Type.Optional(
    Type.Object({ reason: oneOf(['unsubscribed', 'bounced', 'complained', 'byHand']), at: instant() }),
  ),
  notes: Type.Optional(text(20_000)),
  createdAt: instant(),
  archived: Type.Optional(archived()),
})

export type Contact = Static<typeof contactSchema>
