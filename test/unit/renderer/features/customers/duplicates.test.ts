import { describe, expect, it } from 'vitest'
import { duplicateOf } from '#renderer/features/customers/form/useDuplicates.ts'

const hit = (kind: string, text: string) => ({
  collection: 'customers' as const,
  id: 'c1',
  title: 'José Núñez',
  matched: { kind, text },
  archived: false,
})

describe('duplicateOf', () => {
  it('knows a name without its accents and blanks', () => {
    expect(duplicateOf(hit('name', 'José Núñez'), 'jose  nunez', '')).toMatchObject({ reason: 'name' })
    expect(duplicateOf(hit('name', 'José Núñez Gil'), 'José Núñez', '')).toBeUndefined()
  })

  it('knows a tax identifier however it is written', () => {
    expect(duplicateOf(hit('taxId', '12345678Z'), '', '12.345.678-z')).toMatchObject({ reason: 'taxId' })
    expect(duplicateOf(hit('taxId', '12345678Z'), '', '12345679S')).toBeUndefined()
  })

  it('takes nothing from a hit in another field', () => {
    expect(duplicateOf(hit('note', 'Ana'), 'Ana', 'Ana')).toBeUndefined()
  })
})
