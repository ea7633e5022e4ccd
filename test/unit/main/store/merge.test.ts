import { describe, expect, it } from 'vitest'
import { Type } from 'typebox'
import { defineCommand } from '#core/domain/command.ts'
import { commands } from '#core/domain/commands.ts'
import type { CustomersMerged } from '#core/domain/customer/merge/merge.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { ok } from '#core/lib/result.ts'
import { listActivity } from '#main/store/activity/activity-reader.ts'
import { verifyChain } from '#main/store/activity/verify.ts'
import { createDocuments } from '#main/store/writer/documents.ts'
import { findRecords } from '#main/store/query/search.ts'
import { createStatements } from '#main/store/query/statements.ts'
import { entryOf, invoiceOf } from '#test/support/builders.ts'
import { createReadyStore, createWriterStore, type WriterStore } from '#test/support/writer-store.ts'

/** Posts what it is given, as the commands of the billing run do. */
const post = defineCommand({
  name: 'test.post',
  input: Type.Object({ entries: Type.Array(Type.Any()), invoices: Type.Array(Type.Any()) }),
  undo: 'reversal',
  run: ({ entries, invoices }) =>
    ok({
      writes: (invoices as Invoice[]).map((after) => ({
        collection: 'invoices',
        id: after.id,
        before: undefined,
        after,
      })),
      entries: entries as LedgerEntry[],
      result: null,
    }),
})
const withPost = { commands: { ...commands, 'test.post': post } }

/** Two customers of one person, each with a contact, a site and money. */
function twins(options: { file?: string } = {}) {
  const store = createReadyStore({ ...withPost, ...options })
  const make = (name: string, taxId: string) =>
    store.run<{ id: string; number: string }>('customer.create', { name, type: 'business', taxId }).result
  const [kept, gone] = [make('Panadería Núñez', 'B11111111'), make('Panaderia Nunez SL', 'B22222222')]
  const site = store.run<{ id: string }>('site.create', {
    customerId: gone.id,
    name: 'Obrador',
    latitude: 40.4,
    longitude: -3.7,
  }).result.id
  const contact = store.run<{ id: string }>('contact.create', {
    customerId: gone.id,
    name: 'Ana Pérez',
    phones: [{ typed: '600 123 123' }],
  }).result.id
  const entries = [
    entryOf({ customerId: gone.id }),
    entryOf({ customerId: gone.id, key: 'tax', kind: 'tax', amount: 672, invoiceId: 'invoice-1' }),
    entryOf({ customerId: gone.id, key: 'open', amount: 500 }),
    entryOf({ customerId: kept.id, key: 'pay', kind: 'payment', amount: -100 }),
  ]
  store.run('test.post', { entries, invoices: [invoiceOf({ customerId: gone.id })] })
  return { store, kept, gone, site, contact }
}

const merge = (store: WriterStore, { kept, gone }: { kept: { id: string }; gone: { id: string } }) =>
  store.run<CustomersMerged>('customer.merge', { survivorId: kept.id, absorbedIds: [gone.id] })

const money = ({ db }: WriterStore, id: string) =>
  db
    .prepare(
      `SELECT balance, open_invoices AS invoices, open_amount AS open, oldest_due AS due, uninvoiced FROM r_customer WHERE id = ?`,
    )
    .get(id)
const NOTHING = { balance: 0, invoices: 0, open: 0, due: null, uninvoiced: 0 }
const find = (store: WriterStore, text: string) =>
  findRecords(createStatements(store.db), { text, limit: 20 }).hits

describe('a merge in the file', () => {
  it('counts the money of the absorbed customer for the survivor, and the ledger stays as it was', () => {
    const { store, kept, gone } = twins()
    const ledger = () => store.db.prepare('SELECT * FROM transactions ORDER BY n').all()
    const invoices = () => store.documents('invoices')
    const before = [ledger(), invoices()]
    const { result } = merge(store, { kept, gone })
    expect(result.counted).toEqual({ invoices: 1, entries: 3, balance: 4372, currency: 'EUR' })
    expect(money(store, kept.id)).toEqual({
      balance: 4272,
      invoices: 1,
      open: 3872,
      due: '2026-03-16',
      uninvoiced: 1,
    })
    expect(money(store, gone.id)).toEqual(NOTHING)
    expect([ledger(), invoices()]).toEqual(before)
    expect(verifyChain(store.db, () => undefined)).toEqual({ ops: store.count('ops'), faults: [] })
  })

  it('lets commands find that money with the survivor, and what is posted late', () => {
    const { store, kept, gone } = twins()
    merge(store, { kept, gone })
    // From a desktop that had not heard of the merge.
    store.run('test.post', {
      entries: [entryOf({ customerId: gone.id, key: 'late', amount: 50 })],
      invoices: [invoiceOf({ id: 'invoice-2', customerId: gone.id, number: 'F-2', lines: [] })],
    })
    const { ledger } = createDocuments(store.db)
    expect(ledger.balance(kept.id)).toBe(4322)
    expect(ledger.openInvoices(kept.id, 9).map(({ id }) => id)).toEqual(['invoice-1', 'invoice-2'])
    expect(ledger.uninvoiced(kept.id, 9).map(({ key }) => key)).toEqual(['open', 'late'])
    expect(ledger.counts(kept.id)).toEqual({ entries: 5, invoices: 2 })
    expect(ledger.hasEntries(gone.id)).toBe(false)
  })

  it('holds back archiving the survivor for what the other one still owes', () => {
    const { store, kept, gone } = twins()
    merge(store, { kept, gone })
    const reply = store.writer.run('customer.archive', { ids: [kept.id] }, false)
    expect(reply).toMatchObject({ ok: false, error: { message: 'customer.blocked' } })
  })

  it('passes money on when the survivor is merged too, and back again', () => {
    const { store, kept, gone } = twins()
    const last = store.run<{ id: string }>('customer.create', { name: 'Sol', type: 'business' }).result
    merge(store, { kept, gone })
    const { opId } = merge(store, { kept: last, gone: kept })
    expect(money(store, last.id)).toMatchObject({ balance: 4272 })
    expect(money(store, kept.id)).toEqual(NOTHING)
    store.writer.undo(opId)
    expect(money(store, kept.id)).toMatchObject({ balance: 4272 })
    expect(money(store, last.id)).toEqual(NOTHING)
  })

  it('finds the survivor by the number of the absorbed one, and says that it is a former number', () => {
    const { store, kept, gone } = twins()
    merge(store, { kept, gone })
    expect(find(store, gone.number)[0]).toMatchObject({
      id: kept.id,
      archived: false,
      matched: { kind: 'formerNumber', text: gone.number },
    })
    expect(createDocuments(store.db).customersWith([{ kind: 'number', key: keyOf(gone.number) }], 9)).toEqual(
      [kept.id],
    )
  })

  it('does not call invoices archived that count for a customer in use', () => {
    const { store, kept, gone } = twins()
    merge(store, { kept, gone })
    expect(find(store, 'FMAD-7Q-000001')).toMatchObject([{ collection: 'invoices', archived: false }])
  })

  it('never splits the history over two records: contacts, sites, money and log are with the survivor', () => {
    const { store, kept, gone, site, contact } = twins()
    merge(store, { kept, gone })
    expect(store.get('sites', site)?.customerId).toBe(kept.id)
    expect(store.get('contacts', contact)?.customerId).toBe(kept.id)
    const log = (customerId: string) =>
      listActivity(store.db, { customerId, limit: 50 }).entries.map(({ command }) => command)
    expect(log(kept.id)).toEqual([
      'customer.merge',
      'test.post',
      'contact.create',
      'site.create',
      'customer.create',
      'customer.create',
    ])
    expect(log(gone.id)[0]).toBe('customer.merge')
  })
})

const keyOf = (number: string) => number.toLowerCase().replace(/[^a-z0-9]/g, '')

describe('a merge taken back', () => {
  it('is not irreversible: one step gives both customers back as they were, after a restart too', () => {
    const { store, kept, gone } = twins()
    const state = () => [
      store.documents('customers'),
      store.documents('contacts'),
      store.documents('sites'),
      [kept.id, gone.id].map((id) => money(store, id)),
    ]
    const before = state()
    const { opId } = merge(store, { kept, gone })
    store.close()
    const again = createReopened(store.path)
    expect(again.writer.undo(opId)).toMatchObject({
      ok: true,
      value: { command: 'customer.merge', kept: [] },
    })
    expect([
      again.documents('customers'),
      again.documents('contacts'),
      again.documents('sites'),
      [kept.id, gone.id].map((id) => money(again, id)),
    ]).toEqual(before)
    expect(verifyChain(again.db, () => undefined)).toEqual({ ops: again.count('ops'), faults: [] })
    expect(again.writer.redo().ok).toBe(true)
    expect(money(again, kept.id)).toMatchObject({ balance: 4272 })
  })

  it('keeps what was changed in a record since', () => {
    const { store, kept, gone, contact } = twins()
    const { opId } = merge(store, { kept, gone })
    store.run('contact.update', { id: contact, changes: { role: 'Gerente' } })
    expect(store.writer.undo(opId)).toMatchObject({ ok: true, value: { kept: [] } })
    expect(store.get('contacts', contact)).toMatchObject({ customerId: gone.id, role: 'Gerente' })
  })

  it('leaves a site with the survivor when a service was added on it since, and says so', () => {
    const { store, kept, gone, site, contact } = twins()
    const { opId } = merge(store, { kept, gone })
    const service = store.run<{ id: string }>('service.create', {
      customerId: kept.id,
      siteId: site,
      name: 'Fibra',
      type: 'internet',
      charges: [],
    }).result.id
    expect(store.writer.undo(opId)).toMatchObject({
      ok: true,
      value: { kept: [{ collection: 'sites', id: site, path: 'customerId' }] },
    })
    expect(store.get('sites', site)?.customerId).toBe(kept.id)
    expect(store.get('services', service)).toMatchObject({ customerId: kept.id, siteId: site })
    expect(store.get('contacts', contact)?.customerId).toBe(gone.id)
    expect(store.get('customers', gone.id)?.mergedInto).toBeUndefined()
  })

  it('gives back one of two customers that were merged one after the other', () => {
    const { store, kept, gone } = twins()
    const third = store.run<{ id: string }>('customer.create', { name: 'Sol', type: 'business' }).result
    const first = merge(store, { kept, gone })
    merge(store, { kept, gone: third })
    expect(store.writer.undo(first.opId)).toMatchObject({ ok: true, value: { kept: [] } })
    expect(store.get('customers', kept.id)?.absorbed).toMatchObject([{ id: third.id }])
    expect(store.get('customers', gone.id)?.archived).toBeUndefined()
  })

  it('does not let go of a customer into whom another one was merged', () => {
    const store = createReadyStore(withPost)
    const made = store.run<{ id: string }>('customer.create', { name: 'Sol', type: 'business' })
    const gone = store.run<{ id: string }>('customer.create', { name: 'Luna', type: 'business' }).result
    merge(store, { kept: made.result, gone })
    expect(store.writer.undo(made.opId)).toMatchObject({ ok: false, error: { code: 'command/cannot-undo' } })
  })
})

function createReopened(file: string): WriterStore {
  return createWriterStore({ ...withPost, file })
}

describe('what is said of pairs', () => {
  it('is taken back one by one, in any order', () => {
    const store = createReadyStore()
    const ids = ['Uno', 'Dos', 'Tres'].map(
      (name) => store.run<{ id: string }>('customer.create', { name, type: 'business' }).result.id,
    )
    const apart = (a: number, b: number) =>
      store.run('customer.tellApart', { ids: [ids[a], ids[b]], distinct: true })
    const first = apart(0, 1)
    apart(0, 2)
    expect(store.writer.undo(first.opId)).toMatchObject({ ok: true, value: { kept: [] } })
    expect(ids.map((id) => store.get('customers', id)?.notSameAs)).toEqual([[ids[2]], undefined, [ids[0]]])
  })
})
