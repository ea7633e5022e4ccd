import { Type } from 'typebox'
import { err, ok } from '../../lib/result.ts'
import { sortNameOf } from '../../lib/fold.ts'
import { archivedMark, changeMany, type BulkResult } from '../archive.ts'
import {
  changedFields,
  forChangedFields,
  hasErrors,
  tidyLine,
  tidyName,
  tidyText,
  withChanges,
} from '../changes.ts'
import { defineCommand, type FieldIssue } from '../command.ts'
import { editableCustomer } from '../customer/usable.ts'
import { anyText, closed, manyIds } from '../input-kit.ts'
import { id } from '../schema-kit.ts'
import { createRestoring } from '../restore/restoring.ts'
import { takenChoicesSchema, type RestoreResult } from '../restore/taken.ts'
import { readOne, writeOf } from '../typed-reader.ts'
import {
  buildContact,
  buildEmails,
  buildPhones,
  contactSurroundings,
  officeCountry,
  tidyConsent,
} from './build.ts'
import { contactChanges, contactFields } from './input.ts'
import { lostReceivers, type LostReceiver } from './lost-receivers.ts'
import { checkContact } from './rules.ts'
import type { Contact } from './schema.ts'

export interface ContactSaved {
  id: string
  /** Warnings that a person should see; never errors. */
  warnings: FieldIssue[]
}

export const createContact = defineCommand({
  name: 'contact.create',
  input: closed({ customerId: id(), name: anyText(), ...contactFields }),
  undo: 'inverse',
  run(input, context) {
    const customer = editableCustomer(context.read, input.customerId)
    if (!customer.ok) return customer
    const country = officeCountry(context, customer.value.officeId)
    const contact = buildContact(input, country, context)
    const issues = checkContact(contact, contactSurroundings(context, input.customerId, country))
    if (hasErrors(issues)) return err({ code: 'contact.invalid', fields: issues })
    const result: ContactSaved = { id: contact.id, warnings: issues }
    return ok({ writes: [writeOf('contacts', undefined, contact)], result })
  },
})

export const updateContact = defineCommand({
  name: 'contact.update',
  input: closed({ id: id(), changes: closed(contactChanges) }),
  undo: 'inverse',
  run({ id: contactId, changes }, context) {
    const before = readOne(context.read, 'contacts', contactId)
    if (!before) return err({ code: 'contact.notFound' })
    if (before.archived) return err({ code: 'contact.isArchived', details: { name: before.name } })
    const customer = editableCustomer(context.read, before.customerId)
    if (!customer.ok) return customer
    const country = officeCountry(context, customer.value.officeId)
    const name = changes.name === undefined ? before.name : (tidyName(changes.name) ?? '')
    const after: Contact = withChanges(before, {
      ...changes,
      ...(changes.name !== undefined && { name, sortName: sortNameOf(name) }),
      ...(typeof changes.role === 'string' && { role: tidyLine(changes.role) ?? null }),
      ...(typeof changes.notes === 'string' && { notes: tidyText(changes.notes) ?? null }),
      ...(changes.emails && { emails: buildEmails(changes.emails, context.newId) }),
      ...(changes.phones && { phones: buildPhones(changes.phones, country, context.newId) }),
      ...(changes.consent && { consent: tidyConsent(changes.consent) }),
      ...(changes.typeIds && { typeIds: [...new Set(changes.typeIds)] }),
      ...(changes.siteIds && { siteIds: [...new Set(changes.siteIds)] }),
    })
    const changed = changedFields(before, after)
    const issues = forChangedFields(
      checkContact(after, contactSurroundings(context, before.customerId, country)),
      changed,
    )
    if (hasErrors(issues)) return err({ code: 'contact.invalid', fields: issues })
    const result: ContactSaved = { id: contactId, warnings: issues }
    return ok({ writes: changed.size > 0 ? [writeOf('contacts', before, after)] : [], result })
  },
})

export interface ContactsArchived extends BulkResult {
  /** Message kinds that nobody gets any more because of this command. */
  lost: LostReceiver[]
}

export const archiveContacts = defineCommand({
  name: 'contact.archive',
  input: closed({ ids: manyIds() }),
  undo: 'inverse',
  whole: true,
  bulk: true,
  run({ ids }, context) {
    const mark = archivedMark(context)
    const outcome = changeMany(context, 'contacts', ids, 'contact.notFound', (contact) =>
      ok(contact.archived ? contact : { ...contact, archived: mark }),
    )
    if (!outcome.ok) return outcome
    const { writes, result } = outcome.value
    const archived: ContactsArchived = { ...result, lost: lostReceivers(context.read, writes) }
    return ok({ writes, result: archived })
  },
})

export type ContactsRestored = BulkResult & RestoreResult

export const restoreContacts = defineCommand({
  name: 'contact.restore',
  input: closed({ ids: manyIds(), taken: Type.Optional(takenChoicesSchema) }),
  undo: 'inverse',
  whole: true,
  bulk: true,
  run({ ids, taken }, context) {
    const restoring = createRestoring(context, taken)
    const outcome = changeMany(context, 'contacts', ids, 'contact.notFound', (contact) => {
      if (!contact.archived) return ok(contact)
      const customer = editableCustomer(context.read, contact.customerId)
      return customer.ok ? ok(restoring.contact(contact)) : customer
    })
    if (!outcome.ok) return outcome
    const { writes, result } = outcome.value
    const restored: ContactsRestored = { ...result, ...restoring.result }
    return ok({ writes: [...writes, ...restoring.writes()], result: restored })
  },
})

export const contactCommands = [createContact, updateContact, archiveContacts, restoreContacts]
