import { beforeEach, describe, expect, it } from 'vitest'
import { seedId } from '#core/domain/seed-id.ts'
import { checkReading } from '#core/domain/service/reading-rules.ts'
import type { MetersRead } from '#core/domain/service/readings.ts'
import type { Charge } from '#core/domain/service/schema.ts'
import { chargeOf, customerOf, officeOf, serviceOf, siteOf } from '#test/support/builders.ts'
import {
  createReadyWorld,
  refusalOf,
  resultOf,
  sha256,
  type CommandWorld,
} from '#test/support/command-world.ts'

const reading = (date: string, value: string, more: object = {}) => ({ id: date, date, value, ...more })
const meter = (readings: NonNullable<Charge['readings']>, id = 'meter'): Charge =>
  chargeOf({
    id,
    kind: 'metered',
    periodMonths: 1,
    unit: 'kWh',
    unitPrice: '0.2',
    from: '2026-01-01',
    readings,
  })
/** Ten a day in January and February. */
const usual = [reading('2025-12-31', '1000'), reading('2026-01-31', '1310'), reading('2026-02-28', '1590')]

const issuesOf = (date: string, value: string, more: object = {}, readings = usual) =>
  checkReading(meter(readings), { date, value, estimated: false, ...more }, '2026-03-10').map(
    ({ path, code }) => `${path} ${code}`,
  )

describe('a reading', () => {
  it('passes when it is about as usual', () => {
    expect(issuesOf('2026-03-10', '1690')).toEqual([])
    expect(issuesOf('2026-03-10', '1690,5')).toEqual(['value service.readingForm'])
    expect(issuesOf('2026-03-10', '-3')).toEqual(['value service.readingForm'])
  })

  it('is doubted when it is far from usual', () => {
    expect(issuesOf('2026-03-10', '2590')).toEqual(['value service.readingHigh'])
    expect(issuesOf('2026-03-10', '1591')).toEqual(['value service.readingLow'])
    const [doubt] = checkReading(
      meter(usual),
      { date: '2026-03-10', value: '2590', estimated: false },
      '2026-03-10',
    )
    expect(doubt?.params).toEqual({ used: 1000, usual: 100, days: 10 })
  })

  it('is not doubted while nobody knows what is usual', () => {
    expect(issuesOf('2026-03-10', '99999', {}, [])).toEqual([])
    expect(issuesOf('2026-03-10', '99999', {}, [reading('2026-03-01', '1')])).toEqual([])
  })

  it('never runs backwards, unless the meter was changed', () => {
    expect(issuesOf('2026-03-10', '1589')).toEqual(['value service.readingBelow'])
    expect(issuesOf('2026-02-10', '1600')).toEqual(['value service.readingAbove'])
    const changed = [...usual.slice(0, 2), reading('2026-02-28', '1590', { newMeterValue: '0' })]
    expect(issuesOf('2026-03-10', '100', {}, changed)).toEqual([])
  })

  it('of a day to come can only be an estimate', () => {
    expect(issuesOf('2026-03-11', '1700')).toEqual(['date service.readingAhead'])
    expect(issuesOf('2026-03-31', '1890', { estimated: true })).toEqual([])
    expect(issuesOf('2026-02-30', '1890')).toEqual(['date service.dateForm'])
  })
})

describe('readings of many meters', () => {
  let world: CommandWorld
  beforeEach(() => {
    world = createReadyWorld()
    world.put('catalog', officeOf())
    world.put('customers', customerOf({ statusId: seedId(sha256, 'customerStatus', 'active') }))
    world.put('sites', siteOf())
    world.put(
      'services',
      serviceOf({ id: 's1', charges: [meter(usual)] }),
      serviceOf({ id: 's2', charges: [meter(usual), chargeOf({ id: 'fee' })] }),
    )
  })
  const read = (...readings: object[]) => world.run('service.readMeters', { readings })
  const of = (id: string, value: string, more: object = {}) => ({
    id,
    chargeId: 'meter',
    date: '2026-03-10',
    value,
    ...more,
  })
  const valuesOf = (id: string) =>
    world.get('services', id)?.charges[0]?.readings?.map(({ date, value }) => `${date} ${value}`)

  it('are taken down together, doubts told by their place', () => {
    const done = resultOf<MetersRead>(read(of('s1', '1690'), of('s2', '2900')))
    expect(done.read).toBe(2)
    expect(done.warnings).toMatchObject([{ path: 'readings/1/value', code: 'service.readingHigh' }])
    expect(valuesOf('s1')?.at(-1)).toBe('2026-03-10 1690')
    expect(valuesOf('s2')?.at(-1)).toBe('2026-03-10 2900')
  })

  it('are all refused when one is wrong', () => {
    expect(refusalOf(read(of('s1', '1690'), of('s2', '12')))).toMatchObject({
      code: 'service.invalid',
      fields: [{ path: 'readings/1/value', code: 'service.readingBelow' }],
    })
    expect(valuesOf('s1')).toHaveLength(3)
    expect(refusalOf(read(of('s2', '1', { chargeId: 'fee' }))).code).toBe('service.chargeNotFound')
  })

  it('of the same day replace each other, and can be taken out', () => {
    resultOf(read(of('s1', '1690')))
    resultOf(read(of('s1', '1695', { estimated: true })))
    expect(valuesOf('s1')?.at(-1)).toBe('2026-03-10 1695')
    expect(valuesOf('s1')).toHaveLength(4)
    const readingId = world.get('services', 's1')?.charges[0]?.readings?.at(-1)?.id
    resultOf(world.run('service.dropReading', { id: 's1', chargeId: 'meter', readingId }))
    expect(valuesOf('s1')).toHaveLength(3)
    const gone = world.run('service.dropReading', { id: 's1', chargeId: 'meter', readingId })
    expect(refusalOf(gone).code).toBe('service.readingNotFound')
  })
})
