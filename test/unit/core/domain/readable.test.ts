import { describe, expect, it } from 'vitest'
import {
  asksHidden,
  hiddenFrom,
  readableChange,
  readableRecord,
  withUnseen,
} from '#core/domain/people/readable.ts'

const agent = hiddenFrom('agent')
const technician = hiddenFrom('technician')
const charge = (wholesalePrice?: string) => ({
  ...{ id: 'c1', unitPrice: '30' },
  ...(wholesalePrice !== undefined && { wholesalePrice }),
})

describe('what a role may not see', () => {
  it('is nothing where nobody signs in, and for who may see all', () => {
    expect(hiddenFrom(undefined)).toEqual([])
    expect(hiddenFrom('admin')).toEqual([])
  })

  it('is left out of records, whole fields and inside lists, and the record is not touched', () => {
    const customer = { id: 'c', name: 'Ana', paymentMethods: [{ id: 'm' }] }
    expect(readableRecord(technician, 'customers', customer)).toEqual({
      ...{ id: 'c', name: 'Ana' },
      paymentMethods: [],
    })
    expect(readableRecord(agent, 'customers', customer)).toBe(customer)
    expect(readableRecord(hiddenFrom('auditor'), 'customers', { id: 'c', notes: 'x' })).toEqual({ id: 'c' })
    const service = { id: 's', charges: [charge('9')] }
    expect(readableRecord(agent, 'services', service)).toEqual({ id: 's', charges: [charge()] })
    expect(service.charges).toEqual([charge('9')])
  })

  it.each([
    ['', { charges: [charge('9')] }, { charges: [charge()] }],
    ['charges', [charge('9')], [charge()]],
    ['charges/c1', charge('9'), charge()],
    ['charges/c1/group:price', charge('9'), charge()],
    ['charges/c1/unitPrice', '30', '30'],
    ['charges/c1/wholesalePrice', '9', undefined],
    ['name', 'Fibra', 'Fibra'],
  ])('is left out of a change of %s', (path, to, seen) => {
    const change = { collection: 'services', path, to }
    expect(readableChange(agent, change)?.to).toEqual(seen)
    expect(readableChange(hiddenFrom('billing'), change)).toBe(change)
  })

  it('is not asked for by a selector or an order either', () => {
    expect(asksHidden(technician, 'customers', { selector: { 'paymentMethods.0.lastFour': '1' } })).toBe(true)
    expect(asksHidden(technician, 'customers', { selector: { $or: [{ paymentMethods: [] }] } })).toBe(true)
    expect(asksHidden(technician, 'customers', { sort: [{ field: 'paymentMethods' }] })).toBe(true)
    expect(asksHidden(technician, 'customers', { selector: { name: 'x' } })).toBe(false)
    expect(asksHidden(agent, 'customers', { selector: { paymentMethods: [] } })).toBe(false)
  })

  it('stays as it is when somebody writes the rest; new elements keep what they bring', () => {
    const before = { id: 's', charges: [charge('9')] }
    const after = {
      id: 's',
      charges: [
        { ...charge(), unitPrice: '31' },
        { ...charge('7'), id: 'c2' },
      ],
    }
    expect(withUnseen(agent, 'services', before, after)).toEqual({
      id: 's',
      charges: [
        { id: 'c1', unitPrice: '31', wholesalePrice: '9' },
        { id: 'c2', unitPrice: '30', wholesalePrice: '7' },
      ],
    })
  })
})
