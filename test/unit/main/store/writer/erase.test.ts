import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Type } from 'typebox'
import { defineCommand } from '#core/domain/command.ts'
import { commands } from '#core/domain/commands.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { ok } from '#core/lib/result.ts'
import { verifyChain } from '#main/store/activity/verify.ts'
import { listActivity } from '#main/store/activity/activity-reader.ts'
import { createEraseList, reapplyErasures } from '#main/store/erase-list.ts'
import { findRecords } from '#main/store/query/search.ts'
import { createStatements } from '#main/store/query/statements.ts'
import { createLocalData } from '#main/store/writer/local-data.ts'
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
const withPost = { ...commands, 'test.post': post }

/** Words that nothing else in a new file holds. */
const SECRETS = [
  'Quintanilla',
  'zulema@ejemplo-raro.test',
  '611222333',
  'Travesia del Xilofono',
  'Prefiere tardes',
]

/** A customer with all that can be erased, and an invoice that is paid. */
function fill(store: WriterStore) {
  const { id } = store.run<{ id: string }>('customer.create', {
    name: 'Zulema Quintanilla',
    type: 'individual',
    notes: 'Prefiere tardes',
  }).result
  const contact = store.documents('contacts').find(({ customerId }) => customerId === id)
  store.run('contact.update', {
    id: contact?.id,
    changes: { emails: [{ address: 'zulema@ejemplo-raro.test' }], phones: [{ typed: '611222333' }] },
  })
  store.run('site.create', {
    customerId: id,
    name: 'Casa',
    addressLine1: 'Travesia del Xilofono, 4',
    city: 'Madrid',
    country: 'ES',
    latitude: 40.41,
    longitude: -3.7,
  })
  store.run('test.post', {
    entries: [
      entryOf({ customerId: id }),
      entryOf({ customerId: id, key: 'tax', kind: 'tax', amount: 672, invoiceId: 'invoice-1' }),
      entryOf({ customerId: id, key: 'paid', kind: 'payment', amount: -3872 }),
      entryOf({
        customerId: id,
        key: 'given',
        kind: 'allocation',
        amount: 3872,
        invoiceId: 'invoice-1',
        sourceId: 'paid',
      }),
    ],
    invoices: [invoiceOf({ customerId: id, customer: { name: 'Z. Q.' } })],
  })
  const number = String(store.get('customers', id)?.number)
  return { id, number, contactId: String(contact?.id) }
}

const bytesOf = (path: string) =>
  ['', '-wal'].map((end) => (existsSync(path + end) ? readFileSync(path + end, 'latin1') : '')).join('')

function erased(store: WriterStore) {
  const customer = fill(store)
  const local = createLocalData(store.db, () => 0)
  local.put('draft', `contact/${customer.contactId}`, { name: 'Quintanilla' })
  local.put('draft', 'site/new', { customerId: customer.id, addressLine1: 'Travesia del Xilofono' })
  local.put('draft', 'contact/other', { name: 'Otra' })
  store.run('customer.archive', { ids: [customer.id] })
  store.run('customer.erase', { id: customer.id, number: customer.number })
  return customer
}

describe('erasing a customer', () => {
  it('leaves no value in the file, neither in rows nor in free pages, search or drafts', () => {
    const store = createReadyStore({ commands: withPost })
    erased(store)
    store.db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    const bytes = bytesOf(store.path)
    expect(SECRETS.filter((secret) => bytes.toLowerCase().includes(secret.toLowerCase()))).toEqual([])
    expect(store.db.prepare(`SELECT key FROM local WHERE area = 'draft'`).all()).toEqual([
      { key: 'contact/other' },
    ])
    expect(findRecords(createStatements(store.db), { text: 'quintanilla', limit: 5 }).hits).toEqual([])
  })

  it('keeps the chain verifiable, and a row that is tampered with afterwards is still found', () => {
    const store = createReadyStore({ commands: withPost })
    const { id } = erased(store)
    expect(verifyChain(store.db, () => undefined)).toEqual({ ops: store.count('ops'), faults: [] })
    const row = store.db
      .prepare(`SELECT op, i FROM changes WHERE id = ? AND erased IS NOT NULL LIMIT 1`)
      .get(id)
    store.db
      .prepare(`UPDATE changes SET erased = '{"to":"00"}' WHERE op = ? AND i = ?`)
      .run(String(row?.op), Number(row?.i))
    const { faults } = verifyChain(store.db, () => undefined)
    expect(faults.map(({ reason }) => reason)).toEqual(['changes'])
  })

  it('leaves invoices and the ledger exact', () => {
    const store = createReadyStore({ commands: withPost })
    const before = () => ({
      entries: store.db.prepare('SELECT * FROM transactions ORDER BY n').all(),
      sums: store.db
        .prepare('SELECT sum(balance) AS balance, sum(open_amount) AS open FROM r_customer')
        .all(),
      invoices: store.documents('invoices'),
    })
    const customer = fill(store)
    const kept = before()
    store.run('customer.archive', { ids: [customer.id] })
    store.run('customer.erase', { id: customer.id, number: customer.number })
    expect(before()).toEqual(kept)
  })

  it('tells windows only ids', () => {
    const store = createReadyStore({ commands: withPost })
    erased(store)
    const rows = store.events.at(-1)?.rows ?? []
    expect(rows.length).toBeGreaterThanOrEqual(3)
    expect(rows.every(({ row }) => row.deleted && Object.keys(row.document).join() === 'id')).toBe(true)
  })

  it('cannot be undone, and what was done before cannot bring values back', () => {
    const store = createReadyStore({ commands: withPost })
    erased(store)
    for (const { id, command } of store.headers())
      if (command !== 'setup.initialise') {
        const reply = store.writer.undo(id)
        expect(reply).toMatchObject({ ok: false, error: { code: 'command/cannot-undo' } })
      }
  })

  it('is shown in the log as erased', () => {
    const store = createReadyStore({ commands: withPost })
    const { id } = erased(store)
    const entries = listActivity(store.db, { customerId: id, limit: 50 }).entries
    expect(entries[0]).toMatchObject({ command: 'customer.erase', canUndo: false })
    const changes = entries
      .flatMap((entry) => entry.changes)
      .filter(({ collection }) => collection === 'customers')
    expect(changes.length).toBeGreaterThan(0)
    expect(
      changes.every((change) => change.erased === true && !('to' in change) && !('from' in change)),
    ).toBe(true)
  })

  it('is refused without the number, before archiving, and while there is equipment', () => {
    const store = createReadyStore({ commands: withPost })
    const { id, number } = fill(store)
    const refusal = (input: object) => {
      const reply = store.writer.run('customer.erase', input, false)
      return reply.ok ? 'done' : reply.error.message
    }
    expect(refusal({ id, number })).toBe('customer.eraseNotArchived')
    const { result } = store.run<{ id: string }>('inventory.create', { kind: 'ont', serial: 'ONT-1' })
    store.run('inventory.assign', { ids: [result.id], customerId: id })
    store.run('customer.archive', { ids: [id] })
    expect(refusal({ id, number: '1' })).toBe('customer.eraseNumber')
    expect(refusal({ id, number: ` ${number.toLowerCase()} ` })).toBe('customer.eraseHoldsItems')
    store.run('inventory.return', { ids: [result.id] })
    expect(refusal({ id, number })).toBe('done')
  })

  it('is done again when an older copy of the file is put back', () => {
    const store = createReadyStore({ commands: withPost })
    const { id, number } = fill(store)
    const folder = dirname(store.path)
    store.db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    const copy = join(folder, 'older', 'enlace.sqlite')
    mkdirSync(dirname(copy))
    copyFileSync(store.path, copy)
    store.run('customer.archive', { ids: [id] })
    store.run('customer.erase', { id, number })
    createEraseList(folder, store.db)
    copyFileSync(join(folder, 'erased.json'), join(dirname(copy), 'erased.json'))

    const older = createWriterStore({ file: copy, commands: withPost })
    expect(older.get('customers', id)?.name).toBe('Zulema Quintanilla')
    reapplyErasures(older.writer, createEraseList(dirname(copy), older.db))
    expect(older.get('customers', id)).toBeUndefined()
    older.db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    const bytes = bytesOf(copy).toLowerCase()
    expect(SECRETS.filter((secret) => bytes.includes(secret.toLowerCase()))).toEqual([])
    expect(verifyChain(older.db, () => undefined)).toEqual({ ops: older.count('ops'), faults: [] })
  })

  it('is done again for duplicates that were merged since the older copy was made', () => {
    const store = createReadyStore({ commands: withPost })
    const { id, number } = fill(store)
    const twin = store.run<{ id: string }>('customer.create', {
      name: 'Zulema Quintanilla',
      type: 'individual',
    }).result
    const folder = dirname(store.path)
    store.db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    const copy = join(folder, 'older', 'enlace.sqlite')
    mkdirSync(dirname(copy))
    copyFileSync(store.path, copy)
    store.run('customer.merge', { survivorId: id, absorbedIds: [twin.id] })
    store.run('customer.archive', { ids: [id] })
    store.run('customer.erase', { id, number })
    createEraseList(folder, store.db)
    copyFileSync(join(folder, 'erased.json'), join(dirname(copy), 'erased.json'))

    const older = createWriterStore({ file: copy, commands: withPost })
    reapplyErasures(older.writer, createEraseList(dirname(copy), older.db))
    expect([older.get('customers', id), older.get('customers', twin.id)]).toEqual([undefined, undefined])
  })

  it('takes no id from a list that somebody has spoilt', () => {
    const store = createReadyStore({ commands: withPost })
    writeFileSync(join(dirname(store.path), 'erased.json'), '{"customer-1": 7, broken')
    const list = createEraseList(dirname(store.path), store.db)
    expect(list.pending()).toEqual([])
  })
})
