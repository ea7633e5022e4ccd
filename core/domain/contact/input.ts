import { Type, type Static } from 'typebox'
import { anyText, clearable } from '../input-kit.ts'
import { id, instant, language } from '../schema-kit.ts'
import { contactSchema } from './schema.ts'

/** Elements without an id are new; forms give every row its own, so that issues find their row again. */
const emails = Type.Array(
  Type.Object({ id: Type.Optional(id()), address: anyText(), label: Type.Optional(anyText()) }),
)
const phones = Type.Array(
  Type.Object({ id: Type.Optional(id()), typed: anyText(), label: Type.Optional(anyText()) }),
)

const consent = Type.Object({ marketing: Type.Boolean(), source: anyText(), at: instant() })

/** Fields a contact may be made with, all optional. */
export const contactFields = {
  role: Type.Optional(anyText()),
  emails: Type.Optional(emails),
  phones: Type.Optional(phones),
  typeIds: Type.Optional(Type.Array(id())),
  authorisedToChange: Type.Optional(Type.Boolean()),
  siteIds: Type.Optional(Type.Array(id())),
  language: Type.Optional(language()),
  consent: Type.Optional(consent),
  notes: Type.Optional(anyText()),
}

export const contactChanges = {
  name: Type.Optional(anyText()),
  role: clearable(anyText()),
  emails: Type.Optional(emails),
  phones: Type.Optional(phones),
  typeIds: Type.Optional(Type.Array(id())),
  authorisedToChange: Type.Optional(Type.Boolean()),
  siteIds: Type.Optional(Type.Array(id())),
  language: clearable(language()),
  consent: clearable(consent),
  suppressed: clearable(contactSchema.properties.suppressed),
  notes: clearable(anyText()),
}

type RawEmails = Static<typeof emails>
type RawPhones = Static<typeof phones>
export type { RawEmails, RawPhones }
