import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { contactOf, customerOf, invoiceOf, itemOf, serviceOf, siteOf } from '#test/support/builders.ts'
import { createReadStore, type ReadStore } from '#test/support/read-store.ts'

let store: ReadStore
const archived = { at: '2026-01-20T00:00:00.000Z', by: 'person-1' }

beforeAll(() => {
  store = createReadStore()
  const put = (collection: Parameters<ReadStore['write']>[0][number]['collection'], after: { id: string }) =>
    store.write([{ collection, id: after.id, after }])
  put(
    'customers',
    customerOf({
      id: 'customer',
      name: 'Logroño Telecomunicación',
      number: 'MAD-7Q-000451',
      taxId: 'B12345674',
      attributes: [{ id: 'a', name: 'Contrato', kind: 'text', value: 'Marco/2024-77' }],
    }),
  )
  put('customers', customerOf({ id: 'gone', name: 'Cerrajería Íñigo', number: 'MAD-7Q-000452', archived }))
  put(
    'contacts',
    contactOf({
      id: 'contact',
      customerId: 'customer',
      name: 'Begoña Güell',
      emails: [{ id: 'e', address: 'begona.guell@example.org' }],
      phones: [{ id: 't', typed: '(0341) 15 612-3456', e164: '+543416123456' }],
    }),
  )
  put(
    'sites',
    siteOf({
      id: 'site',
      customerId: 'customer',
      name: 'Almacén',
      addressLine1: 'Avenida de la Constitución, 27',
      city: 'Logroño',
      plusCode: '8CGRC78W+PFG',
    }),
  )
  put(
    'services',
    serviceOf({
      id: 'service',
      customerId: 'customer',
      siteId: 'site',
      name: 'Fibra 600',
      identifiers: [
        { id: 'a', kind: 'ip', value: '10.2.3.4' },
        { id: 'b', kind: 'mac', value: 'a4:b1:c2:d3:e4:f5' },
        { id: 'c', kind: 'ip', value: '2001:db8::7' },
      ],
      attributes: [{ id: 'x', name: 'VLAN', kind: 'text', value: 'cliente-881' }],
    }),
  )
  // The same numbers in another order: no answer for somebody who looks for 10.2.3.4.
  put(
    'services',
    serviceOf({
      id: 'other',
      customerId: 'customer',
      siteId: 'site',
      name: 'Radio',
      identifiers: [
        { id: 'a', kind: 'ip', value: '4.3.2.10' },
        { id: 'b', kind: 'mac', value: 'f5:e4:d3:c2:b1:a4' },
      ],
    }),
  )
  put('inventory', itemOf({ id: 'item', serial: 'ZTEGC0FFEE01', model: 'F680', mac: '02:00:00:12:34:56' }))
  put('invoices', invoiceOf({ id: 'invoice', customerId: 'customer', number: 'FMAD-7Q-000118' }))
})
afterAll(() => store.close())

function find(text: string, more: Partial<MethodInput<'search', 'find'>> = {}) {
  const reply = store.read['search.find']?.({ text, limit: 40, ...more })
  if (!reply?.ok) throw new Error('no answer')
  return (reply.value as MethodOutput<'search', 'find'>).hits
}

describe('everything is found by a part of it, and says why', () => {
  it.each([
    ['a name without its accents', 'logrono tele', 'customer', 'name', 'Logroño Telecomunicación'],
    ['the inside of a word', 'comunicac', 'customer', 'name', 'Logroño Telecomunicación'],
    ['the end of a customer number', '000451', 'customer', 'number', 'MAD-7Q-000451'],
    ['the inside of a tax id', '2345674', 'customer', 'taxId', 'B12345674'],
    ['an attribute of a customer', 'marco/2024', 'customer', 'attribute', 'Marco/2024-77'],
    [
      'a telephone number as it is dialled',
      '3416123456',
      'contact',
      'phone',
      '(0341) 15 612-3456 +543416123456',
    ],
    [
      'the last digits of a telephone number',
      '612 34 56',
      'contact',
      'phone',
      '(0341) 15 612-3456 +543416123456',
    ],
    ['a part of an email address', 'guell@exam', 'contact', 'email', 'begona.guell@example.org'],
    [
      'a street with its number',
      'constitucion 27',
      'site',
      'address',
      'Avenida de la Constitución, 27 28013 Logroño Comunidad de Madrid',
    ],
    ['a Plus Code without its area', 'c78w+pf', 'site', 'plusCode', '8CGRC78W+PFG'],
    ['a whole IP address', '10.2.3.4', 'service', 'ip', '10.2.3.4'],
    ['the beginning of an IP address', '10.2.', 'service', 'ip', '10.2.3.4'],
    ['the end of an IP address', '2.3.4', 'service', 'ip', '10.2.3.4'],
    ['an IPv6 address', '2001:DB8::7', 'service', 'ip', '2001:db8::7'],
    ['a MAC address with hyphens', 'A4-B1-C2-D3-E4-F5', 'service', 'mac', 'a4:b1:c2:d3:e4:f5'],
    ['the end of a MAC address without marks', 'd3e4f5', 'service', 'mac', 'a4:b1:c2:d3:e4:f5'],
    ['an attribute of a service', '881', 'service', 'attribute', 'cliente-881'],
    ['the inside of a serial', 'c0ffee', 'item', 'serial', 'ZTEGC0FFEE01'],
    ['a MAC address of equipment in stock', '12:34:56', 'item', 'mac', '02:00:00:12:34:56'],
    ['an invoice number', 'FMAD-7Q-000118', 'invoice', 'number', 'FMAD-7Q-000118'],
    ['the end of an invoice number', '118', 'invoice', 'number', 'FMAD-7Q-000118'],
  ])('%s', (_what, text, id, kind, reason) => {
    expect(find(text).find((hit) => hit.id === id)?.matched).toEqual({ kind, text: reason })
    expect(find(text)[0]?.id).toBe(id)
  })

  it('an address is not found by its parts in another order', () => {
    expect(find('10.2.3.4').map(({ id }) => id)).toEqual(['service'])
    expect(find('a4:b1:c2:d3:e4:f5').map(({ id }) => id)).toEqual(['service'])
  })

  it('one slip is forgiven', () => {
    expect(find('telecomunicacoin')[0]?.id).toBe('customer')
    expect(find('begnoa')[0]?.id).toBe('contact')
    expect(find('constitucin')[0]?.id).toBe('site')
  })

  it('archived records are found and marked', () => {
    expect(find('inigo')).toMatchObject([{ id: 'gone', archived: true }])
  })
})

describe('what users of other programs complained of', () => {
  // Pain 27.
  it('no kind of record is missing from search', () => {
    const found = ['logroño', 'güell', 'almacén', 'fibra', 'ztegc', 'fmad'].flatMap((text) =>
      find(text).map(({ collection }) => collection),
    )
    expect([...new Set(found)].sort()).toEqual([
      'contacts',
      'customers',
      'inventory',
      'invoices',
      'services',
      'sites',
    ])
  })

  // Pain 32.
  it('nobody needs another tool to find the customer behind an IP, a MAC or a serial', () => {
    store.write([
      {
        collection: 'inventory',
        id: 'item',
        after: itemOf({
          id: 'item',
          serial: 'ZTEGC0FFEE01',
          mac: '02:00:00:12:34:56',
          state: 'assigned',
          placeId: undefined,
          customerId: 'customer',
        }),
      },
    ])
    for (const text of ['10.2.3.4', 'a4b1c2d3e4f5', '02:00:00:12:34:56', 'ztegc0ffee01'])
      expect(find(text)[0]?.customerId, text).toBe('customer')
  })
})

describe('a customer in a searched list says why it is there', () => {
  const reasons = (text: string) => {
    const reply = store.read['search.reasons']?.({ text, customerIds: ['customer', 'gone'] })
    if (!reply?.ok) throw new Error('no answer')
    return (reply.value as MethodOutput<'search', 'reasons'>).reasons.map(
      ({ customerId, collection, kind, text: found }) => `${customerId}: ${collection} ${kind} ${found}`,
    )
  }

  it.each([
    ['its tax id', 'b12345', ['customer: customers taxId B12345674']],
    ['an attribute', 'marco', ['customer: customers attribute Marco/2024-77']],
    ['a contact’s email', 'guell@exam', ['customer: contacts email begona.guell@example.org']],
    ['an invoice', 'fmad-7q-000118', ['customer: invoices number FMAD-7Q-000118']],
    ['what the name does not hold', 'logrono begona', ['customer: contacts name Begoña Güell']],
    ['nothing where the name says so', 'logrono', []],
    ['nothing where the number says so', 'mad-7q-000451', []],
    ['nothing for who does not match', 'nobody at all', []],
  ])('%s', (_, text, expected) => expect(reasons(text)).toEqual(expected))

  it('a contact behind very many others', () => {
    const put = (id: string, name: string) =>
      store.write([{ collection: 'contacts', id, after: contactOf({ id, customerId: 'customer', name }) }])
    for (let i = 0; i < 60; i++) put(`many-${i}`, `Persona ${i}`)
    put('last', 'Zacarías Yáñez')
    expect(reasons('zacarias')).toEqual(['customer: contacts name Zacarías Yáñez'])
  })
})
