import { expect, it } from 'vitest'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { createReader } from '#main/store/query/reader.ts'
import { createMoneyStore } from '#test/support/money-store.ts'

const card = (id: string, expiryMonth: number, expiryYear: number) => ({
  ...{ id, brand: 'Visa', lastFour: '4242', isDefault: true, expiryMonth, expiryYear },
})

it('lists cards that expire within 60 days, the earliest first, and those that have expired apart', () => {
  const world = createMoneyStore()
  world.customer('Sol', { paymentMethods: [card('later', 4, 2026)] })
  world.customer('Luna', { paymentMethods: [card('sooner', 3, 2026)] })
  world.customer('Mar', { paymentMethods: [card('gone', 2, 2026)] })
  // Good until the last of May, 82 days ahead.
  world.customer('Río', { paymentMethods: [card('far', 5, 2026)] })
  const reader = createReader(world.db)
  const listed = (expired: boolean) => {
    const reply = reader['payments.expiring']?.({ today: '2026-03-10', expired, skip: 0, limit: 10 })
    if (!reply?.ok) throw new Error(JSON.stringify(reply))
    const { rows, total } = reply.value as MethodOutput<'payments', 'expiring'>
    return [
      total,
      ...rows.map(({ methodId, expiresOn, customerName }) => [methodId, expiresOn, customerName]),
    ]
  }
  expect(listed(false)).toEqual([2, ['sooner', '2026-03-31', 'Luna'], ['later', '2026-04-30', 'Sol']])
  expect(listed(true)).toEqual([1, ['gone', '2026-02-28', 'Mar']])
})
