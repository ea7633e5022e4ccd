import { describe, expect, it } from 'vitest'
import { createMoneyStore } from '#test/support/money-store.ts'

const FIRST = `bank/${'0'.repeat(40)}`
const SECOND = `bank/${'1'.repeat(40)}`

function setUp() {
  const world = createMoneyStore()
  const customerId = world.customer('Sol')
  const old = world.issue({ customerId, gross: 3000, dueOn: '2026-02-01' })
  const young = world.issue({ customerId, gross: 5000, dueOn: '2026-03-01' })
  const pay = (input: object) =>
    world.run<{ key: string; invoices: number; surplus: number }>('payment.record', {
      customerId,
      way: 'cash',
      ...input,
    })
  const balance = () => world.account(customerId).balance
  const open = () => world.account(customerId).open.map(({ id, open: left }) => [id, left])
  const line = (key: string, amount: number, more: object = {}) => ({
    key,
    date: '2026-03-09',
    currency: 'EUR',
    parts: [{ customerId, amount, ...more }],
  })
  return { world, customerId, old, young, pay, balance, open, line }
}

describe('a payment', () => {
  it('goes to the oldest invoice first, in part when it is not enough', () => {
    const { pay, open, young } = setUp()
    expect(pay({ amount: '45.00' }).result).toMatchObject({ invoices: 2, surplus: 0 })
    expect(open()).toEqual([[young.id, 3500]])
  })

  it('goes where a person says, and what is left is credit that the next invoice can take', () => {
    const { world, customerId, pay, open, old, young } = setUp()
    const parts = [{ invoiceId: young.id, amount: '50.00' }]
    expect(pay({ amount: '60', parts }).result.surplus).toBe(1000)
    expect(open()).toEqual([[old.id, 3000]])
    expect(world.account(customerId).free).toMatchObject([{ free: 1000, isCreditNote: false }])
    world.run('payment.allocate', { customerId })
    expect(open()).toEqual([[old.id, 2000]])
  })

  it.each(['payment.record', 'payment.refund'])('of %s is of no day to come, but for tomorrow', (command) => {
    const { world, customerId, pay } = setUp()
    pay({ amount: '90', parts: [] })
    const on = (date: string) => world.attempt(command, { customerId, way: 'cash', amount: '1', date })
    expect(on('2062-03-10')).toBe('payment.invalid')
    expect(on('2026-03-12')).toBe('payment.invalid')
    expect(on('2026-03-11')).toBe('ok')
    expect(on('1999-12-31')).toBe('ok')
  })

  it('never gives an invoice more than is open of it', () => {
    const { world, customerId, old } = setUp()
    const parts = [{ invoiceId: old.id, amount: '30.01' }]
    expect(world.attempt('payment.record', { customerId, way: 'cash', amount: '40', parts })).toBe(
      'payment.moreThanOpen',
    )
  })

  it('is undone by entries of the opposite sign; nothing is deleted, and nothing is taken back twice', () => {
    const { world, pay, balance, open, old, young } = setUp()
    const { opId } = pay({ amount: '30.00' })
    expect([balance(), world.undo(opId), balance()]).toEqual([5000, 'ok', 8000])
    expect(open()).toEqual([
      [old.id, 3000],
      [young.id, 5000],
    ])
    expect(world.undo(opId)).toBe('alreadyUndone')
    expect(world.ledger().filter(({ reverses }) => reverses !== undefined)).toHaveLength(2)
    expect(world.payments()).toMatchObject([{ amount: 3000, reversedOn: '2026-03-10', free: 0 }])
  })

  it('takes back what was given of it later too', () => {
    const { world, customerId, pay, balance } = setUp()
    const { opId } = pay({ amount: '100', parts: [] })
    world.run('payment.allocate', { customerId })
    expect([balance(), world.undo(opId), balance()]).toEqual([-2000, 'ok', 8000])
    expect(world.account(customerId).open).toHaveLength(2)
  })

  it('is not taken back while a part of it has been paid back: that money has left', () => {
    const { world, customerId, pay } = setUp()
    const { opId } = pay({ amount: '100' })
    const refund = world.run('payment.refund', { customerId, amount: '20', way: 'transfer' })
    expect(world.undo(opId)).toBe('payment.wasRefunded')
    expect([world.undo(refund.opId), world.undo(opId)]).toEqual(['ok', 'ok'])
  })

  it('that bounced is reversed for whoever the customer was merged into', () => {
    const { world, customerId, pay, balance } = setUp()
    const { key } = pay({ amount: '80' }).result
    const heir = world.customer('Sol y Luna')
    world.run('customer.merge', { survivorId: heir, absorbedIds: [customerId] })
    expect(world.attempt('payment.reverse', { key })).toBe('ok')
    expect(world.account(heir)).toMatchObject({ balance: 8000, open: [{ open: 3000 }, { open: 5000 }] })
    expect(world.attempt('payment.reverse', { key })).toBe('payment.alreadyReversed')
    expect(balance()).toBe(0)
  })
})

describe('the payments of a bank statement', () => {
  it('are posted in one op with one undo', () => {
    const { world, balance, line } = setUp()
    const movements = [line(FIRST, 3000), line(SECOND, 5000)]
    expect(world.attempt('payment.postStatement', { movements })).toBe('ok')
    expect(balance()).toBe(0)
    expect([world.undo(undefined), balance()]).toEqual(['ok', 8000])
  })

  it('are never posted twice: not the same file again, nor a line that stands in it twice', () => {
    const { world, balance, line } = setUp()
    const movements = [line(FIRST, 3000), line(FIRST, 3000)]
    world.attempt('payment.postStatement', { movements })
    world.attempt('payment.postStatement', { movements: [line(FIRST, 3000), line(SECOND, 1000)] })
    expect(balance()).toBe(4000)
    expect(world.payments()).toHaveLength(2)
  })

  it('can be posted again after they were taken back, and stand once then', () => {
    const { world, balance, line } = setUp()
    for (let round = 0; round < 3; round++) {
      world.attempt('payment.postStatement', { movements: [line(FIRST, 3000)] })
      expect(balance()).toBe(5000)
      if (round < 2) world.undo(undefined)
    }
    expect(world.payments().filter(({ reversedOn }) => reversedOn === undefined)).toHaveLength(1)
  })

  it('share what is open: two lines for one invoice leave credit, not an overpaid invoice', () => {
    const { world, customerId, old, young, line } = setUp()
    const more = { invoiceIds: [old.id] }
    world.attempt('payment.postStatement', { movements: [line(FIRST, 2000, more), line(SECOND, 2000, more)] })
    expect(world.account(customerId)).toMatchObject({
      open: [{ id: young.id, open: 5000 }],
      free: [{ free: 1000 }],
    })
  })

  it('pay for several customers when a line is split', () => {
    const { world, customerId, balance } = setUp()
    const other = world.customer('Luna')
    world.issue({ customerId: other, gross: 700 })
    const parts = [
      { customerId, amount: 3000 },
      { customerId: other, amount: 700 },
    ]
    const split = { key: FIRST, date: '2026-03-09', currency: 'EUR', parts }
    world.attempt('payment.postStatement', { movements: [split] })
    world.attempt('payment.postStatement', { movements: [split] })
    expect([balance(), world.account(other).balance]).toEqual([5000, 0])
  })

  it('are all left when one of them cannot be posted', () => {
    const { world, balance, line } = setUp()
    const movements = [line(FIRST, 3000), { ...line(SECOND, 100), currency: 'USD' }]
    expect(world.attempt('payment.postStatement', { movements })).toBe('payment.someRefused')
    expect(balance()).toBe(8000)
  })
})
