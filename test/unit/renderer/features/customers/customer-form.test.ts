import { describe, expect, it } from 'vitest'
import { createCustomer } from '#core/domain/customer/create.ts'
import type { Customer } from '#core/domain/customer/index.ts'
import { updateCustomer } from '#core/domain/customer/update.ts'
import { validate } from '#core/lib/validate.ts'
import {
  checkCustomerForm,
  customerToForm,
  formToChanges,
  formToCreate,
  newCustomerForm,
} from '#renderer/features/customers/form/customer-form.ts'

const defaults = { statusId: 'active', officeId: 'mad', currency: 'EUR', language: 'es' as const }
const customer: Customer = {
  id: 'c1',
  number: 'MAD-7Q-000001',
  name: 'Fibra Norte S.L.',
  sortName: 'fibra norte s.l.',
  type: 'business',
  taxId: 'B12345674',
  statusId: 'active',
  paymentType: 'postpaid',
  billDay: 31,
  currency: 'EUR',
  language: 'es',
  tags: ['vip'],
  attributes: [{ id: 'a1', name: 'Nivel', kind: 'text', value: 'oro' }],
  paymentMethods: [],
  officeId: 'mad',
  createdAt: '2026-01-10T09:00:00.000Z',
}
const codes = (issues: { path: string; code: string }[]) => issues.map(({ path, code }) => `${path} ${code}`)

describe('a new customer', () => {
  it('starts with what the office prescribes and misses only its name', () => {
    expect(codes(checkCustomerForm(newCustomerForm(defaults), {}))).toEqual(['name customer.nameMissing'])
  })

  it('sends an input that the command accepts, without empty texts', () => {
    const form = { ...newCustomerForm(defaults), name: 'Ana', taxId: ' ', phone: '600 123 123' }
    const input = formToCreate(form)
    expect(input).not.toHaveProperty('taxId')
    expect(input).not.toHaveProperty('notes')
    expect(input.contact).toEqual({ emails: [], phones: [{ typed: '600 123 123' }] })
    expect(validate(createCustomer.input, input)).toMatchObject({ ok: true })
  })

  it('makes no contact of a business', () => {
    const form = { ...newCustomerForm(defaults), type: 'business' as const, email: 'a@b.es' }
    expect(formToCreate(form)).not.toHaveProperty('contact')
    expect(codes(checkCustomerForm({ ...form, name: 'X', email: 'nonsense' }, {}))).toEqual([])
  })

  it('checks the email typed along and names the form field', () => {
    const form = { ...newCustomerForm(defaults), name: 'Ana', email: 'ana', phone: '12' }
    expect(codes(checkCustomerForm(form, { country: 'ES' }))).toEqual([
      'email contact.emailNoAt',
      'phone contact.phoneDoubtful',
    ])
  })

  it('leaves out attribute rows that were opened and not filled in', () => {
    const empty = { id: 'x', name: ' ', kind: 'text' as const, value: '' }
    const form = { ...newCustomerForm(defaults), name: 'Ana', attributes: [empty] }
    expect(formToCreate(form).attributes).toEqual([])
    expect(checkCustomerForm(form, {})).toEqual([])
  })

  it('warns about a card number in the notes', () => {
    const form = { ...newCustomerForm(defaults), name: 'Ana', notes: 'Visa 4111 1111 1111 1111' }
    expect(checkCustomerForm(form, {})).toMatchObject([{ path: 'notes', severity: 'warning' }])
  })
})

describe('changing a customer', () => {
  it('sends nothing when nothing was changed', () => {
    expect(formToChanges(customer, customerToForm(customer))).toEqual({})
  })

  it('sends changed fields only and null for an emptied one', () => {
    const form = { ...customerToForm(customer), name: 'Fibra Sur', taxId: '', tags: ['vip', 'new'] }
    const changes = formToChanges(customer, form)
    expect(changes).toEqual({ name: 'Fibra Sur', taxId: null, tags: ['vip', 'new'] })
    expect(validate(updateCustomer.input, { id: customer.id, changes })).toMatchObject({ ok: true })
  })

  it('does not touch the record while the form is typed in', () => {
    const form = customerToForm(customer)
    form.tags.push('other')
    form.attributes[0]!.value = 'plata'
    expect(customer.tags).toEqual(['vip'])
    expect(customer.attributes[0]?.value).toBe('oro')
    expect(formToChanges(customer, form)).toMatchObject({ tags: ['vip', 'other'] })
  })
})
