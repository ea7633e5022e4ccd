import { describe, expect, it } from 'vitest'
import { createMatcher, type Match, type PayableInvoice } from '#core/domain/bank/match.ts'
import { movementKeys, type BankMovement } from '#core/domain/bank/statement.ts'
import { sha256 } from '#test/support/command-world.ts'

const invoiceOf = (id: string, fields: Partial<PayableInvoice> = {}): PayableInvoice => ({
  id,
  number: `FMAD-7Q-${id.padStart(6, '0')}`,
  dueOn: `2026-03-${id.padStart(2, '0')}`,
  currency: 'EUR',
  open: 3872,
  customerId: 'bakery',
  customerName: 'Panadería Núñez, S.L.',
  customerNumber: 'MAD-7Q-000001',
  ...fields,
})

const invoices = [
  invoiceOf('1'),
  invoiceOf('2', { open: 5000 }),
  invoiceOf('3', {
    customerId: 'ana',
    customerName: 'Ana Pérez Gil',
    customerNumber: 'MAD-7Q-000002',
    open: 2500,
  }),
  invoiceOf('4', {
    customerId: 'eva',
    customerName: 'Eva Pérez Gil',
    customerNumber: 'MAD-7Q-000003',
    open: 2500,
  }),
  ...Array.from({ length: 20 }, (_, i) =>
    invoiceOf(String(10 + i), {
      customerId: `plan-${i}`,
      customerName: `Cliente Número ${i}`,
      customerNumber: `MAD-7Q-0001${i}`,
      open: 3000,
    }),
  ),
]
const matcher = createMatcher(invoices, new Map([['ES9121000418450200051332', 'ana']]))

const movementOf = (fields: Partial<BankMovement>): BankMovement => ({
  position: 1,
  date: '2026-04-02',
  amount: 3872,
  currency: 'EUR',
  text: '',
  ...fields,
})
const say = ({ customerId, invoiceIds, reasons, confidence }: Match) =>
  `${confidence}: ${customerId} ${invoiceIds.join('+')} by ${reasons.join(', ')}`
const matched = (fields: Partial<BankMovement>) => matcher.match(movementOf(fields)).map(say)

describe('a movement of the bank', () => {
  it.each<[string, Partial<BankMovement>, string[]]>([
    [
      'number and amount',
      { text: 'Pago factura FMAD-7Q-000001' },
      ['sure: bakery 1 by invoiceNumber, amount'],
    ],
    ['a number copied badly', { text: 'fra. fmad 7q 000001' }, ['sure: bakery 1 by invoiceNumber, amount']],
    ['number in the reference', { reference: 'FMAD7Q000001' }, ['sure: bakery 1 by invoiceNumber, amount']],
    ['number, but a part', { text: 'FMAD-7Q-000001', amount: 1000 }, ['likely: bakery 1 by invoiceNumber']],
    [
      'two numbers and their sum',
      { text: 'FMAD-7Q-000002 y FMAD-7Q-000001', amount: 8872 },
      ['sure: bakery 1+2 by invoiceNumber, amount'],
    ],
    ['a longer number is another one', { text: 'FMAD-7Q-0000019', amount: 1 }, []],
    ['name and amount', { name: 'PANADERIA NUÑEZ SL', amount: 5000 }, ['likely: bakery 2 by amount, name']],
    [
      'name and all that is open',
      { name: 'Panaderia Nuñez', amount: 8872 },
      ['likely: bakery 1+2 by amountOfAll, name'],
    ],
    ['name in the text', { text: 'TRANSF DE ANA PEREZ GIL', amount: 100 }, ['possible: ana 3 by name']],
    [
      'customer number',
      { text: 'cliente MAD-7Q-000001', amount: 5000 },
      ['likely: bakery 2 by customerNumber, amount'],
    ],
    [
      'an account that paid before, with name and amount',
      { iban: 'ES9121000418450200051332', name: 'Ana Pérez Gil', amount: 2500 },
      ['sure: ana 3 by amount, name, account', 'possible: eva 4 by amount, partOfName'],
    ],
    ['an amount that many have', { amount: 3000 }, []],
    ['an amount that two have', { amount: 2500 }, ['possible: ana 3 by amount', 'possible: eva 4 by amount']],
    ['another currency', { text: 'FMAD-7Q-000001', currency: 'USD' }, []],
    ['money that went out', { text: 'FMAD-7Q-000001', amount: -3872 }, []],
    ['a reversal', { text: 'FMAD-7Q-000001', isReversal: true }, []],
    ['nothing known', { name: 'Desconocido', text: 'hola' }, ['possible: bakery 1 by amount']],
  ])('%s', (_what, fields, expected) => expect(matched(fields)).toEqual(expected))

  it('is sure of nothing when two are equally good', () => {
    const twins = createMatcher(
      ['1', '2'].map((id) =>
        invoiceOf(id, { customerId: id, customerName: 'Luz Díaz', customerNumber: `N${id}-0000` }),
      ),
      new Map(),
    )
    const found = twins.match(movementOf({ name: 'Luz Díaz', text: 'FMAD-7Q-000001 FMAD-7Q-000002' }))
    expect(found.map(({ confidence }) => confidence)).toEqual(['likely', 'likely'])
  })
})

describe('the identity of a movement', () => {
  const movements = [
    movementOf({ position: 1, text: 'Cuota' }),
    movementOf({ position: 2, text: 'Cuota' }),
    movementOf({ position: 3, bankReference: 'X1' }),
  ]
  const keysOf = (list: BankMovement[]) => [
    ...movementKeys({ account: 'ES91', movements: list }, sha256).values(),
  ]

  it('is the same when the statement is read again, and another for each movement', () => {
    expect(keysOf(movements)).toEqual(keysOf(movements))
    expect(new Set(keysOf(movements)).size).toBe(3)
  })

  it('does not hang on what surrounds it', () => {
    const [, , third] = keysOf(movements)
    expect(keysOf([movementOf({ position: 9, bankReference: 'X1' })])).toEqual([third])
  })
})
