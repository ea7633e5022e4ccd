import { createPublicKey, verify } from 'node:crypto'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { commands } from '#core/domain/commands.ts'
import { defineCommand } from '#core/domain/command.ts'
import { err, ok } from '#core/lib/result.ts'
import { changesHash, headerHash, NO_PREVIOUS_HASH } from '#core/sync/op-hash.ts'
import { parseHlc } from '#core/sync/hlc.ts'
import { readOpRows } from '#main/store/activity/change-rows.ts'
import { readOp } from '#main/store/activity/op-reads.ts'
import { getMeta } from '#main/store/meta.ts'
import { sha256 } from '#main/store/sha256.ts'
import { InvalidDocumentError } from '#main/store/writer/commit.ts'
import { CancelledError } from '#main/store/cancelled.ts'
import { customerOf } from '#test/support/builders.ts'
import {
  createReadyStore,
  createWriterStore,
  setUpInput,
  type WriterStore,
} from '#test/support/writer-store.ts'

const person = (store: WriterStore, name: string) =>
  store.run<{ id: string; contactId: string }>('customer.create', { name, type: 'individual' }).result

/** Makes so many customers in one op, some of them wrong if so asked. */
const makeMany = defineCommand({
  name: 'test.makeMany',
  input: Type.Object({ count: Type.Number(), name: Type.String(), refuse: Type.Boolean() }),
  undo: 'reversal',
  run({ count, name, refuse }, context) {
    const number = context.nextCount('test')
    if (refuse) return err({ code: 'customer.notFound' })
    const writes = Array.from({ length: count }, (_, i) => {
      const id = `made-${number}-${String(i).padStart(5, '0')}`
      const after = { ...customerOf({ id, name, number: id, sortName: name }) }
      return { collection: 'customers' as const, id, before: undefined, after }
    })
    return ok({ writes, result: { number } })
  },
})
const withMakeMany = { ...commands, 'test.makeMany': makeMany }
const many = (count: number) => ({ count, name: 'Uno', refuse: false })

describe('the writer', () => {
  it('writes one op a command, numbered without gaps, chained, hashed and signed', () => {
    const store = createReadyStore()
    const { id } = person(store, 'Marta Gil')
    store.run('customer.update', { id, changes: { billDay: 12 } })
    store.clock.at -= 3_600_000
    store.run('customer.update', { id, changes: { billDay: 13, notes: 'ñ' } })
    const headers = store.headers()
    expect(headers.map(({ n }) => n)).toEqual([1, 2, 3, 4])
    expect(headers.map(({ command }) => command)).toEqual([
      'setup.initialise',
      'customer.create',
      'customer.update',
      'customer.update',
    ])
    const key = createPublicKey({
      key: Buffer.from(getMeta(store.db, 'publicKey') ?? '', 'base64'),
      format: 'der',
      type: 'spki',
    })
    let previous = NO_PREVIOUS_HASH
    for (const { hash, sig, ...body } of headers) {
      expect(body.prevHash).toBe(previous)
      expect(headerHash(body, sha256)).toBe(hash)
      const op = readOp(store.db, body.id)
      const rows = op ? readOpRows(store.db, op) : []
      expect(rows.length).toBeGreaterThan(0)
      expect(rows.map(({ i }) => i)).toEqual(rows.map((_, i) => i))
      expect(changesHash(rows, sha256)).toBe(body.changesHash)
      expect(new Set(rows.map(({ salt }) => salt)).size).toBe(rows.length)
      expect(rows.every(({ salt }) => /^[\w-]{22}$/.test(salt))).toBe(true)
      expect(verify(null, Buffer.from(hash), key, Buffer.from(sig, 'base64url'))).toBe(true)
      expect(parseHlc(body.at)?.device).toBe(body.device)
      previous = hash
    }
    // Also when the wall clock went back an hour.
    expect(headers.map(({ at }) => at)).toEqual(headers.map(({ at }) => at).sort())
    expect(getMeta(store.db, 'lastHash')).toBe(previous)
  })

  it('writes no op when nothing changes, and tells nobody', () => {
    const store = createReadyStore()
    const { id } = person(store, 'Marta Gil')
    const before = store.everything()
    const told = store.events.length
    const { opId } = store.run('customer.update', { id, changes: { name: 'Marta Gil' } })
    expect(opId).toBeUndefined()
    expect(store.everything()).toEqual(before)
    expect(store.events).toHaveLength(told)
  })

  it('goes on with its numbers and its chain after a restart', () => {
    const store = createReadyStore()
    person(store, 'Uno')
    const last = store.headers().at(-1)
    store.close()
    const again = createWriterStore({ file: store.path })
    person(again, 'Dos')
    expect(again.headers().at(-1)).toMatchObject({ n: 3, prevHash: last?.hash, device: last?.device })
    expect(again.documents('customers').map(({ number }) => String(number).slice(-6))).toEqual([
      '000001',
      '000002',
    ])
  })

  it('gives a last write time that strictly grows in a collection, also on a clock that stands or runs back', () => {
    const store = createReadyStore({ commands: withMakeMany })
    store.run('test.makeMany', many(450))
    store.clock.at -= 90_000
    store.run('test.makeMany', many(3))
    for (let i = 0; i < 20; i++) store.writer.run('test.makeMany', many(1), false)
    const times = store.events.flatMap(({ rows }) =>
      rows.filter(({ collection }) => collection === 'customers').map(({ row }) => row.lwt),
    )
    expect(times).toHaveLength(473)
    // RxDB compares hundredths of a millisecond.
    const hundredths = times.map((time) => Math.round(time * 100))
    for (const [i, time] of hundredths.entries())
      if (i > 0) expect(time).toBeGreaterThan(hundredths[i - 1] ?? 0)
  })

  it('tells a commit in parts of at most 200 documents, the last one marked', () => {
    const store = createReadyStore({ commands: withMakeMany })
    const sizes = (count: number) => {
      store.events.length = 0
      store.run('test.makeMany', many(count))
      return store.events.map(({ rows, last }) => [rows.length, last])
    }
    expect(sizes(1)).toEqual([[1, true]])
    expect(sizes(200)).toEqual([[200, true]])
    expect(sizes(201)).toEqual([
      [200, false],
      [1, true],
    ])
    expect(sizes(450)).toEqual([
      [200, false],
      [200, false],
      [50, true],
    ])
    const [event] = store.events
    expect(event).toMatchObject({ commit: Number(getMeta(store.db, 'commit')), collections: ['customers'] })
    expect(event?.rows[0]?.row).toMatchObject({ commit: event?.commit, deleted: false })
  })

  it('refuses internal and unknown commands, and everything before the set-up', () => {
    const empty = createWriterStore()
    const code = (reply: { ok: boolean; error?: { code: string } }) => reply.error?.code
    expect(code(empty.writer.run('customer.create', {}, false))).toBe('host/not-set-up')
    expect(code(empty.writer.undo())).toBe('host/not-set-up')
    expect(code(empty.writer.redo())).toBe('host/not-set-up')
    expect(empty.writer.device()).toBeUndefined()

    const store = createReadyStore()
    const before = store.everything()
    for (const name of ['setup.initialise', 'demo.load', 'customer.eat', '__proto__', 'toString', ''])
      expect(code(store.writer.run(name, {}, false))).toBe('command/unknown')
    expect(code(store.writer.run('__proto__', {}, true))).toBe('command/unknown')
    expect(code(store.writer.setUp(setUpInput))).toBe('setup/already-done')
    expect(store.everything()).toEqual(before)
  })

  it('names where an input does not fit', () => {
    const store = createReadyStore()
    const before = store.everything()
    for (const input of [undefined, null, 7, [], { type: 'individual' }, { name: 1, type: 'individual' }])
      expect(store.writer.run('customer.create', input, false)).toMatchObject({
        ok: false,
        error: { code: 'host/invalid-input', details: { issues: expect.any(Array) as unknown } },
      })
    const reply = store.writer.run('customer.setStatus', { ids: ['a', 3], statusId: 's' }, false)
    expect(reply.ok ? [] : reply.error.details?.issues).toContainEqual(
      expect.objectContaining({ path: 'ids/1' }),
    )
    expect(store.everything()).toEqual(before)
  })

  it('writes nothing for a refusal, counters neither', () => {
    const store = createReadyStore({ commands: withMakeMany })
    const before = store.everything()
    expect(store.writer.run('test.makeMany', { ...many(3), refuse: true }, false)).toMatchObject({
      ok: false,
      error: { code: 'command/refused', details: { refusal: { code: 'customer.notFound' } } },
    })
    expect(store.everything()).toEqual(before)
    expect(store.run('test.makeMany', many(1)).result).toEqual({ number: 1 })
    expect(store.run('test.makeMany', many(1)).result).toEqual({ number: 2 })
  })

  it('refuses a document that its schema does not allow, and writes nothing', () => {
    const store = createReadyStore({ commands: withMakeMany })
    const before = store.everything()
    expect(() => store.writer.run('test.makeMany', { ...many(5), name: '' }, false)).toThrow(
      InvalidDocumentError,
    )
    expect(store.everything()).toEqual(before)
  })

  it.each([1, 6, 10, 14, 18])('writes nothing when it is cancelled at progress call %i', (at) => {
    let calls = -1
    const store = createReadyStore({
      commands: withMakeMany,
      onProgress: () => {
        if (calls >= 0 && ++calls === at) throw new CancelledError()
      },
    })
    const before = store.everything()
    const told = store.events.length
    calls = 0
    expect(store.writer.run('test.makeMany', many(1501), false)).toMatchObject({
      ok: false,
      error: { code: 'host/cancelled' },
    })
    expect(store.everything()).toEqual(before)
    expect(store.events).toHaveLength(told)
    calls = -1
    store.run('test.makeMany', many(1501))
    expect(store.count('d_customers')).toBe(1501)
  })

  it('says that the disk is full, leaves nothing half written, and works again', () => {
    const store = createReadyStore({ commands: withMakeMany })
    person(store, 'Ana')
    const before = store.everything()
    const pages = Number(store.db.prepare('PRAGMA page_count').get()?.page_count)
    store.db.exec(`PRAGMA max_page_count = ${pages + 20}`)
    for (let i = 0; i < 2; i++)
      expect(store.writer.run('test.makeMany', many(3000), false)).toMatchObject({
        ok: false,
        error: { code: 'store/disk-full', retryable: true, details: { path: store.path } },
      })
    expect(store.everything()).toEqual(before)
    store.db.exec('PRAGMA max_page_count = 1073741823')
    store.run('test.makeMany', many(3000))
    expect(store.headers().map(({ n }) => n)).toEqual([1, 2, 3])
    expect(store.db.prepare('PRAGMA quick_check').get()).toEqual({ quick_check: 'ok' })
  })

  it('says that it may not write', () => {
    const store = createReadyStore()
    store.db.exec('PRAGMA query_only = ON')
    expect(store.writer.run('customer.create', { name: 'Eva', type: 'individual' }, false)).toMatchObject({
      ok: false,
      error: { code: 'store/read-only', details: { path: store.path } },
    })
    store.db.exec('PRAGMA query_only = OFF')
    person(store, 'Eva')
  })
})
