import { describe, expect, it } from 'vitest'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { Issue } from '#core/domain/issue/schema.ts'
import { createReader } from '#main/store/query/reader.ts'
import { conflictOf } from '#test/support/builders.ts'
import { putIssue } from '#test/support/put-issue.ts'
import { createReadyStore, type WriterStore } from '#test/support/writer-store.ts'

type Verb = 'list' | 'summary' | 'open' | 'ids' | 'get'

function readerOf(store: WriterStore) {
  const read = createReader(store.db)
  return <V extends Verb>(verb: V, input: MethodInput<'issues', V>) => {
    const reply = read[`issues.${verb}`]?.(input)
    if (!reply?.ok) throw new Error(JSON.stringify(reply))
    return reply.value as MethodOutput<'issues', V>
  }
}

function ready() {
  const store = createReadyStore()
  const customer = (name: string) =>
    store.run<{ id: string }>('customer.create', { name, type: 'business' }).result.id
  const ids = { ana: customer('Ana Núñez'), luz: customer('Luz SL') }
  const issue = (id: string, fields: Partial<Issue>) =>
    putIssue(
      store,
      conflictOf({ id, entityId: ids.ana, raisedAt: `2026-03-09T09:00:0${id}.000Z`, ...fields }),
    )
  const by = (person: string, office: string) => ({
    device: 'd',
    at: '2026-03-09T08:00:00.000Z',
    person,
    office,
  })
  issue('1', { by: by('person-a', 'office-a') })
  issue('2', { by: by('person-a', 'office-b'), kind: 'claim', path: 'number/MAD-1' })
  issue('3', { by: by('person-b', 'office-b'), entityId: ids.luz, path: 'notes', mine: 'x', theirs: 'y' })
  return { store, ids, issue, read: readerOf(store) }
}

const page = { skip: 0, limit: 50 }

describe('the tray of issues', () => {
  it('lists what waits, the newest first, with the customer that it is about', () => {
    const { read, ids } = ready()
    const { rows, total } = read('list', { filter: {}, ...page })
    expect(total).toBe(3)
    expect(rows.map(({ id }) => id)).toEqual(['3', '2', '1'])
    expect(rows[0]).toMatchObject({
      customerId: ids.luz,
      customerName: 'Luz SL',
      title: 'Luz SL',
      choices: ['mine', 'theirs', 'before', 'current'],
      by: { personId: 'person-b', officeId: 'office-b', time: '2026-03-09T08:00:00.000Z' },
    })
    expect(read('list', { filter: {}, skip: 2, limit: 1 }).rows.map(({ id }) => id)).toEqual(['1'])
  })

  it('narrows by kind, person, office and customer, and counts each as if nothing were chosen of its own', () => {
    const { read, ids } = ready()
    const listed = (filter: MethodInput<'issues', 'list'>['filter']) =>
      read('list', { filter, ...page }).rows.map(({ id }) => id)
    expect(listed({ kind: 'claim' })).toEqual(['2'])
    expect(listed({ personId: 'person-a', officeId: 'office-a' })).toEqual(['1'])
    expect(listed({ customerId: ids.luz })).toEqual(['3'])
    expect(read('ids', { filter: { officeId: 'office-b' } })).toMatchObject({ total: 2, ids: ['3', '2'] })
    expect(read('summary', { filter: { kind: 'claim' } })).toMatchObject({
      open: 3,
      kinds: [
        { kind: 'conflict', count: 2 },
        { kind: 'claim', count: 1 },
      ],
      people: [{ id: 'person-a', count: 1 }],
      offices: [{ id: 'office-b', count: 1 }],
    })
  })

  it('settles, keeps the settled one, and takes both back by one undo', () => {
    const { store, read, ids } = ready()
    const { opId = '' } = store.run('issue.settle', { ids: ['1'], choice: 'mine' })
    expect(store.get('customers', ids.ana)?.taxId).toBe('12345678Z')
    expect(read('open', {}).open).toBe(2)
    expect(read('list', { filter: { settled: true }, ...page }).rows).toMatchObject([
      { id: '1', settled: { choice: 'mine' } },
    ])
    expect(store.writer.undo(opId)).toMatchObject({ ok: true, value: { kept: [] } })
    expect(store.get('customers', ids.ana)?.taxId).toBeUndefined()
    expect(read('open', {}).open).toBe(3)
  })

  it('shows one with its values beside what the record says now', () => {
    const { store, read, ids, issue } = ready()
    store.run('customer.update', { id: ids.ana, changes: { taxId: 'B12345674' } })
    expect(read('get', { id: '1' })).toMatchObject({
      issue: { mine: '12345678Z', theirs: '87654321X', before: '11111111H' },
      current: 'B12345674',
      recordExists: true,
      canSendAgain: false,
    })
    const contact = { id: 'c9', customerId: ids.luz, name: 'Eva' }
    const rows = Array.from({ length: 203 }, (_, i) => ({
      ...{ collection: 'contacts', id: `c${9 + i}`, path: '', kind: 'create' as const },
      to: { ...contact, id: `c${9 + i}` },
    }))
    issue('4', { kind: 'rejected', entity: 'contacts', entityId: 'c9', path: '', rows })
    expect(read('get', { id: '4' })).toMatchObject({
      row: { title: 'Eva', customerId: ids.luz },
      moreRows: 3,
      canSendAgain: true,
      recordExists: false,
    })
    expect(read('get', { id: 'none' }).issue).toBeUndefined()
  })

  it('tells who wrote what stood there, where the op that wrote it is here', () => {
    const { store, read, ids, issue } = ready()
    store.run('customer.update', { id: ids.ana, changes: { taxId: 'B12345674' } })
    const { device, at = '' } = store.headers().at(-1) ?? {}
    const { personId, officeId, id: deviceId = '' } = store.writer.device() ?? {}
    expect(device).toBe(deviceId)
    issue('5', { theirsBy: { device: deviceId, at } })
    const time = at.slice(0, 24)
    expect(read('get', { id: '5' }).theirsBy).toEqual({ personId, officeId, deviceId, time })
    issue('6', { theirsBy: { device: 'elsewhere', at } })
    expect(read('get', { id: '6' }).theirsBy).toEqual({ deviceId: 'elsewhere', time })
  })

  it('loses the values of a customer who was erased', () => {
    const { store, read, ids } = ready()
    store.run('customer.archive', { ids: [ids.luz] })
    store.run('customer.erase', { id: ids.luz, number: store.get('customers', ids.luz)?.number })
    const { issue } = read('get', { id: '3' })
    expect(issue).toMatchObject({ erased: true, path: 'notes' })
    expect(issue).not.toHaveProperty('mine')
    expect(read('list', { filter: { customerId: ids.luz }, ...page }).rows[0]?.choices).toEqual(['current'])
  })
})
