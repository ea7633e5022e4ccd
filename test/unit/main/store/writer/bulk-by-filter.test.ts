import { describe, expect, it } from 'vitest'
import { hostContract } from '#core/contract/host-contract.ts'
import type { BulkResult } from '#core/domain/bulk-result.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import { validate } from '#core/lib/validate.ts'
import { CancelledError } from '#main/store/cancelled.ts'
import { createReadyStore, type WriterStore } from '#test/support/writer-store.ts'

const customers = (store: WriterStore) => store.documents('customers') as unknown as Customer[]
const idOf = (store: WriterStore, kind: string, key?: string): string => {
  const found = store
    .documents('catalog')
    .find((record) => record.kind === kind && (!key || (record.data as { key?: string }).key === key))
  if (!found) throw new Error(`no ${kind} ${key}`)
  return found.id
}
const save = (store: WriterStore, kind: string, data: object) =>
  store.run<{ id: string }>('catalog.save', { kind, data }).result.id

/** Ten businesses and five persons, by name `Empresa 0` and `Ana 0` on. */
function createProvider(options?: Parameters<typeof createReadyStore>[0]) {
  const store = createReadyStore(options)
  const make = (name: string, type: Customer['type']) =>
    store.run<{ id: string }>('customer.create', { name, type }).result.id
  const businesses = Array.from({ length: 10 }, (_, i) => make(`Empresa ${i}`, 'business'))
  const people = Array.from({ length: 5 }, (_, i) => make(`Ana ${i}`, 'individual'))
  return { store, businesses, people, suspended: idOf(store, 'customerStatus', 'suspended') }
}

const preview = (store: WriterStore, command: string, input: unknown) => {
  const reply = store.writer.preview(command, input)
  if (!reply.ok) throw new Error(JSON.stringify(reply.error))
  expect(validate(hostContract.command.preview.output, reply.value)).toMatchObject({ ok: true })
  return reply.value
}

const isBusiness = { filter: { types: ['business'] } }

describe('a bulk command on all that match a filter', () => {
  it('changes exactly those that match when it runs, and one undo puts all of them back', () => {
    const { store, businesses, suspended } = createProvider()
    // Matches by now, although nobody saw it when the filter was set.
    store.run('customer.create', { name: 'Empresa tardía', type: 'business' })
    const ops = store.count('ops')
    const [spared = ''] = businesses
    const { result } = store.run<BulkResult>('customer.setStatus', {
      where: { ...isBusiness, except: [spared], expected: 10 },
      statusId: suspended,
    })
    expect(result).toMatchObject({ changed: 10, unchanged: 0, refused: [] })
    const changed = customers(store).filter(({ statusId }) => statusId === suspended)
    expect(changed.map(({ type }) => type)).toEqual(Array.from({ length: 10 }, () => 'business'))
    expect(changed.some(({ id }) => id === spared)).toBe(false)
    expect(store.count('ops')).toBe(ops + 1)
    expect(store.writer.undo()).toMatchObject({ ok: true })
    expect(customers(store).filter(({ statusId }) => statusId === suspended)).toEqual([])
  })

  it('finds by any text of the customer and its contacts', () => {
    const { store, suspended } = createProvider()
    const { result } = store.run<BulkResult>('customer.setStatus', {
      where: { filter: { anywhere: 'ana' } },
      statusId: suspended,
    })
    expect(result.changed).toBe(5)
  })

  it('never changes another number than the person was told', () => {
    const { store, suspended } = createProvider()
    const before = store.everything()
    const input = { where: { ...isBusiness, expected: 9 }, statusId: suspended }
    expect(store.writer.run('customer.setStatus', input, false)).toMatchObject({
      ok: false,
      error: {
        code: 'command/refused',
        details: { refusal: { code: 'bulk.selectionChanged', details: { expected: 9, found: 10 } } },
      },
    })
    expect(store.everything()).toEqual(before)
  })

  it('refuses when nobody is meant', () => {
    const { store, suspended } = createProvider()
    for (const target of [{}, { where: { filter: { text: 'nobody' } } }])
      expect(store.writer.run('customer.setStatus', { ...target, statusId: suspended }, false)).toMatchObject(
        { error: { details: { refusal: { code: 'bulk.nobodyChosen' } } } },
      )
  })

  it('never leaves a half of them changed when it is cancelled', () => {
    let calls = -1
    const { store, suspended } = createProvider({
      onProgress: () => {
        if (calls >= 0 && ++calls === 4) throw new CancelledError()
      },
    })
    const before = store.everything()
    calls = 0
    expect(
      store.writer.run('customer.setStatus', { where: isBusiness, statusId: suspended }, false),
    ).toMatchObject({ error: { code: 'host/cancelled' } })
    expect(store.everything()).toEqual(before)
  })
})

describe('the preview of a bulk command', () => {
  it('tells what running it does, and writes nothing', () => {
    const { store, businesses, suspended } = createProvider()
    const [archived = '', already = ''] = businesses
    store.run('customer.archive', { ids: [archived] })
    store.run('customer.setStatus', { ids: [already], statusId: suspended })
    const input = {
      where: { filter: { types: ['business'], archived: 'with' } },
      statusId: suspended,
    }
    const before = store.everything()
    const told = preview(store, 'customer.setStatus', input)
    expect(store.everything()).toEqual(before)
    expect(told).toMatchObject({
      changed: 8,
      unchanged: 1,
      refused: [{ code: 'customer.isArchived', count: 1, examples: [{ id: archived, title: 'Empresa 0' }] }],
    })
    expect(told.examples).toHaveLength(5)
    const { result } = store.run<BulkResult>('customer.setStatus', input)
    expect(result).toMatchObject({ changed: 8, unchanged: 1, refused: told.refused })
  })

  it('tells when all would be refused, and what another number comes to', () => {
    const { store, people, suspended } = createProvider()
    store.run('customer.archive', { ids: people })
    expect(preview(store, 'customer.setStatus', { ids: people, statusId: suspended })).toMatchObject({
      changed: 0,
      refused: [{ code: 'customer.isArchived', count: 5 }],
    })
    expect(
      preview(store, 'customer.setStatus', { where: { ...isBusiness, expected: 3 }, statusId: suspended }),
    ).toMatchObject({ changed: 10 })
  })

  it('is refused where there is none', () => {
    const { store, people } = createProvider()
    const ask = (command: string, input: object) => store.writer.preview(command, input)
    expect(ask('customer.update', { id: people[0], changes: {} })).toMatchObject({
      error: { code: 'command/no-preview' },
    })
    expect(ask('demo.load', {})).toMatchObject({ error: { code: 'command/unknown' } })
    expect(ask('customer.setStatus', { statusId: 5 })).toMatchObject({
      error: { code: 'host/invalid-input' },
    })
    expect(ask('customer.setStatus', { ids: people, statusId: 'none' })).toMatchObject({
      error: { code: 'command/refused', message: 'customer.statusNotFound' },
    })
  })
})

describe('bulk commands told to stop', () => {
  it('change nothing unless all can be changed', () => {
    const { store, businesses, suspended } = createProvider()
    store.run('customer.archive', { ids: businesses.slice(0, 2) })
    const before = store.everything()
    const input = { ids: businesses, statusId: suspended, whenRefused: 'stop' }
    expect(store.writer.run('customer.setStatus', input, false)).toMatchObject({
      error: {
        details: {
          refusal: {
            code: 'bulk.someRefused',
            details: { count: 2, refused: [{ code: 'customer.isArchived', count: 2 }] },
          },
        },
      },
    })
    expect(store.everything()).toEqual(before)
    expect(
      store.run<BulkResult>('customer.setStatus', { ...input, ids: businesses.slice(2) }).result.changed,
    ).toBe(8)
  })
})

describe('office and attributes of many customers', () => {
  it('moves them to an office in use', () => {
    const { store } = createProvider()
    const north = save(store, 'office', {
      name: 'Norte',
      prefix: 'NOR',
      country: 'ES',
      timeZone: 'Europe/Madrid',
      currency: 'EUR',
    })
    const { result } = store.run<BulkResult>('customer.setOffice', { where: isBusiness, officeId: north })
    expect(result.changed).toBe(10)
    expect(customers(store).filter(({ officeId }) => officeId === north)).toHaveLength(10)
    expect(
      store.writer.run('customer.setOffice', { where: isBusiness, officeId: 'none' }, false),
    ).toMatchObject({ error: { message: 'customer.officeNotFound' } })
  })

  it('sets, changes and clears one attribute and leaves the others', () => {
    const { store, businesses } = createProvider()
    const [first = ''] = businesses
    const speed = save(store, 'attribute', {
      name: 'Velocidad',
      valueKind: 'number',
      required: false,
      unique: false,
    })
    const own = { name: 'Nivel', kind: 'text', value: 'Oro' }
    store.run('customer.update', { id: first, changes: { attributes: [own] } })
    const set = (input: object) =>
      store.run<BulkResult>('customer.setAttribute', { where: isBusiness, ...input }).result
    const valuesOf = (id: string) =>
      (store.get('customers', id) as unknown as Customer).attributes.map(({ name, value }) => [name, value])

    expect(set({ definitionId: speed, value: ' 600 ' })).toMatchObject({ changed: 10 })
    expect(set({ definitionId: speed, value: '600' })).toMatchObject({ changed: 0, unchanged: 10 })
    expect(set({ name: 'NIVEL', value: 'Plata' })).toMatchObject({ changed: 10 })
    expect(valuesOf(first)).toEqual([
      ['Nivel', 'Plata'],
      ['Velocidad', '600'],
    ])
    expect(set({ definitionId: speed })).toMatchObject({ changed: 10 })
    expect(valuesOf(first)).toEqual([['Nivel', 'Plata']])
  })

  it.each([
    ['a value of another kind', { required: false, unique: false }, 'fast', 'customer.attributeInvalid'],
    [
      'the same value where each has its own',
      { required: false, unique: true },
      '5',
      'customer.attributeUnique',
    ],
    ['to clear what is required', { required: true, unique: false }, undefined, 'customer.attributeRequired'],
  ])('refuses %s', (_, rules, value, code) => {
    const { store } = createProvider()
    const definitionId = save(store, 'attribute', { name: 'Velocidad', valueKind: 'number', ...rules })
    const input = { where: isBusiness, definitionId, ...(value !== undefined && { value }) }
    expect(store.writer.run('customer.setAttribute', input, false)).toMatchObject({
      error: { code: 'command/refused', message: code },
    })
    expect(
      store.writer.run('customer.setAttribute', { ...input, definitionId: 'none' }, false),
    ).toMatchObject({ error: { message: 'customer.attributeNotFound' } })
  })
})
