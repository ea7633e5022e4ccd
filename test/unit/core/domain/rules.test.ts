import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkContact, CONTACT_ISSUE_CODES, type ContactDraft } from '#core/domain/contact/rules.ts'
import { checkCustomer, CUSTOMER_ISSUE_CODES, type CustomerDraft } from '#core/domain/customer/rules.ts'
import { contactSchema } from '#core/domain/contact/schema.ts'
import { customerSchema } from '#core/domain/customer/schema.ts'
import { checkSite, SITE_ISSUE_CODES, type SiteDraft } from '#core/domain/site/rules.ts'
import { siteSchema } from '#core/domain/site/schema.ts'
import { hasErrors } from '#core/domain/changes.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { validate } from '#core/lib/validate.ts'
import { contactOf, contactTypeOf, customerOf, siteOf } from '#test/support/builders.ts'

const brief = (issues: FieldIssue[]) =>
  issues.map(({ path, code, severity }) => `${severity} ${path} ${code}`)

describe('checkCustomer', () => {
  const check = (fields: CustomerDraft, around = {}) =>
    brief(checkCustomer({ ...customerOf(), ...fields }, around))

  it('has nothing to say about a good customer', () => {
    expect(check({ taxId: 'B58378431' }, { country: 'ES' })).toEqual([])
  })

  it('asks for everything that is required, all at once', () => {
    expect(brief(checkCustomer({}))).toEqual([
      'error name customer.nameMissing',
      'error type customer.typeMissing',
      'error paymentType customer.paymentTypeMissing',
      'error billDay customer.billDayRange',
      'error currency customer.currencyUnknown',
      'error language customer.languageUnknown',
      'error statusId customer.statusUnknown',
      'error officeId customer.officeUnknown',
    ])
  })

  it.each<[CustomerDraft, string]>([
    [{ name: '  ' }, 'error name customer.nameMissing'],
    [{ name: 'x'.repeat(201) }, 'error name customer.textTooLong'],
    [{ name: '\u200B\u202E' }, 'error name customer.nameMissing'],
    [{ name: 'Ana \u202Eziur' }, 'warning name customer.invisibleText'],
    [{ taxId: 'B58378431\u200B' }, 'warning taxId customer.invisibleText'],
    [{ billDay: 0 }, 'error billDay customer.billDayRange'],
    [{ billDay: 31.5 }, 'error billDay customer.billDayRange'],
    [{ billDay: 32 }, 'error billDay customer.billDayRange'],
    [{ currency: 'PTS' }, 'error currency customer.currencyUnknown'],
    [{ taxId: 'B58378432' }, 'warning taxId customer.taxIdWrongCheck'],
    [{ taxId: '???' }, 'warning taxId customer.taxIdUnknownForm'],
    [{ notes: 'Visa 4242 4242 4242 4242' }, 'warning notes customer.cardNumberInText'],
    [{ tags: Array.from({ length: 101 }, (_, i) => `t${i}`) }, 'error tags customer.tooMany'],
  ])('%j: %s', (fields, issue) => {
    expect(check(fields, { country: 'ES' })).toEqual([issue])
  })

  it.each([1, 28, 31])('takes bill day %i', (billDay) => {
    expect(check({ billDay })).toEqual([])
  })

  it('checks references only against what it was given', () => {
    expect(check({ statusId: 'x', officeId: 'y', tags: ['z'] })).toEqual([])
    const none = new Set<string>()
    expect(check({ tags: ['z'] }, { statusIds: none, officeIds: none, tagIds: none })).toEqual([
      'error statusId customer.statusUnknown',
      'error officeId customer.officeUnknown',
      'error tags customer.tagUnknown',
    ])
  })

  it.each([
    ['number', '12.5', undefined],
    ['number', '12,5', 'customer.attributeNotNumber'],
    ['number', '1e5', 'customer.attributeNotNumber'],
    ['date', '2026-02-28', undefined],
    ['date', '2026-02-30', 'customer.attributeNotDate'],
    ['boolean', 'true', undefined],
    ['boolean', 'sí', 'customer.attributeNotBoolean'],
    ['url', 'https://example.com/a?b=c', undefined],
    ['url', 'mailto:ana@example.com', undefined],
    ['url', 'javascript:alert(1)', 'customer.attributeNotUrl'],
    ['url', 'example.com', 'customer.attributeNotUrl'],
    ['text', 'cualquiera', undefined],
    ['number', '', undefined],
  ] as const)('attribute of kind %s with "%s": %s', (kind, value, code) => {
    const attributes = [{ id: 'a', name: 'Dato', kind, value }]
    expect(check({ attributes })).toEqual(code ? [`error attributes/a/value ${code}`] : [])
  })

  it('wants attribute names once, and required attributes', () => {
    const attributes = [
      { id: 'a', name: 'Zona', kind: 'text' as const, value: '1' },
      { id: 'b', name: ' zóna', kind: 'text' as const, value: '2' },
      { id: 'c', name: '', kind: 'text' as const, value: '3' },
    ]
    expect(check({ attributes })).toEqual([
      'error attributes/b/name customer.attributeTwice',
      'error attributes/c/name customer.attributeNameMissing',
    ])
    const definition = {
      id: 'def',
      kind: 'attribute' as const,
      rank: 'i',
      createdAt: '2026-01-01T00:00:00Z',
      data: { name: 'Velocidad', valueKind: 'number' as const, required: true, unique: false },
    }
    expect(check({}, { attributes: [definition] })).toEqual(['error attributes customer.attributeMissing'])
    const held = [{ id: 'a', definitionId: 'def', name: 'Velocidad', kind: 'number' as const, value: '600' }]
    expect(check({ attributes: held }, { attributes: [definition] })).toEqual([])
  })

  it('keeps full card numbers out of payment methods, and other slips', () => {
    const card = {
      id: 'm',
      brand: 'Visa',
      lastFour: '4242',
      expiryMonth: 2,
      expiryYear: 2026,
      isDefault: true,
    }
    const now = Date.parse('2026-02-28T23:00:00Z')
    expect(check({ paymentMethods: [card] }, { now })).toEqual([])
    expect(check({ paymentMethods: [card] }, { now: Date.parse('2026-03-03T00:00:00Z') })).toEqual([
      'warning paymentMethods/m/expiryMonth customer.paymentExpired',
    ])
    expect(check({ paymentMethods: [{ ...card, nickname: '4242424242424242' }] })).toEqual([
      'error paymentMethods/m/nickname customer.paymentCardNumber',
    ])
    expect(check({ paymentMethods: [{ ...card, brand: ' ', lastFour: '42', expiryMonth: 13 }] })).toEqual([
      'error paymentMethods/m/brand customer.paymentBrandMissing',
      'error paymentMethods/m/lastFour customer.paymentLastFour',
      'error paymentMethods/m/expiryMonth customer.paymentExpiry',
    ])
    expect(check({ paymentMethods: [card, { ...card, id: 'n' }] })).toEqual([
      'error paymentMethods/n/isDefault customer.paymentDefaultTwice',
    ])
  })
})

describe('checkContact', () => {
  const check = (fields: ContactDraft, around = {}) =>
    brief(checkContact({ ...contactOf({ typeIds: ['type-own'] }), ...fields }, { country: 'ES', ...around }))

  it('has nothing to say about a good contact', () => {
    expect(check({}, { contactTypes: [contactTypeOf('own')] })).toEqual([])
  })

  it('names every email and phone by its row', () => {
    const emails = [
      { id: '1', address: 'ana@example.com' },
      { id: '2', address: 'ANA@example.com' },
      { id: '3', address: 'ana' },
      { id: '4', address: '' },
      { id: '5', address: 'ana@gmial.com' },
    ]
    const phones = [
      { id: '1', typed: '600 123 123' },
      { id: '2', typed: '+34600123123' },
      { id: '3', typed: 'mañanas' },
      { id: '4', typed: '12345' },
      { id: '5', typed: ' ' },
      { id: '6', typed: '6'.repeat(41) },
    ]
    expect(check({ emails, phones })).toEqual([
      'error emails/2/address contact.emailTwice',
      'error emails/3/address contact.emailNoAt',
      'error emails/4/address contact.emailMissing',
      'warning emails/5/address contact.emailSlip',
      'warning phones/2/typed contact.phoneTwice',
      'warning phones/3/typed contact.phoneUnreadable',
      'warning phones/4/typed contact.phoneDoubtful',
      'error phones/5/typed contact.phoneMissing',
      'error phones/6/typed contact.textTooLong',
      'warning phones/6/typed contact.phoneUnreadable',
    ])
  })

  it('warns of people who cannot be reached or get nothing', () => {
    expect(check({ emails: [], phones: [] })).toEqual(['warning emails contact.unreachable'])
    expect(check({ typeIds: [] })).toEqual(['warning typeIds contact.typeMissing'])
    const billing = { typeIds: ['type-billing'], emails: [] }
    const issues = checkContact(contactOf(billing), {
      country: 'ES',
      contactTypes: [contactTypeOf('billing')],
    })
    expect(issues).toEqual([
      {
        path: 'emails',
        code: 'contact.needsEmail',
        severity: 'warning',
        params: { es: 'Facturación', en: 'Billing' },
      },
    ])
  })

  it('keeps the source of a consent short enough to be shown', () => {
    const consent = { marketing: true, source: 'x'.repeat(201), at: '2026-01-01T00:00:00Z' }
    expect(check({ consent })).toEqual(['error consent/source contact.textTooLong'])
  })

  it('refuses types and sites that are not there', () => {
    expect(check({ typeIds: ['gone'] }, { contactTypes: [contactTypeOf('own')] })).toEqual([
      'error typeIds contact.typeUnknown',
    ])
    expect(check({ siteIds: ['other'] }, { siteIds: new Set(['mine']) })).toEqual([
      'error siteIds contact.siteForeign',
    ])
    expect(check({ siteIds: ['other'] })).toEqual([])
  })
})

describe('checkSite', () => {
  const check = (fields: SiteDraft, around = {}) => brief(checkSite({ ...siteOf(), ...fields }, around))

  it('has nothing to say about a good site', () => {
    expect(check({})).toEqual([])
  })

  it('asks for everything that is required, all at once', () => {
    expect(brief(checkSite({}))).toEqual([
      'error name site.nameMissing',
      'error latitude site.positionMissing',
      'error country site.countryMissing',
      'warning addressLine1 site.addressMissing',
    ])
  })

  it('takes the office’s country when the form has none', () => {
    expect(check({ country: '' }, { defaultCountry: 'ES' })).toEqual([])
  })

  const elsewhere = { plusCode: undefined }
  it.each<[SiteDraft, string]>([
    [{ ...elsewhere, longitude: undefined }, 'error longitude site.positionMissing'],
    [{ ...elsewhere, latitude: Number.NaN }, 'error latitude site.latitudeRange'],
    [{ ...elsewhere, longitude: Infinity }, 'error longitude site.longitudeRange'],
    [{ ...elsewhere, latitude: 0, longitude: 0 }, 'warning latitude site.nullIsland'],
    [{ plusCode: '8CGRC78W+PF' }, 'error plusCode site.plusCodeForm'],
    [{ plusCode: '9C3XGV4C+XV4' }, 'error plusCode site.plusCodeElsewhere'],
    [{ country: 'XX' }, 'error country site.countryUnknown'],
    [{ postcode: '99999' }, 'warning postcode site.postcodeForm'],
    [{ addressLine1: '' }, 'warning addressLine1 site.addressMissing'],
    [{ addressNote: 'x'.repeat(2001) }, 'error addressNote site.textTooLong'],
    [
      { origin: { source: 'user', precision: 'none', at: '2026-01-01T00:00:00Z' } },
      'warning latitude site.precisionNone',
    ],
  ])('%j: %s', (fields, issue) => {
    expect(check(fields)).toContain(issue)
  })

  it('offers a swapped pair swapped', () => {
    const issues = checkSite({ ...siteOf(), latitude: -3.7038, longitude: 40.4168, plusCode: undefined })
    expect(issues).toContainEqual({
      path: 'latitude',
      code: 'site.swapped',
      severity: 'warning',
      params: { latitude: 40.4168, longitude: -3.7038 },
    })
  })

  it('offers it although the country was filled from the swapped position', () => {
    const abroad = { ...siteOf(), latitude: -3.7, longitude: 40.4, country: 'SO', plusCode: undefined }
    const codes = (office?: string) =>
      checkSite(abroad, office === undefined ? {} : { defaultCountry: office }).map(({ code }) => code)
    expect(codes('ES')).toContain('site.swapped')
    expect(codes('KE')).not.toContain('site.swapped')
    expect(codes()).not.toContain('site.swapped')
  })

  it('is content with directions instead of a street', () => {
    expect(check({ addressLine1: undefined, addressNote: 'Tras el granero rojo' })).toEqual([])
  })

  it('warns of a name that the customer’s other sites have', () => {
    expect(check({ name: 'OFICINA' }, { otherNames: ['Oficína'] })).toEqual(['warning name site.nameTaken'])
  })

  it('accepts a longitude round the globe whose code lies on it', () => {
    expect(check({ longitude: -3.7038 + 360 })).toEqual([])
  })
})

describe('the rules let nothing through that the schemas refuse', () => {
  const text = fc.oneof(fc.string({ maxLength: 30 }), fc.string({ minLength: 190, maxLength: 420 }))
  const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 })

  it('for customers', () => {
    const draft = fc.record({
      name: text,
      taxId: optional(text),
      notes: optional(text),
      billDay: fc.oneof(fc.integer({ min: -5, max: 40 }), fc.double()),
      attributes: fc.array(
        fc.record({
          id: fc.uuid(),
          name: fc.string({ maxLength: 90 }),
          kind: fc.constantFrom('text' as const, 'number' as const),
          value: fc.string({ maxLength: 2100 }),
        }),
        { maxLength: 3 },
      ),
    })
    fc.assert(
      fc.property(draft, (fields) => {
        const customer = customerOf(fields)
        fc.pre(!hasErrors(checkCustomer(customer)))
        expect(
          validate(customerSchema, JSON.parse(JSON.stringify({ ...customer, sortName: '' }))),
        ).toMatchObject({ ok: true })
      }),
    )
  })

  it('for contacts', () => {
    const draft = fc.record({
      name: text,
      role: optional(text),
      emails: fc.array(
        fc.record({ id: fc.uuid(), address: fc.oneof(fc.emailAddress(), text), label: optional(text) }),
        {
          maxLength: 3,
        },
      ),
      phones: fc.array(fc.record({ id: fc.uuid(), typed: text, label: optional(text) }), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(draft, (fields) => {
        const contact = contactOf(fields)
        fc.pre(!hasErrors(checkContact(contact)))
        expect(
          validate(contactSchema, JSON.parse(JSON.stringify({ ...contact, sortName: '' }))),
        ).toMatchObject({ ok: true })
      }),
    )
  })

  it('for sites', () => {
    const draft = fc.record({
      name: text,
      city: optional(text),
      postcode: optional(text),
      placeId: optional(text),
      latitude: fc.double({ min: -100, max: 100 }),
      plusCode: fc.constant(undefined),
    })
    fc.assert(
      fc.property(draft, (fields) => {
        const site = { ...siteOf(), ...fields }
        fc.pre(!hasErrors(checkSite(site)))
        const stored = { ...site, sortName: '', plusCode: '8CGRC78W+PFG' }
        expect(validate(siteSchema, JSON.parse(JSON.stringify(stored)))).toMatchObject({ ok: true })
      }),
    )
  })
})

it('lists every code once', () => {
  for (const codes of [CUSTOMER_ISSUE_CODES, CONTACT_ISSUE_CODES, SITE_ISSUE_CODES]) {
    expect(new Set(codes).size).toBe(codes.length)
  }
})
