import { describe, expect, it } from 'vitest'
import { addressOf, isFiltered, queryFromAddress } from '#renderer/features/services/list/service-query.ts'
import { actsFor } from '#renderer/features/services/acts/useServiceActs.ts'

describe('the address of the list of services', () => {
  it('holds everything that narrows and orders it, and gives it back', () => {
    const query = {
      filter: {
        text: 'fibra',
        status: 'active',
        type: 'power',
        productId: 'product-1',
        officeId: 'office-1',
        town: 'ES/madrid',
        archived: true,
      },
      sort: { field: 'since', direction: 'desc' },
    } as const
    const address = addressOf(query) as Record<string, string>
    expect(queryFromAddress(address)).toEqual(query)
  })

  it('is empty for the whole list, and takes nothing that it does not know', () => {
    expect(addressOf(queryFromAddress({}))).toEqual({})
    const wrong = { status: 'gone', type: 'x', sort: 'price', product: '../x', dir: 'up' }
    expect(addressOf(queryFromAddress(wrong))).toEqual({})
  })

  it('counts archived ones as another list, not as a filter', () => {
    expect(isFiltered({ archived: true })).toBe(false)
    expect(isFiltered({ town: 'ES/lugo' })).toBe(true)
  })
})

describe('what can be done to a service', () => {
  it('is what its state allows', () => {
    expect(actsFor({ status: 'active' }, false)).toContain('pause')
    expect(actsFor({ status: 'active' }, true)).toContain('resume')
    expect(actsFor({ status: 'active' }, true)).not.toContain('pause')
    expect(actsFor({ status: 'active' }, false)).not.toContain('archive')
    expect(actsFor({ status: 'pending' }, false)[0]).toBe('activate')
    expect(actsFor({ status: 'suspended' }, false)[0]).toBe('unsuspend')
    expect(actsFor({ status: 'ended' }, false)).toEqual(['edit', 'archive'])
    expect(actsFor({ status: 'active', archived: true }, false)).toEqual(['restore'])
    expect(actsFor({ status: 'active', endsOn: '2026-12-01' }, false)).toContain('keep')
    expect(actsFor({ status: 'active', suspendsOn: '2026-12-01' }, false)).toContain('unsuspend')
  })
})
