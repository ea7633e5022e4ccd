import { describe, expect, it } from 'vitest'
import { serviceOf, productOf } from '#test/support/builders.ts'
import {
  chargeToForm,
  formToCharge,
  marginOf,
  newChargeForm,
  productToForms,
} from '#renderer/features/services/form/charge-form.ts'
import {
  checkServiceForm,
  formToChanges,
  formToCreate,
  newServiceForm,
  serviceToForm,
  withProduct,
} from '#renderer/features/services/form/service-form.ts'

const today = '2026-03-10'
const blank = () => newServiceForm({ siteId: 'site-1', today })
const codes = (form: ReturnType<typeof blank>, around = {}) =>
  checkServiceForm(form, around, { isNew: true, country: 'ES', currency: 'EUR' }).map(
    ({ path, code }) => `${path} ${code}`,
  )

describe('the form of a charge', () => {
  it('sends only what its kind has', () => {
    const form = newChargeForm('metered', {
      description: 'Luz',
      unitPrice: '0.2',
      tiers: [{ id: 't', upTo: '', unitPrice: '0.3' }],
    })
    expect(formToCharge(form)).toEqual({
      id: form.id,
      kind: 'metered',
      description: 'Luz',
      unitPrice: '0.2',
      quantity: '1',
      periodMonths: 1,
      unit: 'kWh',
      tiers: [{ id: 't', unitPrice: '0.3' }],
    })
    expect(formToCharge({ ...form, kind: 'oneOff' })).not.toHaveProperty('tiers')
    expect(formToCharge({ ...form, kind: 'oneOff' })).not.toHaveProperty('periodMonths')
  })

  it('tells the margin only when there is one', () => {
    expect(marginOf({ unitPrice: '40', wholesalePrice: '10' })).toBe(0.75)
    expect(marginOf({ unitPrice: '40', wholesalePrice: '' })).toBeUndefined()
    expect(marginOf({ unitPrice: '0', wholesalePrice: '10' })).toBeUndefined()
    expect(marginOf({ unitPrice: '1,5', wholesalePrice: '1' })).toBeUndefined()
  })

  it('copies a product with ids of its own', () => {
    const [form] = productToForms(productOf())
    const [charge] = productOf().data.charges
    expect(form).toMatchObject({ description: charge?.description, unitPrice: charge?.unitPrice })
    expect(form?.id).not.toBe(charge?.id)
  })
})

describe('the form of a service', () => {
  it('is filled by a product, and keeps a name that somebody typed', () => {
    const product = productOf({ name: 'Fibra 1000', contractMonths: 12, exitFee: '90' })
    const filled = withProduct(blank(), product, undefined)
    expect(filled).toMatchObject({ name: 'Fibra 1000', hasContract: true, exitFee: '90' })
    expect(withProduct({ ...blank(), name: 'La de la nave' }, product, undefined).name).toBe('La de la nave')
    const other = productOf({ name: 'Fibra 300' })
    expect(withProduct(filled, other, product)).toMatchObject({ name: 'Fibra 300' })
  })

  it('names what is missing and what is wrong, each at its field', () => {
    const form = { ...blank(), siteId: undefined, activeFrom: '', hasContract: true, contractMonths: 0 }
    form.charges = [newChargeForm('recurring', { id: 'c', periodMonths: undefined, unitPrice: 'x' })]
    form.identifiers = [{ id: 'i', kind: 'ip', value: '10.0.0.300' }]
    expect(codes(form)).toEqual(
      expect.arrayContaining([
        'name service.nameMissing',
        'siteId service.siteForeign',
        'activeFrom service.dateForm',
        'contract/months service.contractMonths',
        'charges/c/description service.chargeNameMissing',
        'charges/c/unitPrice service.priceForm',
        'charges/c/periodMonths service.periodRange',
        'identifiers/i/value service.ipForm',
      ]),
    )
    expect(codes({ ...blank(), name: 'Fibra' }, { siteIds: new Set(['site-1']) })).toEqual([])
  })

  it('leaves out of a new service what is not there', () => {
    const input = formToCreate({ ...blank(), name: 'Fibra' }, 'customer-1')
    expect(input).toEqual({
      customerId: 'customer-1',
      siteId: 'site-1',
      name: 'Fibra',
      type: 'internet',
      status: 'active',
      activeFrom: today,
      charges: [],
      autoRenew: false,
      identifiers: [],
      attributes: [],
    })
  })

  it('changes only what was changed', () => {
    const service = serviceOf({
      contract: { from: '2026-01-01', months: 12, exitFee: '90', exitFeeWhole: true },
      notes: 'Llave en recepción',
    })
    const form = serviceToForm(service)
    expect(formToChanges(service, form)).toEqual({})
    expect(formToChanges(service, { ...form, name: 'Otra', notes: ' ' })).toEqual({
      name: 'Otra',
      notes: null,
    })
    expect(formToChanges(service, { ...form, contractMonths: 24 }).contract).toEqual({
      from: '2026-01-01',
      months: 24,
      exitFee: '90',
      exitFeeWhole: true,
    })
    expect(formToChanges(service, { ...form, hasContract: false }).contract).toBeNull()
  })

  it('shows a charge as it is', () => {
    const [charge] = serviceOf().charges
    expect(charge && chargeToForm(charge)).toMatchObject({ unitPrice: '32', periodMonths: 1, to: '' })
  })
})
