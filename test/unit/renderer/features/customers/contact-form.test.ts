import { describe, expect, it } from 'vitest'
import { createContact, updateContact } from '#core/domain/contact/commands.ts'
import type { Contact } from '#core/domain/contact/index.ts'
import { validate } from '#core/lib/validate.ts'
import {
  checkContactForm,
  contactToForm,
  formToChanges,
  formToCreate,
  newContactForm,
} from '#renderer/features/customers/contacts/contact-form.ts'

const madrid = 'Europe/Madrid'
const now = { now: Date.parse('2026-03-05T10:00:00Z'), timeZone: madrid }
let next = 0
const newId = () => `id${next++}`
const contact: Contact = {
  id: 'p1',
  customerId: 'c1',
  name: 'Luis Gil',
  sortName: 'luis gil',
  emails: [{ id: 'e1', address: 'luis@ejemplo.es', label: 'casa' }],
  phones: [{ id: 't1', typed: '600 123 123', e164: '+34600123123' }],
  typeIds: ['billing'],
  authorisedToChange: true,
  siteIds: [],
  consent: { marketing: true, source: 'contrato', at: '2025-11-02T08:30:00.000Z' },
  createdAt: '2026-01-10T09:00:00.000Z',
}

describe('a new contact', () => {
  it('leaves empty rows out and fits the command', () => {
    const form = { ...newContactForm(newId), name: 'Luis' }
    const input = formToCreate('c1', form, now)
    expect(input).toMatchObject({ customerId: 'c1', name: 'Luis', emails: [], phones: [] })
    expect(input).not.toHaveProperty('consent')
    expect(validate(createContact.input, input)).toMatchObject({ ok: true })
  })

  it('names the row whose email is wrong', () => {
    const form = newContactForm(newId)
    form.name = 'Luis'
    form.emails[0]!.address = 'luis@'
    const [issue] = checkContactForm(form, {}, now)
    expect(issue).toMatchObject({ path: `emails/${form.emails[0]!.id}/address`, severity: 'error' })
  })

  it('dates consent today when no day was given', () => {
    const form = { ...newContactForm(newId), name: 'L', consent: 'yes' as const, consentSource: ' web ' }
    expect(formToCreate('c1', form, now)).toMatchObject({
      consent: { marketing: true, source: 'web', at: '2026-03-05T10:00:00.000Z' },
    })
  })
})

describe('changing a contact', () => {
  it('sends nothing when nothing was changed, not even the consent', () => {
    expect(formToChanges(contact, contactToForm(contact, madrid), now)).toEqual({})
  })

  it('sends the whole list when one phone changed, with the ids it had', () => {
    const form = contactToForm(contact, madrid)
    form.phones[0]!.typed = '600 999 999'
    const changes = formToChanges(contact, form, now)
    expect(changes).toEqual({ phones: [{ id: 't1', typed: '600 999 999' }] })
    expect(validate(updateContact.input, { id: contact.id, changes })).toMatchObject({ ok: true })
  })

  it('withdraws consent, and keeps the day that was written', () => {
    const form = { ...contactToForm(contact, madrid), consent: 'no' as const, consentDate: '2026-03-01' }
    expect(formToChanges(contact, form, now)).toEqual({
      consent: { marketing: false, source: 'contrato', at: '2026-02-28T23:00:00.000Z' },
    })
    expect(formToChanges(contact, { ...form, consent: 'unknown' }, now)).toEqual({ consent: null })
  })

  it.each(['Pacific/Pago_Pago', 'America/Mexico_City', 'Europe/Madrid', 'Pacific/Kiritimati'])(
    'reads back the day of consent that was written, in %s',
    (timeZone) => {
      const form = { ...contactToForm(contact, timeZone), consentDate: '2026-03-01' }
      const changes = formToChanges(contact, form, { ...now, timeZone })
      const saved: Contact = { ...contact, ...changes }
      expect(contactToForm(saved, timeZone).consentDate).toBe('2026-03-01')
    },
  )

  it('shows the day that it was in the office when consent was given in the evening', () => {
    const evening: Contact = {
      ...contact,
      consent: { marketing: true, source: 'web', at: '2026-03-02T03:00:00.000Z' },
    }
    expect(contactToForm(evening, 'America/Mexico_City').consentDate).toBe('2026-03-01')
  })

  it('blocks and frees sending by hand', () => {
    expect(formToChanges(contact, { ...contactToForm(contact, madrid), suppressed: true }, now)).toEqual({
      suppressed: { reason: 'byHand', at: '2026-03-05T10:00:00.000Z' },
    })
    const blocked: Contact = { ...contact, suppressed: { reason: 'bounced', at: '2026-02-01T00:00:00.000Z' } }
    expect(formToChanges(blocked, { ...contactToForm(blocked, madrid), suppressed: false }, now)).toEqual({
      suppressed: null,
    })
  })
})
