import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collectionNames, entities } from '#core/domain/registry.ts'
import { plusCodeHolds } from '#core/domain/values/plus-code.ts'
import { verifyChain } from '#main/store/activity/verify.ts'
import { rebuildReadModels } from '#main/store/rebuild.ts'
import { inTransaction } from '#main/store/sqlite/transaction.ts'
import { inOneOrder } from '#test/support/document-arbitraries.ts'
import { inputOf, step, type Step } from '#test/support/working-day.ts'
import { createReadyStore, type WriterStore } from '#test/support/writer-store.ts'

const seed = Number(process.env.SEED ?? 20_260_304)
const numRuns = Number(process.env.RUNS ?? 15)

/** All documents, with sets and lists in one order. */
const state = (store: WriterStore) =>
  Object.fromEntries(
    collectionNames.map((name) => [
      name,
      store.documents(name).map((document) => inOneOrder(entities[name], document)),
    ]),
  )

/** What the customer list shows, without row numbers. */
const list = (store: WriterStore) =>
  store.db
    .prepare(
      `SELECT id, number, sort_name, archived, contacts, sites, first_city FROM r_customer WHERE present = 1 ORDER BY id`,
    )
    .all()

/** Carries out a working day; refused and senseless commands do nothing. Answers the ops it made. */
function work(store: WriterStore, day: readonly Step[]): string[] {
  const ops: string[] = []
  for (const each of day) {
    store.clock.at += 1000
    const input = inputOf(each, (name) => store.documents(name).map(({ id }) => id))
    const reply = store.writer.run(each.name, input, false)
    if (reply.ok && reply.value.opId !== undefined) ops.push(reply.value.opId)
    else if (!reply.ok) expect(['command/refused', 'host/invalid-input']).toContain(reply.error.code)
  }
  return ops
}

function expectWhole(store: WriterStore): void {
  const ids = Object.fromEntries(
    collectionNames.map((name) => [name, new Set(store.documents(name).map(({ id }) => id))]),
  )
  for (const site of store.documents('sites')) {
    expect(plusCodeHolds(String(site.plusCode), Number(site.latitude), Number(site.longitude))).toBe(true)
    expect(ids.customers?.has(String(site.customerId))).toBe(true)
  }
  for (const contact of store.documents('contacts')) {
    expect(ids.customers?.has(String(contact.customerId))).toBe(true)
    for (const id of contact.siteIds as string[]) expect(ids.sites?.has(id)).toBe(true)
  }
  const ownerOf = new Map(store.documents('sites').map(({ id, customerId }) => [id, customerId]))
  for (const service of store.documents('services'))
    expect(ownerOf.get(String(service.siteId)), 'whose site a service is on').toBe(service.customerId)
  for (const customer of store.documents('customers')) {
    expect(ids.catalog?.has(String(customer.statusId))).toBe(true)
    for (const id of customer.tags as string[]) expect(ids.catalog?.has(id)).toBe(true)
  }
}

const errorOf = (reply: { ok: boolean; error?: { code: string; details?: object } }) => ({
  code: reply.error?.code,
  ...reply.error?.details,
})

describe(`undo and redo (seed ${seed})`, () => {
  it('all the way back give the first state, all the way forth the last, and again', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (day) => {
        const store = createReadyStore()
        const first = state(store)
        const ops = work(store, day)
        const last = state(store)
        const shown = list(store)
        for (let turn = 0; turn < 2; turn++) {
          for (const _op of ops) expect(store.writer.undo()).toMatchObject({ ok: true, value: { kept: [] } })
          expect(errorOf(store.writer.undo())).toEqual({ code: 'command/nothing-to-undo' })
          expect(state(store)).toEqual(first)
          for (const _op of ops) expect(store.writer.redo()).toMatchObject({ ok: true, value: { kept: [] } })
          expect(errorOf(store.writer.redo())).toEqual({ code: 'command/nothing-to-redo' })
          expect(state(store)).toEqual(last)
        }
        expect(list(store)).toEqual(shown)
        inTransaction(store.db, () => rebuildReadModels(store.db))
        expect(list(store)).toEqual(shown)
        store.close()
      }),
      { seed, numRuns },
    )
  }, 120_000)

  it('in any order, of any op of the log, leave every record whole and the chain unbroken', () => {
    const picks = fc.array(fc.nat(200), { maxLength: 40 })
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), picks, (day, order) => {
        const store = createReadyStore()
        const half = Math.floor(day.length / 2)
        work(store, day.slice(0, half))
        for (const [turn, pick] of order.entries()) {
          if (turn === Math.floor(order.length / 2)) work(store, day.slice(half))
          const headers = store.headers()
          const reply =
            pick % 5 === 0
              ? store.writer.redo()
              : pick % 5 === 1
                ? store.writer.undo()
                : store.writer.undo(headers[pick % headers.length]?.id)
          if (!reply.ok)
            expect(['command/cannot-undo', 'command/nothing-to-undo', 'command/nothing-to-redo']).toContain(
              reply.error.code,
            )
          expectWhole(store)
        }
        expect(verifyChain(store.db, () => undefined)).toEqual({ ops: store.count('ops'), faults: [] })
        const shown = list(store)
        inTransaction(store.db, () => rebuildReadModels(store.db))
        expect(list(store)).toEqual(shown)
        store.close()
      }),
      { seed, numRuns },
    )
  }, 120_000)
})

describe('undo', () => {
  const customer = (store: WriterStore, name = 'Taller Ríos') =>
    store.run<{ id: string }>('customer.create', { name, type: 'business' })
  const site = (store: WriterStore, customerId: string) =>
    store.run<{ id: string }>('site.create', {
      customerId,
      name: 'Nave 3',
      latitude: 40.4,
      longitude: -3.7,
      country: 'ES',
      city: 'Madrid',
    })

  it('takes a position back as one, or not at all', () => {
    const store = createReadyStore()
    const { id } = site(store, customer(store).result.id).result
    const made = store.get('sites', id)
    const moved = store.run('site.update', {
      id,
      changes: { latitude: 41.5, longitude: 2.1, city: 'Girona' },
    })
    // Only the longitude differs now from what the older op left.
    store.run('site.update', { id, changes: { longitude: 2.2 } })
    const before = store.get('sites', id)
    const reply = store.writer.undo(moved.opId)
    const after = store.get('sites', id)
    expect(after).toMatchObject({ latitude: 41.5, longitude: 2.2, plusCode: before?.plusCode })
    expect(after?.city).toBe(made?.city)
    const kept = reply.ok ? reply.value.kept.map(({ path }) => path) : []
    expect(kept).toEqual(expect.arrayContaining(['latitude', 'longitude', 'plusCode']))
    expect(kept).not.toContain('city')
  })

  it('refuses what declares no undo, and what was undone', () => {
    const store = createReadyStore()
    const [setUp] = store.headers()
    expect(errorOf(store.writer.undo(setUp?.id))).toMatchObject({
      code: 'command/cannot-undo',
      reason: 'notUndoable',
    })
    const { opId } = customer(store)
    store.writer.undo(opId)
    expect(errorOf(store.writer.undo(opId))).toMatchObject({
      code: 'command/cannot-undo',
      reason: 'alreadyUndone',
    })
    expect(errorOf(store.writer.undo('no such op'))).toEqual({ code: 'command/nothing-to-undo' })
    expect(store.headers()).toHaveLength(3)
  })

  it('of an undo does the thing again, and can itself be undone', () => {
    const store = createReadyStore()
    const { id } = customer(store).result
    store.run('customer.update', { id, changes: { billDay: 20 } })
    const billDay = () => store.get('customers', id)?.billDay
    const undone = store.writer.undo()
    expect(billDay()).toBe(1)
    const redone = store.writer.undo(undone.ok ? undone.value.opId : '')
    expect(billDay()).toBe(20)
    expect(store.headers().at(-1)?.undoes).toBe(undone.ok ? undone.value.opId : '')
    expect(store.writer.undo(redone.ok ? redone.value.opId : '')).toMatchObject({ ok: true })
    expect(billDay()).toBe(1)
    expect(store.writer.redo()).toMatchObject({ ok: true })
    expect(billDay()).toBe(20)
  })

  it('of an older op leaves later work on other fields alone', () => {
    const store = createReadyStore()
    const { id } = customer(store).result
    const older = store.run('customer.update', { id, changes: { billDay: 20 } })
    store.run('customer.update', { id, changes: { notes: 'Llamar antes' } })
    expect(store.writer.undo(older.opId)).toMatchObject({ ok: true, value: { kept: [] } })
    expect(store.get('customers', id)).toMatchObject({ billDay: 1, notes: 'Llamar antes' })
  })

  it('leaves no redo once something new was done', () => {
    const store = createReadyStore()
    customer(store)
    store.writer.undo()
    customer(store, 'Otro')
    expect(errorOf(store.writer.redo())).toEqual({ code: 'command/nothing-to-redo' })
  })

  it('brings back phones, and then still undoes the making of the contact', () => {
    const store = createReadyStore()
    const { id } = customer(store).result
    const contact = store.run<{ id: string }>('contact.create', {
      customerId: id,
      name: 'Ana',
      phones: [{ typed: '600123123' }, { typed: '600123124' }],
    }).result
    const [, second] = store.get('contacts', contact.id)?.phones as object[]
    store.run('contact.update', { id: contact.id, changes: { phones: [second] } })
    store.writer.undo()
    expect(store.get('contacts', contact.id)?.phones).toHaveLength(2)
    expect(store.writer.undo()).toMatchObject({ ok: true, value: { command: 'contact.create' } })
  })

  it('brings nothing back that belongs to a deleted record', () => {
    const store = createReadyStore()
    const made = customer(store)
    site(store, made.result.id)
    const undone = store.writer.undo()
    store.writer.undo()
    expect(errorOf(store.writer.undo(undone.ok ? undone.value.opId : ''))).toMatchObject({
      code: 'command/cannot-undo',
      reason: 'deletedSince',
      collection: 'customers',
      id: made.result.id,
      title: 'Taller Ríos',
    })
    expect(store.count('d_sites WHERE deleted = 0')).toBe(0)
    store.writer.redo()
    store.writer.redo()
    expect(store.count('d_sites WHERE deleted = 0')).toBe(1)
  })
})
