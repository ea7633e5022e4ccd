import type { EntityDefinition } from '../entity.ts'
import { checkContact } from './rules.ts'
import { contactSchema, type Contact } from './schema.ts'

export * from './schema.ts'

const number = { merge: 'plain', group: 'number' } as const

export const contactEntity: EntityDefinition = {
  collection: 'contacts',
  schema: contactSchema,
  fields: {
    customerId: { merge: 'guarded' },
    createdAt: { merge: 'immutable' },
    emails: { merge: 'list' },
    phones: { merge: 'list', elements: { typed: number, e164: number } },
    typeIds: { merge: 'set' },
    siteIds: { merge: 'set' },
    notes: { merge: 'longText' },
    authorisedToChange: { merge: 'guarded' },
    consent: { merge: 'plain', group: 'consent' },
    suppressed: { merge: 'plain', group: 'suppressed' },
    name: { merge: 'plain', group: 'name' },
    sortName: { merge: 'plain', group: 'name' },
    archived: { merge: 'guarded', group: 'archived' },
  },
  indexes: [['customerId', 'sortName'], ['sortName']],
  customerIdOf: (document) => document.customerId as string,
  check: (document) => checkContact(document as unknown as Contact),
  searchTextOf(document) {
    const contact = document as unknown as Contact
    return [
      { kind: 'name', text: contact.name },
      ...contact.emails.map((email) => ({ kind: 'email' as const, text: email.address })),
      ...contact.phones.map((phone) => ({
        kind: 'phone' as const,
        text: `${phone.typed} ${phone.e164 ?? ''}`,
      })),
    ]
  },
}
