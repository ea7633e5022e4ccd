import { beforeEach, describe, expect, it } from 'vitest'
import type { CommandContext } from '#core/domain/command.ts'
import { seriesNumbers } from '#core/domain/invoice/numbering.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import { invoiceOf, officeOf } from '#test/support/builders.ts'
import { createReadyWorld, refusalOf, resultOf, type CommandWorld } from '#test/support/command-world.ts'

const OFFICE = 'office-madrid'
let world: CommandWorld
let lease: CommandContext['billingLease']

beforeEach(() => {
  world = createReadyWorld()
  lease = undefined
  world.put('catalog', officeOf({ prefix: 'TOL', name: 'Toledo' }))
  world.put('catalog', { ...officeOf({ prefix: 'VGO', name: 'Vigo' }), id: 'office-vigo' })
})

const run = (name: string, input: object) => world.run(name, input, { billingLease: (id) => lease?.(id) })
const data = (more: object = {}) => ({
  name: 'Facturas',
  kind: 'invoice',
  officeId: OFFICE,
  prefix: 'A',
  ...more,
})
const save = (more: object = {}, rest: object = {}) =>
  run('catalog.save', { kind: 'series', data: data(more), ...rest })
const created = (more: object = {}) => resultOf<{ id: string }>(save(more)).id
const issuesOf = (outcome: ReturnType<typeof save>) =>
  (refusalOf(outcome).fields ?? []).map(({ path, code }) => `${path} ${code}`)
const numbers = (kind: Invoice['kind'] = 'invoice', days: readonly string[] = ['2026-03-10']) => {
  const series = seriesNumbers(kind, OFFICE, world.context())
  return days.map((day) => series.next(day))
}

describe('the number of a document', () => {
  it('comes from the usual series of the office until it has one of its own', () => {
    expect(numbers()).toEqual(['FTOL-7Q-000001'])
    expect(numbers('creditNote')).toEqual(['RTOL-7Q-000001'])
    created()
    expect(numbers()).toEqual(['A-7Q-000001'])
    expect(numbers('creditNote')).toEqual(['RTOL-7Q-000002'])
  })

  it('comes from the first series in force; closing it hands over to the next, and back to the usual one', () => {
    const first = created()
    const second = created({ name: 'Otras', prefix: 'B' })
    expect(numbers()).toEqual(['A-7Q-000001'])
    resultOf(run('catalog.archive', { ids: [first] }))
    expect(numbers()).toEqual(['B-7Q-000001'])
    resultOf(run('catalog.archive', { ids: [second] }))
    expect(numbers()).toEqual(['FTOL-7Q-000001'])
    // Opened again it goes on where it was, without a gap.
    resultOf(run('catalog.restore', { ids: [first] }))
    expect(numbers()).toEqual(['A-7Q-000002'])
  })

  it('of a yearly series begins at one with the year of issue, and never bears the same number twice', () => {
    created({ yearly: true })
    const days = ['2026-12-30', '2026-12-31', '2027-01-01', '2026-12-31', '2027-01-01']
    expect(numbers('invoice', days)).toEqual([
      'A-2026-7Q-000001',
      'A-2026-7Q-000002',
      'A-2027-7Q-000001',
      'A-2026-7Q-000003',
      'A-2027-7Q-000002',
    ])
  })
})

describe('a series', () => {
  it('is of an office in use, with a prefix that nobody else numbers by', () => {
    created()
    expect(issuesOf(save({ name: 'Otra', officeId: 'nowhere', prefix: 'B' }))).toEqual([
      'data/officeId catalog.officeMissing',
    ])
    expect(issuesOf(save({ name: 'Otra' }))).toEqual(['data/prefix catalog.seriesPrefixTaken'])
    // The usual prefixes of other offices and kinds; its own it may go on with.
    for (const prefix of ['FVGO', 'RTOL'])
      expect(issuesOf(save({ name: 'Otra', prefix }))).toEqual(['data/prefix catalog.seriesPrefixTaken'])
    created({ name: 'Otra', prefix: 'FTOL' })
  })

  it('keeps prefix, kind and office once a document bears its numbers', () => {
    const id = created()
    resultOf(save({ prefix: 'C' }, { id }))
    world.put('invoices', invoiceOf({ number: 'C-7Q-000001', seriesId: id }))
    const moved = { prefix: 'D', kind: 'proforma', officeId: 'office-vigo' }
    expect(issuesOf(save(moved, { id }))).toEqual([
      'data/prefix catalog.seriesUsed',
      'data/kind catalog.seriesUsed',
      'data/officeId catalog.seriesUsed',
    ])
    // Its name may change, and each year may begin anew from now on.
    resultOf(save({ prefix: 'C', name: 'Facturas 2027', yearly: true }, { id }))
    expect(numbers()).toEqual(['C-2026-7Q-000001'])
  })

  it('is changed only where the invoices of its office are issued', () => {
    const id = created()
    lease = (officeId) => (officeId === OFFICE ? { deviceId: 'd', name: 'Recepción' } : undefined)
    const refusals = [
      save({ name: 'Otra', prefix: 'B' }),
      save({ name: 'Otra' }, { id }),
      save({ officeId: 'office-vigo' }, { id }),
      run('catalog.archive', { ids: [id] }),
    ].map(refusalOf)
    for (const refusal of refusals)
      expect(refusal).toMatchObject({ code: 'billing.leaseElsewhere', details: { name: 'Recepción' } })
    lease = undefined
    resultOf(run('catalog.archive', { ids: [id] }))
    lease = () => ({ deviceId: 'd', name: 'Recepción' })
    expect(refusalOf(run('catalog.restore', { ids: [id] })).code).toBe('billing.leaseElsewhere')
  })
})
