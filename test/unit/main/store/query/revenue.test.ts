import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { ageing } from '#core/domain/revenue/ageing.ts'
import { arpuInMonth, customerArpu, meanArpu } from '#core/domain/revenue/arpu.ts'
import { marginByProduct, type MarginRow } from '#core/domain/revenue/margin.ts'
import { fullMonths, monthOf } from '#core/domain/revenue/months.ts'
import { amountOn, recurringSteps } from '#core/domain/revenue/recurring-steps.ts'
import { recurringMovement } from '#core/domain/revenue/recurring.ts'
import { monthlyRevenue } from '#core/domain/service/monthly.ts'
import type { Service } from '#core/domain/service/schema.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { addDays } from '#core/domain/values/plain-date.ts'
import { moveToDay } from '#main/store/projectors/index.ts'
import { rebuildReadModels } from '#main/store/rebuild.ts'
import { inTransaction } from '#main/store/sqlite/transaction.ts'
import { chargeOf, customerOf, entryOf, invoiceOf, serviceOf } from '#test/support/builders.ts'
import { createReadStore } from '#test/support/read-store.ts'

const TODAY = '2026-03-10'
const FIRST = '2024-11-01'
const OFFICES = ['office-a', 'office-b']
const CURRENCIES = ['EUR', 'JPY']

const day = fc.integer({ min: 0, max: 520 }).map((days) => addDays(FIRST, days))
const service = fc.record({
  customer: fc.nat(5),
  status: fc.constantFrom('active', 'active', 'active', 'suspended', 'ended', 'pending'),
  from: fc.option(day, { nil: undefined, freq: 8 }),
  end: day,
  archived: fc.boolean(),
  taken: fc.option(day, { nil: undefined }),
  price: fc.integer({ min: 0, max: 9000 }),
  product: fc.constantFrom(undefined, 'product-1', 'product-2'),
  pause: fc.option(fc.tuple(day, fc.integer({ min: 1, max: 90 })), { nil: undefined }),
  out: fc.option(fc.tuple(day, fc.integer({ min: 1, max: 90 })), { nil: undefined }),
})
const invoice = fc.record({
  customer: fc.nat(5),
  net: fc.integer({ min: -20_000, max: 60_000 }),
  issued: day,
  kind: fc.constantFrom('invoice', 'invoice', 'creditNote', 'proforma'),
  paid: fc.integer({ min: 0, max: 60_000 }),
})
const sale = fc.record({
  customer: fc.nat(5),
  service: fc.option(fc.nat(11), { nil: undefined }),
  product: fc.constantFrom(undefined, 'product-1', 'product-3'),
  amount: fc.integer({ min: -5000, max: 9000 }),
  cost: fc.option(fc.integer({ min: -2000, max: 5000 }), { nil: undefined }),
  date: day,
})
const world = fc.record({
  services: fc.array(service, { maxLength: 12 }),
  invoices: fc.array(invoice, { maxLength: 14 }),
  sales: fc.array(sale, { maxLength: 14 }),
})
type World = typeof world extends fc.Arbitrary<infer W> ? W : never

const currencyOf = (customer: number) => CURRENCIES[customer % 2] ?? 'EUR'
const officeOf = (customer: number) => OFFICES[customer % 3 === 0 ? 0 : 1] ?? ''

function documentsOf({ services, invoices, sales }: World) {
  const customers = Array.from({ length: 6 }, (_, n) =>
    customerOf({
      id: `c-${n}`,
      number: `C-${n}`,
      name: `C ${n}`,
      currency: currencyOf(n),
      officeId: officeOf(n),
    }),
  )
  const made = services.map((one, n): Service => {
    const ended = one.status === 'ended'
    const end = one.from !== undefined && one.end < one.from ? one.from : one.end
    return serviceOf({
      id: `s-${n}`,
      customerId: `c-${one.customer}`,
      currency: currencyOf(one.customer),
      status: one.status,
      statusSince: one.from ?? FIRST,
      activeFrom: one.from,
      ...(ended && { endedOn: end }),
      ...(one.archived &&
        one.status === 'ended' && { archived: { at: '2026-01-01T00:00:00.000Z', by: 'p' } }),
      ...(one.taken && { billFrom: one.taken }),
      productId: one.product,
      ...(one.out && {
        suspensions: [{ id: 'x', from: one.out[0], to: addDays(...one.out), billed: false }],
      }),
      charges: [
        chargeOf({
          unitPrice: String(one.price),
          from: one.from ?? FIRST,
          ...(one.pause && { pauses: [{ id: 'p', from: one.pause[0], to: addDays(...one.pause) }] }),
        }),
      ],
    })
  })
  const issued = invoices.map((one, n): Invoice => {
    const net = one.kind === 'creditNote' ? -Math.abs(one.net) : Math.abs(one.net)
    return invoiceOf({
      id: `i-${n}`,
      number: `F-${n}`,
      customerId: `c-${one.customer}`,
      kind: one.kind,
      currency: currencyOf(one.customer),
      issuedOn: one.issued,
      dueOn: addDays(one.issued, 15),
      lines: [],
      taxes: [],
      net,
      tax: 0,
      gross: net,
    })
  })
  const entries: LedgerEntry[] = [
    ...sales.map((one, n) =>
      entryOf({
        key: `sale-${n}`,
        kind: one.amount < 0 ? 'credit' : 'charge',
        amount: one.amount,
        date: one.date,
        currency: currencyOf(one.customer),
        customerId: `c-${one.customer}`,
        ...(one.service !== undefined && { serviceId: `s-${one.service}` }),
        ...(one.product !== undefined && { productId: one.product }),
        ...(one.cost !== undefined && { wholesale: one.cost }),
      }),
    ),
    ...invoices.flatMap((one, n) => {
      const paid = Math.min(one.paid, Math.abs(one.net))
      return one.kind !== 'invoice' || paid === 0
        ? []
        : [
            entryOf({
              key: `paid-${n}`,
              kind: 'allocation',
              amount: paid,
              currency: currencyOf(one.customer),
              customerId: `c-${one.customer}`,
              invoiceId: `i-${n}`,
              sourceId: 'payment',
            }),
          ]
    }),
  ]
  return { customers, services: made, invoices: issued, entries }
}

function load(made: ReturnType<typeof documentsOf>) {
  const store = createReadStore()
  moveToDay(store.db, TODAY)
  store.write(made.customers.map((after) => ({ collection: 'customers' as const, id: after.id, after })))
  store.write(made.services.map((after) => ({ collection: 'services' as const, id: after.id, after })))
  store.write(made.invoices.map((after) => ({ collection: 'invoices' as const, id: after.id, after })))
  store.write([], made.entries)
  const read = (method: string, input: unknown) => {
    const reply = store.read[method]?.(input)
    if (!reply?.ok) throw new Error(`${method}: ${JSON.stringify(reply)}`)
    return JSON.parse(JSON.stringify(reply.value)) as unknown
  }
  return { store, read }
}

const offices = [undefined, ...OFFICES]

describe('reports over all customers', () => {
  it('are what is worked out one by one', () => {
    fc.assert(
      fc.property(world, fc.constantFrom(...offices), (random, officeId) => {
        const made = documentsOf(random)
        const { store, read } = load(made)
        const own = made.customers.filter((one) => officeId === undefined || one.officeId === officeId)
        const ids = new Set(own.map(({ id }) => id))
        const filter = officeId === undefined ? {} : { officeId }
        for (let round = 0; round < 2; round++) {
          expectArpu(made, own, read('revenue.arpu', { today: TODAY, ...filter }))
          expectAgeing(made, ids, read('revenue.ageing', { today: TODAY, ...filter }))
          expectMargin(made, ids, read('revenue.margin', { from: '2025-02', to: '2026-01', ...filter }))
          expectRecurring(
            made,
            ids,
            read('revenue.recurring', { from: '2025-10', to: '2026-03', today: TODAY, ...filter }),
          )
          // Made anew from documents and ledger they say the same.
          inTransaction(store.db, () => rebuildReadModels(store.db))
        }
        store.close()
      }),
      { numRuns: 40 },
    )
  })

  it('say nothing, not nought, of customers without services', () => {
    const { read } = load(documentsOf({ services: [], invoices: [], sales: [] }))
    expect(read('revenue.arpu', { today: TODAY })).toMatchObject({ currencies: [] })
    const customer = read('revenue.customerArpu', { customerId: 'c-0', today: TODAY })
    expect(customer).not.toHaveProperty('own')
    expect(read('revenue.customerArpu', { customerId: 'nobody', today: TODAY })).not.toHaveProperty('own')
  })

  it('know recurring revenue on any day as the service itself does today', () => {
    fc.assert(
      fc.property(world, (random) => {
        for (const one of documentsOf(random).services) {
          if (one.status !== 'active' || one.activeFrom === undefined || one.activeFrom > TODAY) continue
          expect(amountOn(recurringSteps(one), TODAY)).toBe(monthlyRevenue(one, TODAY).amount)
        }
      }),
    )
  })
})

type Made = ReturnType<typeof documentsOf>

function revenueOf(made: Made, customerId: string, currency: string) {
  const netByMonth = new Map<string, number>()
  for (const one of made.invoices)
    if (one.customerId === customerId && one.kind !== 'proforma' && one.currency === currency)
      netByMonth.set(monthOf(one.issuedOn), (netByMonth.get(monthOf(one.issuedOn)) ?? 0) + one.net)
  return { services: made.services.filter((one) => one.customerId === customerId), netByMonth }
}

function expectArpu(made: Made, own: Made['customers'], answer: unknown) {
  const { currencies } = answer as MethodOutput<'revenue', 'arpu'>
  for (const currency of CURRENCIES) {
    const group = own.filter((one) => one.currency === currency)
    const all = group.map(({ id }) => revenueOf(made, id, currency))
    const found = currencies.find((one) => one.currency === currency)
    expect(found?.amount).toBe(meanArpu(all.map((one) => customerArpu(one, TODAY)?.amount)))
    for (const [index, month] of fullMonths(TODAY, 12).entries())
      expect(found?.months[index]?.amount).toBe(meanArpu(all.map((one) => arpuInMonth(one, month))))
  }
}

function expectAgeing(made: Made, ids: ReadonlySet<string>, answer: unknown) {
  const { currencies } = answer as MethodOutput<'revenue', 'ageing'>
  const settled = new Map<string, number>()
  for (const { kind, invoiceId = '', amount } of made.entries)
    if (kind === 'allocation') settled.set(invoiceId, (settled.get(invoiceId) ?? 0) + amount)
  const open = made.invoices
    .filter((one) => one.kind === 'invoice' && ids.has(one.customerId))
    .map((one) => ({ ...one, open: Math.max(0, one.gross - (settled.get(one.id) ?? 0)) }))
    .filter((one) => one.open > 0)
  const expected = ageing(open, TODAY)
  expect(new Map(currencies.map(({ currency, buckets }) => [currency, buckets]))).toEqual(expected)
}

function expectMargin(made: Made, ids: ReadonlySet<string>, answer: unknown) {
  const { currencies } = answer as MethodOutput<'revenue', 'margin'>
  const products = new Map(made.services.map((one) => [one.id, one.productId]))
  for (const currency of CURRENCIES) {
    const rows = made.entries
      .filter(({ kind }) => kind === 'charge' || kind === 'credit')
      .filter((one) => one.currency === currency && ids.has(one.customerId))
      .filter(({ date }) => date >= '2025-02-01' && date < '2026-02-01')
      .map(({ serviceId, amount, wholesale, productId: own }): MarginRow => {
        const productId = own ?? products.get(serviceId ?? '')
        return {
          ...(productId !== undefined && { productId }),
          amount,
          ...(wholesale !== undefined && { wholesale }),
        }
      })
    expect(currencies.find((one) => one.currency === currency)?.products ?? []).toEqual(marginByProduct(rows))
  }
}

function expectRecurring(made: Made, ids: ReadonlySet<string>, answer: unknown) {
  const { currencies } = answer as MethodOutput<'revenue', 'recurring'>
  const onDay = (currency: string, date: string) => {
    const sums = new Map<string, number>()
    for (const one of made.services) {
      if (one.currency !== currency || !ids.has(one.customerId)) continue
      const amount = amountOn(recurringSteps(one), date)
      if (amount !== 0) sums.set(one.customerId, (sums.get(one.customerId) ?? 0) + amount)
    }
    return sums
  }
  for (const { currency, months } of currencies) {
    const last = months.at(-1)
    expect(last).toEqual({
      month: '2026-03',
      ...recurringMovement(onDay(currency, '2026-02-28'), onDay(currency, TODAY)),
    })
    expect(months[0]).toEqual({
      month: '2025-10',
      ...recurringMovement(onDay(currency, '2025-09-30'), onDay(currency, '2025-10-31')),
    })
    // What a month ends with is what the next one begins with.
    for (const [index, { before }] of months.entries())
      if (index > 0) expect(before).toBe(months[index - 1]?.after)
  }
}
