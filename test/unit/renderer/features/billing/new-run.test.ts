import { describe, expect, it } from 'vitest'
import { newRun, newRunProblems, planOf } from '#renderer/features/billing/new/new-run.ts'

const TODAY = '2026-03-10'
const run = (changes: object = {}) => ({ ...newRun(TODAY), ...changes })

describe('a new billing run', () => {
  it('is through today for everybody unless somebody says otherwise', () => {
    expect(newRunProblems(run(), TODAY)).toEqual({})
    expect(planOf(run(), undefined)).toEqual({ through: TODAY })
    expect(planOf(newRun(TODAY, 'customer-1'), undefined)).toEqual({
      through: TODAY,
      customerIds: ['customer-1'],
    })
  })

  it.each([
    [{ through: '2026-02-30' }, { through: 'date' }],
    [{ through: '' }, { through: 'date' }],
    [{ through: '2062-03-01' }, { through: 'farAhead' }],
    [{ issuedOn: 'soon' }, { issuedOn: 'date' }],
    [{ issuedOn: '2062-03-10' }, { issuedOn: 'farAhead' }],
    [{ closedUntil: '2026-13-01' }, { closedUntil: 'date' }],
    [{ closedUntil: '2026-03-11' }, { closedUntil: 'closedLater' }],
    [{ scope: 'offices' }, { officeIds: 'nobody' }],
    [{ scope: 'customers' }, { customerIds: 'nobody' }],
    [{ scope: 'view' }, { viewId: 'nobody' }],
  ])('names what is wrong with %o', (changes, problems) => {
    expect(newRunProblems(run(changes), TODAY)).toEqual(problems)
  })

  it('asks only for the scope that is chosen', () => {
    const typed = { officeIds: ['office-1'], customerIds: ['customer-1'], viewId: 'view-1' }
    const filter = { text: 'ana' }
    expect(planOf(run({ ...typed, scope: 'offices' }), filter)).toEqual({
      through: TODAY,
      officeIds: ['office-1'],
    })
    expect(planOf(run({ ...typed, scope: 'view' }), filter)).toEqual({ through: TODAY, filter })
    expect(planOf(run({ ...typed, issuedOn: '2026-03-01', closedUntil: '2026-01-31' }), filter)).toEqual({
      through: TODAY,
      issuedOn: '2026-03-01',
      closedUntil: '2026-01-31',
    })
  })
})
