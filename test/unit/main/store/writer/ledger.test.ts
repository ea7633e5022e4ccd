import { describe, expect, it } from 'vitest'
import { Type } from 'typebox'
import { defineCommand } from '#core/domain/command.ts'
import { commands } from '#core/domain/commands.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import { chargeKey } from '#core/domain/ledger/effect.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { ok } from '#core/lib/result.ts'
import { listActivity } from '#main/store/activity/activity-reader.ts'
import { verifyChain } from '#main/store/activity/verify.ts'
import { createDocuments } from '#main/store/writer/documents.ts'
import { createLedgerReader } from '#main/store/writer/ledger.ts'
import { chargeOf, entryOf, invoiceOf, serviceOf } from '#test/support/builders.ts'
import { createReadyStore } from '#test/support/writer-store.ts'

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

function setUp() {
  const store = createReadyStore({ commands: { ...commands, 'test.post': post } })
  const { result } = store.run<{ id: string }>('customer.create', { name: 'Sol', type: 'business' })
  const customerId = result.id
  const entry = (fields: Partial<LedgerEntry>) => entryOf({ customerId, ...fields })
  const postAll = (entries: LedgerEntry[], invoices: Invoice[] = []) =>
    store.run('test.post', { entries, invoices })
  const money = () =>
    store.db
      .prepare(
        `SELECT balance, open_invoices AS open, open_amount AS amount, oldest_due AS due, uninvoiced FROM r_customer WHERE id = ?`,
      )
      .get(customerId)
  return { store, customerId, entry, postAll, money }
}

const charge = chargeKey('charge-1', '2026-02-01')
const tax: Partial<LedgerEntry> = { key: 'tax', kind: 'tax', amount: 672, invoiceId: 'invoice-1' }

describe('the ledger', () => {
  it('is written with the documents of the command, in the op’s chain', () => {
    const { store, customerId, entry, postAll } = setUp()
    postAll([entry({}), entry(tax)], [invoiceOf({ customerId })])
    expect(store.count('transactions')).toBe(2)
    expect(verifyChain(store.db, () => undefined)).toEqual({ ops: store.count('ops'), faults: [] })
    const [latest] = listActivity(store.db, { customerId, limit: 1 }).entries
    expect(latest).toMatchObject({ command: 'test.post', changeCount: 3, canUndo: false })
    expect(latest?.changes.map(({ collection, id }) => [collection, id])).toEqual([
      ['invoices', 'invoice-1'],
      ['transactions', charge],
      ['transactions', 'tax'],
    ])
    expect(store.events.at(-1)?.collections).toEqual(['invoices', 'transactions'])
  })

  it('tells windows of a command that only posts', () => {
    const { store, entry, postAll } = setUp()
    postAll([entry({})])
    expect(store.events.at(-1)).toMatchObject({ collections: ['transactions'], rows: [], last: true })
  })

  it('shows in the chain when an entry was changed behind its back', () => {
    const { store, entry, postAll } = setUp()
    const { opId } = postAll([entry({ description: 'Fibra' })])
    store.db.exec(`UPDATE transactions SET body = json_set(body, '$.description', 'Otra')`)
    expect(verifyChain(store.db, () => undefined)).toMatchObject({
      faults: [{ opId, reason: 'changes' }],
    })
  })

  it('only grows: no row goes, and no amount, date or customer changes', () => {
    const { store, entry, postAll } = setUp()
    postAll([entry({})])
    for (const sql of [
      'DELETE FROM transactions',
      `UPDATE transactions SET key = 'x'`,
      `UPDATE transactions SET body = json_set(body, '$.amount', 1)`,
      `UPDATE transactions SET body = json_set(body, '$.customerId', 'x')`,
    ])
      expect(() => store.db.exec(sql), sql).toThrow(/the ledger only grows/)
  })

  it('never posts a key twice: the whole command leaves nothing', () => {
    const { store, customerId, entry, postAll } = setUp()
    postAll([entry({})])
    const before = store.everything()
    expect(() => postAll([entry({ key: 'other' }), entry({})], [invoiceOf({ customerId })])).toThrow(/UNIQUE/)
    expect(store.everything()).toEqual(before)
    expect(store.count('transactions')).toBe(1)
  })

  it('gives commands all entries of one customer, in the order of posting', () => {
    const { store, customerId, entry, postAll } = setUp()
    const other = store.run<{ id: string }>('customer.create', { name: 'Luna', type: 'business' }).result.id
    postAll([entry({ key: 'b', date: '2026-03-09' }), entry({ key: 'x', customerId: other })])
    postAll([entry({ key: 'a', date: '2026-01-01' })])
    const reader = createLedgerReader(store.db)
    expect(reader.entries(customerId, 10).map(({ key }) => key)).toEqual(['b', 'a'])
    expect(reader.entries(customerId, 1)).toHaveLength(1)
    expect(reader.entries('nobody', 10)).toEqual([])
  })

  it('adds up to balance, open invoices and what waits to be invoiced', () => {
    const { customerId, entry, postAll, money } = setUp()
    postAll([entry({}), entry({ key: 'visit', amount: 4950 })])
    expect(money()).toEqual({ balance: 8150, open: 0, amount: 0, due: null, uninvoiced: 2 })
    postAll([entry(tax)], [invoiceOf({ customerId })])
    expect(money()).toEqual({ balance: 8822, open: 1, amount: 3872, due: '2026-03-16', uninvoiced: 1 })
    postAll([
      entry({ key: 'pay', kind: 'payment', amount: -1000 }),
      entry({ key: 'pay/1', kind: 'allocation', amount: 1000, invoiceId: 'invoice-1', sourceId: 'pay' }),
    ])
    expect(money()).toEqual({ balance: 7822, open: 1, amount: 2872, due: '2026-03-16', uninvoiced: 1 })
    postAll([
      entry({ key: 'rest', kind: 'payment', amount: -2872 }),
      entry({ key: 'rest/1', kind: 'allocation', amount: 2872, invoiceId: 'invoice-1', sourceId: 'rest' }),
    ])
    expect(money()).toEqual({ balance: 4950, open: 0, amount: 0, due: null, uninvoiced: 1 })
    postAll([
      entry({ key: 'back', kind: 'allocation', amount: -2872, invoiceId: 'invoice-1', reverses: 'rest/1' }),
    ])
    expect(money()).toMatchObject({ balance: 4950, open: 1, amount: 2872 })
  })

  it('is read by commands as it was last committed', () => {
    const { store, customerId, entry, postAll } = setUp()
    postAll([entry({}), entry({ key: 'visit', amount: 4950 }), entry(tax)], [invoiceOf({ customerId })])
    const { ledger } = createDocuments(store.db)
    expect(ledger.get('visit')?.amount).toBe(4950)
    expect(ledger.get('nothing')).toBeUndefined()
    expect(ledger.balance(customerId)).toBe(8822)
    expect(ledger.uninvoiced(customerId, 10).map(({ key }) => key)).toEqual(['visit'])
    expect(ledger.openInvoices(customerId, 10)).toEqual([
      { id: 'invoice-1', number: 'FMAD-7Q-000001', dueOn: '2026-03-16', currency: 'EUR', open: 3872 },
    ])
    expect([ledger.hasEntries(customerId), ledger.hasEntries('nobody')]).toEqual([true, false])
  })

  it('keeps its customer: the creation cannot be undone any more', () => {
    const store = createReadyStore({ commands: { ...commands, 'test.post': post } })
    const made = store.run<{ id: string }>('customer.create', { name: 'Sol', type: 'business' })
    store.run('test.post', { entries: [entryOf({ customerId: made.result.id })], invoices: [] })
    expect(store.writer.undo(made.opId)).toMatchObject({
      ok: false,
      error: { code: 'command/cannot-undo', details: { reason: 'stillUsed', title: 'Sol' } },
    })
  })
})

describe('figures that change with time', () => {
  it('follow the day of the office at the first command of a new day', () => {
    const store = createReadyStore()
    const { result } = store.run<{ id: string }>('customer.create', { name: 'Sol', type: 'business' })
    const customerId = result.id
    const site = store.run<{ id: string }>('site.create', {
      customerId,
      name: 'A',
      latitude: 40.4,
      longitude: -3.7,
    })
    const later = chargeOf({ from: '2026-03-11' })
    store.run('service.create', {
      ...{ customerId, siteId: site.result.id, name: serviceOf().name, type: 'internet' },
      charges: [{ ...later, id: 'c1' }],
    })
    const monthly = () =>
      store.db.prepare('SELECT monthly FROM r_customer WHERE id = ?').get(customerId)?.monthly
    expect(monthly()).toBe(0)
    // 23:30 in Madrid is still the tenth, half an hour later it is not.
    store.clock.at = Date.parse('2026-03-10T22:30:00Z')
    store.run('customer.create', { name: 'Otra', type: 'business' })
    expect(monthly()).toBe(0)
    store.clock.at = Date.parse('2026-03-10T23:00:00Z')
    store.run('customer.create', { name: 'Una más', type: 'business' })
    expect(monthly()).toBe(3200)
  })
})
