import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { balanceEffect, settledEffect } from '#core/domain/ledger/effect.ts'
import { rebuildReadModels } from '#main/store/rebuild.ts'
import { inTransaction } from '#main/store/sqlite/transaction.ts'
import { createMoneyStore, type MoneyStore } from '#test/support/money-store.ts'

/** One thing that an office may do with money; numbers choose among what there is. */
const step = fc.record({
  act: fc.constantFrom(
    'invoice',
    'note',
    'pay',
    'payOne',
    'allocate',
    'refund',
    'writeOff',
    'reverse',
    'undo',
    'merge',
  ),
  who: fc.nat(2),
  which: fc.nat(1000),
  amount: fc.integer({ min: 1, max: 9000 }),
})

const decimal = (minor: number) => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`

function play(world: MoneyStore, steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]) {
  const customers = ['Uno', 'Dos', 'Tres'].map((name) => world.customer(name))
  const ops: string[] = []
  const run = (command: string, input: unknown) => {
    world.clock.at += 1000
    const reply = world.writer.run(command, input, true)
    if (!reply.ok && reply.error.code !== 'command/refused') throw new Error(JSON.stringify(reply.error))
    if (reply.ok && reply.value.opId !== undefined) ops.push(reply.value.opId)
  }
  for (const { act, who, which, amount } of steps) {
    const customerId = customers[who] ?? ''
    const { open } = world.account(customerId)
    const chosen = open[which % Math.max(1, open.length)]
    if (act === 'invoice') world.issue({ customerId, gross: amount })
    if (act === 'note') world.issue({ customerId, gross: -amount })
    if (act === 'pay') run('payment.record', { customerId, amount: decimal(amount), way: 'cash' })
    if (act === 'payOne' && chosen)
      run('payment.record', {
        customerId,
        amount: decimal(amount),
        way: 'transfer',
        parts: [{ invoiceId: chosen.id, amount: decimal(Math.min(amount, chosen.open)) }],
      })
    if (act === 'allocate') run('payment.allocate', { customerId })
    if (act === 'refund') run('payment.refund', { customerId, amount: decimal(amount), way: 'transfer' })
    if (act === 'writeOff' && chosen) run('payment.writeOff', { invoiceId: chosen.id })
    if (act === 'reverse') {
      const entries = world.ledger().filter(({ kind }) => kind !== 'charge' && kind !== 'credit')
      const entry = entries[which % Math.max(1, entries.length)]
      if (entry) run('payment.reverse', { key: entry.key })
    }
    if (act === 'undo' && ops.length > 0) world.undo(ops[which % ops.length])
    if (act === 'merge' && who > 0)
      run('customer.merge', { survivorId: customers[0], absorbedIds: [customerId] })
    expectSums(world)
  }
}

/** Everything that is kept beside the ledger is the sum of it. */
function expectSums({ db, ledger }: MoneyStore) {
  const heirs = new Map(
    db
      .prepare(`SELECT c.id, h.id AS heir FROM r_customer c LEFT JOIN r_customer h ON h.n = c.heir_n`)
      .all()
      .map(({ id, heir }) => [id as string, (heir ?? id) as string]),
  )
  const balances = new Map<string, number>()
  const settled = new Map<string, number>()
  const given = new Map<string, number>()
  const add = (to: Map<string, number>, key: string, by: number) => to.set(key, (to.get(key) ?? 0) + by)
  const entries = ledger()
  for (const entry of entries) {
    add(balances, heirs.get(entry.customerId) ?? '', balanceEffect(entry))
    if (entry.invoiceId !== undefined) add(settled, entry.invoiceId, settledEffect(entry))
    if (entry.sourceId !== undefined) add(given, entry.sourceId, entry.amount)
  }
  for (const { id, balance } of db.prepare('SELECT id, balance FROM r_customer').all())
    expect(balance).toBe(balances.get(id as string) ?? 0)
  for (const row of db.prepare(`SELECT id, kind, gross, settled, open FROM r_invoice`).all()) {
    expect(row.settled).toBe(settled.get(row.id as string) ?? 0)
    if (row.kind === 'invoice') {
      // No invoice is ever paid more than once, or given back more than it got.
      expect(row.settled).toBeGreaterThanOrEqual(0)
      expect(row.settled).toBeLessThanOrEqual(row.gross as number)
      expect(row.open).toBe((row.gross as number) - (row.settled as number))
    }
  }
  const paid = db
    .prepare(
      'SELECT t.key, p.kind, p.amount, p.given, p.reversed_n FROM r_payment p JOIN transactions t USING (n)',
    )
    .all()
  for (const row of paid) {
    const key = row.key as string
    expect(row.given).toBe(given.get(key) ?? 0)
    // Nobody gives away more than came in.
    if (row.kind === 3) expect(row.given).toBeLessThanOrEqual(row.amount as number)
    expect(row.reversed_n !== null).toBe(entries.some(({ reverses }) => reverses === key))
  }
}

const kept = (world: MoneyStore) => [
  world.db
    .prepare('SELECT id, balance, open_invoices, open_amount, oldest_due FROM r_customer ORDER BY id')
    .all(),
  world.db.prepare('SELECT * FROM r_payment ORDER BY n').all(),
]

describe('money, whatever an office does with it', () => {
  it('is the sum of the ledger after every step, with undo, reversal and merges', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), (steps) => {
        const world = createMoneyStore()
        play(world, steps)
        const before = kept(world)
        inTransaction(world.db, () => rebuildReadModels(world.db))
        expect(kept(world)).toEqual(before)
        world.close()
      }),
      { numRuns: 25 },
    )
  })
})
