import { beforeEach, describe, expect, it } from 'vitest'
import type { BillingIssued, DocumentsMade } from '#core/domain/billing/commands.ts'
import type { CreditNoteIssued } from '#core/domain/invoice/commands.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import type { PaymentRecorded } from '#core/domain/payment/commands.ts'
import { seedId } from '#core/domain/seed-id.ts'
import { rateOf } from '#test/support/billing-drafts.ts'
import { chargeOf, customerOf, entryOf, officeOf, serviceOf, siteOf } from '#test/support/builders.ts'
import { createReadyWorld, resultOf, sha256, type CommandWorld } from '#test/support/command-world.ts'

let world: CommandWorld
const status = (key: string) => seedId(sha256, 'customerStatus', key)

beforeEach(() => {
  world = createReadyWorld()
  world.put('catalog', officeOf(), rateOf('iva', [['2012-09-01', '21']]))
  world.put('customers', customerOf({ statusId: status('active') }))
  world.put('sites', siteOf())
  const charges = [chargeOf({ from: '2026-01-01', taxRateId: 'iva' })]
  world.put('services', serviceOf({ activeFrom: '2026-01-01', charges }))
})

const issue = (through: string, more: object = {}) =>
  world.run('billing.issue', { customerIds: ['customer-1'], through, ...more })
const codeOf = (command: string, input: unknown) => {
  const outcome = world.run(command, input)
  return outcome.ok ? 'done' : outcome.error.code
}
const balance = () => world.context().read.ledger.balance('customer-1')
const openOf = () => world.context().read.ledger.openInvoices('customer-1', 10)
const invoices = (): Invoice[] => world.all('invoices')
const onlyInvoice = (): Invoice => {
  const [invoice, ...more] = invoices()
  if (!invoice || more.length > 0) throw new Error(`${invoices().length} invoices`)
  return invoice
}

describe('billing.issue', () => {
  it('issues what has fallen due, numbered without gaps, and ledger and invoices agree', () => {
    const { totals, problems } = resultOf<BillingIssued>(issue('2026-02-01'))
    expect(totals.byCurrency).toEqual({
      EUR: { invoices: 1, creditNotes: 0, lines: 1, net: 3200, tax: 672, gross: 3872 },
    })
    expect(problems).toEqual([])
    resultOf(issue('2026-03-01'))
    expect(invoices().map(({ number, dueOn }) => [number, dueOn])).toEqual([
      ['FMAD-7Q-000001', '2026-03-25'],
      ['FMAD-7Q-000002', '2026-03-25'],
    ])
    expect(invoices()[0]).toMatchObject({
      issuer: { name: 'Enlace Fibra', country: 'ES' },
      customer: { name: 'Panadería Núñez', number: 'MAD-7Q-000001', city: 'Madrid' },
      lines: [{ basis: { rule: 'whole' }, periodFrom: '2026-01-01', periodTo: '2026-02-01', percent: '21' }],
    })
    expect(balance()).toBe(2 * 3872)
    expect(openOf().map(({ open }) => open)).toEqual([3872, 3872])
    expect(world.context().read.ledger.uninvoiced('customer-1', 10)).toEqual([])
  })

  it('does nothing the second time, and says so', () => {
    resultOf(issue('2026-03-01'))
    const ledger = [...world.ledger]
    expect(codeOf('billing.issue', { customerIds: ['customer-1'], through: '2026-03-01' })).toBe(
      'billing.nothingDue',
    )
    expect(world.ledger).toEqual(ledger)
  })

  it('goes on beside a customer who cannot be billed', () => {
    world.put('customers', customerOf({ id: 'customer-2', statusId: status('active') }))
    const bad = [chargeOf({ id: 'bad', unitPrice: 'x' })]
    world.put('services', serviceOf({ id: 'service-2', customerId: 'customer-2', charges: bad }))
    const customerIds = ['customer-2', 'nobody', 'customer-1']
    const done = resultOf<BillingIssued>(world.run('billing.issue', { customerIds, through: '2026-02-01' }))
    expect(done.totals).toMatchObject({ customers: 2, billed: 1, problems: 1 })
    expect(done.problems).toMatchObject([{ customerId: 'customer-2', code: 'chargeInvalid' }])
  })

  it('leaves out days on which the status of the customer did not bill', () => {
    const set = (key: string, now: string) => {
      world.now = Date.parse(`${now}T10:00:00Z`)
      resultOf(world.run('customer.setStatus', { ids: ['customer-1'], statusId: status(key) }))
    }
    set('pending', '2026-03-10')
    expect(codeOf('billing.issue', { customerIds: ['customer-1'], through: '2026-04-01' })).toBe(
      'billing.nothingDue',
    )
    set('active', '2026-03-20')
    resultOf(issue('2026-04-01'))
    expect(onlyInvoice().lines.map(({ net }) => net)).toEqual([3200, 3200, 2168])
  })

  it('bills a suspension or not, as was said when it began', () => {
    const change = (to: string, on: string, more: object = {}) =>
      resultOf(world.run('service.setStatus', { ids: ['service-1'], status: to, on, ...more }))
    change('suspended', '2026-01-10', { billed: false })
    change('active', '2026-01-20')
    change('suspended', '2026-02-10')
    change('active', '2026-02-20')
    resultOf(issue('2026-03-01'))
    expect(onlyInvoice().lines.map(({ net }) => net)).toEqual([2168, 3200])
  })

  it('refuses what is no day', () => {
    const refused = issue('2026-02-30', { issuedOn: 'today' })
    expect(refused).toMatchObject({
      error: { code: 'billing.invalid', fields: [{ path: 'through' }, { path: 'issuedOn' }] },
    })
  })
})

describe('payments', () => {
  beforeEach(() => {
    resultOf(issue('2026-02-01', { issuedOn: '2026-02-01' }))
    resultOf(issue('2026-03-01', { issuedOn: '2026-03-01' }))
  })
  const record = (amount: string, more: object = {}) =>
    world.run('payment.record', { customerId: 'customer-1', amount, way: 'transfer', ...more })

  it('settle the oldest invoice first, and what is left over is credit', () => {
    expect(resultOf<PaymentRecorded>(record('50'))).toMatchObject({ invoices: 2, surplus: 0 })
    expect(openOf().map(({ open }) => open)).toEqual([2 * 3872 - 5000])
    expect(resultOf<PaymentRecorded>(record('100'))).toMatchObject({ invoices: 1, surplus: 7256 })
    expect(balance()).toBe(-7256)
    expect(openOf()).toEqual([])
  })

  it('go where they are sent, or nowhere', () => {
    const [, second] = openOf()
    const invoiceId = second?.id ?? ''
    resultOf(record('10', { parts: [{ invoiceId, amount: '4' }] }))
    expect(openOf().map(({ open }) => open)).toEqual([3872, 3472])
    resultOf(record('10', { parts: [] }))
    expect(openOf().map(({ open }) => open)).toEqual([3872, 3472])
    resultOf(world.run('payment.allocate', { customerId: 'customer-1' }))
    expect(openOf().map(({ open }) => open)).toEqual([2272, 3472])
    expect(codeOf('payment.allocate', { customerId: 'customer-1' })).toBe('payment.nothingToDo')
  })

  it('are refused with the field or the amount that is left', () => {
    for (const amount of ['0', '-5', '1,5', '1.001', ''])
      expect(record(amount)).toMatchObject({
        error: { code: 'payment.invalid', fields: [{ path: 'amount', code: 'payment.amountForm' }] },
      })
    const invoiceId = openOf()[0]?.id ?? ''
    expect(record('99', { parts: [{ invoiceId, amount: '38.73' }] })).toMatchObject({
      error: { code: 'payment.moreThanOpen', details: { invoiceId, value: '38.72 EUR' } },
    })
    expect(record('1', { date: '2026-02-31' })).toMatchObject({ error: { fields: [{ path: 'date' }] } })
  })

  it('of one bank movement are recorded once', () => {
    const key = `bank/${'a'.repeat(40)}`
    resultOf(record('10', { key }))
    expect(record('10', { key })).toMatchObject({ error: { code: 'payment.alreadyPosted' } })
  })

  it('are paid back from credit only', () => {
    resultOf(record('100', { parts: [] }))
    const refund = (amount: string) => ({ customerId: 'customer-1', amount, way: 'transfer' })
    resultOf(world.run('payment.refund', refund('30')))
    expect(world.run('payment.refund', refund('70.01'))).toMatchObject({
      error: { code: 'payment.moreThanFree', details: { value: '70.00 EUR' } },
    })
    resultOf(world.run('payment.refund', refund('70')))
    expect(balance()).toBe(2 * 3872)
  })

  it('that bounced open their invoices again, once', () => {
    const { key } = resultOf<PaymentRecorded>(record('77.44'))
    expect(openOf()).toEqual([])
    resultOf(world.run('payment.reverse', { key }))
    expect(openOf().map(({ open }) => open)).toEqual([3872, 3872])
    expect(balance()).toBe(2 * 3872)
    expect(codeOf('payment.reverse', { key })).toBe('payment.alreadyReversed')
    expect(codeOf('payment.reverse', { key: 'nothing' })).toBe('payment.notFound')
    expect(codeOf('payment.reverse', { key: world.ledger[0]?.key })).toBe('payment.notFound')
  })

  it('that were paid back wait for that to be reversed', () => {
    const { key } = resultOf<PaymentRecorded>(record('100', { parts: [] }))
    resultOf(world.run('payment.refund', { customerId: 'customer-1', amount: '1', way: 'cash' }))
    expect(codeOf('payment.reverse', { key })).toBe('payment.wasRefunded')
    const refund = world.ledger.find(({ kind }) => kind === 'refund')?.key
    resultOf(world.run('payment.reverse', { key: refund }))
    expect(codeOf('payment.reverse', { key })).toBe('done')
    expect(balance()).toBe(2 * 3872)
  })

  it('are given up for what is open', () => {
    const [first] = openOf()
    const invoiceId = first?.id ?? ''
    resultOf(world.run('payment.writeOff', { invoiceId, amount: '8.72', description: 'Acuerdo' }))
    expect(openOf()[0]?.open).toBe(3000)
    resultOf(world.run('payment.writeOff', { invoiceId }))
    expect(openOf().map(({ id }) => id)).not.toContain(invoiceId)
    expect(codeOf('payment.writeOff', { invoiceId })).toBe('payment.invoiceNotOpen')
    expect(codeOf('payment.writeOff', { invoiceId: 'x' })).toBe('invoice.notFound')
  })
})

describe('invoice.creditNote', () => {
  beforeEach(() => {
    world.ledger.push(entryOf({ key: 'visit', amount: 5000, taxRateId: 'iva', siteId: 'site-1' }))
    resultOf(issue('2026-02-01'))
  })
  const credit = (more: object = {}) =>
    world.run('invoice.creditNote', { invoiceId: onlyInvoice().id, ...more })

  it('settles the invoice that it corrects, and leaves nothing owed', () => {
    const { gross } = onlyInvoice()
    const note = resultOf<CreditNoteIssued>(credit())
    expect(note).toMatchObject({ number: 'RMAD-7Q-000001', gross: -gross, allocated: gross })
    expect(balance()).toBe(0)
    expect(openOf()).toEqual([])
    expect(world.context().read.ledger.uninvoiced('customer-1', 10)).toEqual([])
    expect(codeOf('billing.issue', { customerIds: ['customer-1'], through: '2026-02-01' })).toBe(
      'billing.nothingDue',
    )
  })

  it('of a paid invoice is credit that can be paid back', () => {
    const invoiceId = onlyInvoice().id
    resultOf(world.run('payment.record', { customerId: 'customer-1', amount: '99.22', way: 'cash' }))
    const note = resultOf<CreditNoteIssued>(credit({ lines: [{ lineId: '2', net: 1000 }] }))
    expect(note).toMatchObject({ gross: -1210, allocated: 0 })
    const over = world.run('invoice.creditNote', { invoiceId, lines: [{ lineId: '2', net: 4001 }] })
    expect(over).toMatchObject({ error: { code: 'invoice.moreThanLeft', details: { value: '40.00 EUR' } } })
    resultOf(world.run('payment.refund', { customerId: 'customer-1', amount: '12.10', way: 'cash' }))
    expect(balance()).toBe(0)
  })

  it('of a wrong invoice lets the next run bill its periods again', () => {
    resultOf(credit({ billAgain: true }))
    resultOf(issue('2026-02-01'))
    const again = invoices().filter(({ kind }) => kind === 'invoice')[1]
    expect(again?.lines.map(({ net, transactionId }) => [net, transactionId])).toEqual([
      [3200, 'charge-1/2026-01-01/3'],
    ])
  })
})

describe('a proforma', () => {
  const make = (through = '2026-02-01') => {
    const done = resultOf<DocumentsMade>(world.run('billing.proforma', { customerId: 'customer-1', through }))
    return done.ids[0] ?? ''
  }

  it('says what is due and takes and posts nothing', () => {
    const id = make()
    expect(world.get('invoices', id)).toMatchObject({
      kind: 'proforma',
      number: 'PMAD-7Q-000001',
      gross: 3872,
      billedThrough: '2026-02-01',
    })
    expect(world.ledger).toEqual([])
    // What it says is still due.
    expect(codeOf('billing.issue', { customerIds: ['customer-1'], through: '2026-02-01' })).toBe('done')
  })

  it('becomes an invoice of the same figures, which names it, and does so once', () => {
    const id = make()
    const made = resultOf<DocumentsMade>(world.run('invoice.issueProforma', { id }))
    expect(world.get('invoices', made.ids[0] ?? '')).toMatchObject({
      kind: 'invoice',
      number: 'FMAD-7Q-000001',
      proformaId: id,
      gross: 3872,
    })
    expect(balance()).toBe(3872)
    expect(codeOf('invoice.issueProforma', { id })).toBe('invoice.proformaChanged')
    expect(codeOf('invoice.issueProforma', { id: made.ids[0] })).toBe('invoice.notProforma')
    expect(codeOf('invoice.issueProforma', { id: 'nobody' })).toBe('invoice.notFound')
  })

  it('is not issued once something else is due', () => {
    const id = make()
    const charges = [chargeOf({ from: '2026-01-01', unitPrice: '40', taxRateId: 'iva' })]
    world.put('services', serviceOf({ activeFrom: '2026-01-01', charges }))
    expect(codeOf('invoice.issueProforma', { id })).toBe('invoice.proformaChanged')
    expect(world.ledger).toEqual([])
  })

  it('is not made of nothing', () => {
    expect(codeOf('billing.proforma', { customerId: 'customer-1', through: '2026-01-15' })).toBe(
      'billing.nothingDue',
    )
    expect(codeOf('billing.proforma', { customerId: 'customer-1', through: 'soon' })).toBe('billing.invalid')
    expect(codeOf('billing.proforma', { customerId: 'nobody', through: '2026-02-01' })).toBe(
      'customer.notFound',
    )
  })
})

describe('the letterhead of an invoice', () => {
  it('is the company’s, with what the office has of its own before it', () => {
    const company = world.all('catalog').find(({ kind }) => kind === 'company')
    if (!company) throw new Error('no company')
    const address = { addressLine1: 'Gran Vía, 1', city: 'Madrid', postcode: '28013' }
    world.put('catalog', {
      ...company,
      data: { ...company.data, ...address, taxId: 'B11111111', iban: 'ES9121000418450200051332' },
    })
    resultOf(issue('2026-02-01'))
    expect(invoices()[0]).toMatchObject({
      issuer: { ...address, taxId: 'B11111111' },
      payTo: { iban: 'ES9121000418450200051332' },
    })
    const office = officeOf()
    world.put('catalog', {
      ...office,
      data: {
        ...office.data,
        ...{ addressLine1: 'Calle Alta, 2', city: 'Toledo', phone: '925 111 222' },
        paymentNote: 'Indique el número de la factura.',
      },
    })
    resultOf(issue('2026-03-01'))
    expect(invoices()[1]?.issuer).toMatchObject({
      taxId: 'B11111111',
      addressLine1: 'Calle Alta, 2',
      city: 'Toledo',
      phone: '925 111 222',
    })
    // A postcode of the company’s address has no place in the office’s.
    expect(invoices()[1]?.issuer).not.toHaveProperty('postcode')
    expect(invoices()[1]?.payTo).toEqual({
      iban: 'ES9121000418450200051332',
      note: 'Indique el número de la factura.',
    })
  })
})
