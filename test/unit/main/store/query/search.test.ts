import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { contactOf, customerOf, invoiceOf, itemOf, serviceOf, siteOf } from '#test/support/builders.ts'
import { createReadStore, type ReadStore } from '#test/support/read-store.ts'

let store: ReadStore

beforeAll(() => {
  store = createReadStore()
  const archived = { at: '2026-01-20T00:00:00.000Z', by: 'person-1' }
  store.write([
    {
      collection: 'customers',
      id: 'c1',
      after: customerOf({ id: 'c1', name: 'Panadería Núñez', number: 'MAD-7Q-000001' }),
    },
    {
      collection: 'customers',
      id: 'c2',
      after: customerOf({ id: 'c2', name: 'Supernuñeza', number: 'MAD-7Q-000002' }),
    },
    {
      collection: 'customers',
      id: 'c3',
      after: customerOf({ id: 'c3', name: 'Núñez Viejo', number: 'MAD-7Q-000003', archived }),
    },
    {
      collection: 'contacts',
      id: 'p1',
      after: contactOf({
        id: 'p1',
        customerId: 'c1',
        name: 'Carmen Ibáñez',
        phones: [{ id: 't', typed: '612 345 678', e164: '+34612345678' }],
      }),
    },
    {
      collection: 'sites',
      id: 's1',
      after: siteOf({
        id: 's1',
        customerId: 'c1',
        name: 'Obrador',
        addressLine1: 'Calle del Molino, 4',
        city: 'Cuenca',
      }),
    },
    {
      collection: 'sites',
      id: 's3',
      after: siteOf({
        id: 's3',
        customerId: 'c3',
        name: 'Almacén',
        addressLine1: 'Calle del Molino, 9',
        city: 'Cuenca',
      }),
    },
    {
      collection: 'services',
      id: 'v1',
      after: serviceOf({
        id: 'v1',
        customerId: 'c1',
        siteId: 's1',
        name: 'Fibra simétrica',
        identifiers: [
          { id: 'a', kind: 'ip', value: '100.64.7.21' },
          { id: 'b', kind: 'mac', value: 'aa:bb:cc:dd:ee:0f' },
          { id: 'c', kind: 'circuit', value: 'CIR-000777' },
          { id: 'd', kind: 'phone', value: '+34911222333' },
        ],
      }),
    },
    {
      collection: 'inventory',
      id: 'i1',
      after: itemOf({ id: 'i1', serial: 'HWTC00A1B2C3', model: 'EG8145' }),
    },
    {
      collection: 'inventory',
      id: 'i2',
      after: itemOf({ id: 'i2', serial: 'ZTEG99F0', state: 'assigned', customerId: 'c1' }),
    },
    {
      collection: 'invoices',
      id: 'f1',
      after: invoiceOf({ id: 'f1', customerId: 'c2', number: 'FMAD-7Q-000042' }),
    },
  ])
})

afterAll(() => store.close())

const find = (text: string, more: Partial<MethodInput<'search', 'find'>> = {}) => {
  const reply = store.read['search.find']?.({ text, limit: 20, ...more })
  if (!reply?.ok) throw new Error('no answer')
  return (reply.value as MethodOutput<'search', 'find'>).hits
}
const ids = (text: string, more: Partial<MethodInput<'search', 'find'>> = {}) =>
  find(text, more).map(({ id }) => id)

describe('search', () => {
  it('puts whole words before parts of words, and archived records behind', () => {
    expect(ids('nuñez')).toEqual(['c1', 'c2', 'c3'])
    expect(find('nuñez').map(({ archived }) => archived)).toEqual([false, false, true])
  })

  it('says what matched', () => {
    expect(find('612345678')).toEqual([
      {
        collection: 'contacts',
        id: 'p1',
        customerId: 'c1',
        title: 'Carmen Ibáñez',
        matched: { kind: 'phone', text: '612 345 678 +34612345678' },
        archived: false,
      },
    ])
    expect(find('molino cuenca')[0]).toMatchObject({
      id: 's1',
      matched: { kind: 'address' },
      title: 'Obrador',
    })
    expect(find('000002')[0]).toMatchObject({ id: 'c2', matched: { kind: 'number', text: 'MAD-7Q-000002' } })
  })

  it.each([
    ['100.64.7.21', 'v1', 'ip', 'Fibra simétrica'],
    ['64.7.21', 'v1', 'ip', 'Fibra simétrica'],
    ['AA-BB-CC-DD-EE-0F', 'v1', 'mac', 'Fibra simétrica'],
    ['aabbccddee0f', 'v1', 'mac', 'Fibra simétrica'],
    ['cir 000777', 'v1', 'circuit', 'Fibra simétrica'],
    ['911 222 333', 'v1', 'phone', 'Fibra simétrica'],
    ['simetrica', 'v1', 'name', 'Fibra simétrica'],
    ['a1b2', 'i1', 'serial', 'HWTC00A1B2C3'],
    ['eg8145', 'i1', 'model', 'HWTC00A1B2C3'],
    ['zteg99', 'i2', 'serial', 'ZTEG99F0'],
    ['fmad-7q-000042', 'f1', 'number', 'FMAD-7Q-000042'],
    ['000042', 'f1', 'number', 'FMAD-7Q-000042'],
  ])('finds services, equipment in stock or not, and invoices: %s', (text, id, kind, title) => {
    expect(find(text)).toMatchObject([{ id, title, matched: { kind } }])
  })

  it('keeps finding an item that goes to a customer and comes back', () => {
    const item = { id: 'i1', serial: 'HWTC00A1B2C3' }
    const put = (fields: object) =>
      store.write([{ collection: 'inventory', id: 'i1', after: itemOf({ ...item, ...fields }) }])
    put({ state: 'assigned', customerId: 'c1' })
    expect(find('00a1b2c3')).toMatchObject([{ id: 'i1', customerId: 'c1' }])
    put({})
    const [hit] = find('00a1b2c3')
    expect([hit?.id, hit?.customerId]).toEqual(['i1', undefined])
  })

  it('marks what is archived by its customer', () => {
    expect(find('molino').map(({ id, archived }) => [id, archived])).toEqual([
      ['s1', false],
      ['s3', true],
    ])
  })

  it('finds a customer by words of several of its records', () => {
    expect(find('panaderia ibañez')[0]).toMatchObject({
      collection: 'customers',
      id: 'c1',
      // Of the words, those that the customer's own name does not tell.
      matched: { kind: 'name', text: 'Carmen Ibáñez' },
    })
    expect(ids('carmen molino')).toEqual(['c1'])
    expect(find('panaderia molino')[0]).toMatchObject({ id: 'c1', matched: { kind: 'address' } })
  })

  it('forgives one slip when little is found', () => {
    expect(ids('panaderua')).toEqual(['c1'])
    expect(ids('ibañz')).toEqual(['p1'])
    expect(ids('molnio cuenca')).toEqual(['s1', 's3'])
    expect(ids('xolino')).toEqual(['s1', 's3'])
    expect(ids('mxlixo')).toEqual([])
    expect(ids('612345679')).toEqual([])
  })

  it('takes the first letter of the next word for no word yet, and a single digit for the whole number', () => {
    expect(ids('cuenca m')).toEqual(['s1', 's3'])
    expect(ids('molino 4')).toEqual(['s1'])
    store.write([
      {
        collection: 'sites',
        id: 's42',
        after: siteOf({
          id: 's42',
          customerId: 'c2',
          name: 'Taller',
          addressLine1: 'Molino, 42',
          city: 'Xeresa',
        }),
      },
    ])
    expect(ids('molino 4')).toEqual(['s1'])
    expect(ids('molino 42')).toEqual(['s42'])
    store.write([{ collection: 'sites', id: 's42', after: undefined }])
  })

  it('replaces a slip by words that exist, not by all that start like them', () => {
    // `molnio` is one slip from `molino`; `molinos` is two.
    store.write([
      { collection: 'customers', id: 'c9', after: customerOf({ id: 'c9', name: 'Molinos del Sur Cuenca' }) },
    ])
    expect(ids('molnio cuenca')).toEqual(['s1', 's3'])
    store.write([{ collection: 'customers', id: 'c9', after: undefined }])
  })

  it('gives every kind of record its share when many hold all the words', () => {
    const many = Array.from({ length: 30 }, (_, i) => ({
      collection: 'contacts' as const,
      id: `m${i}`,
      after: contactOf({ id: `m${i}`, customerId: 'c2', name: `Molino Cuenca ${i}` }),
    }))
    store.write(many)
    expect(ids('molino cuenca', { limit: 20, each: 2 })).toEqual(expect.arrayContaining(['s1', 's3']))
    store.write(many.map(({ collection, id }) => ({ collection, id, after: undefined })))
  })

  it('keeps to the collections asked for', () => {
    expect(ids('cuenca', { collections: ['contacts'] })).toEqual([])
    expect(ids('nuñez', { collections: ['customers'], limit: 1 })).toEqual(['c1'])
  })

  it('lets no kind of record crowd out the others', () => {
    expect(find('cuenca').map(({ collection }) => collection)).toEqual(['sites', 'sites'])
    expect(ids('cuenca', { each: 1 })).toEqual(['s1'])
  })

  it.each(['', '  ', '"', '*', '()', 'AND', '- -', 'NEAR(', '%_'])('takes “%s” as plain text', (text) => {
    expect(find(text)).toEqual([])
  })
})
