import { describe, expect, it } from 'vitest'
import { isOneSlip } from '#core/lib/one-slip.ts'

describe('one slip', () => {
  it.each<[string, string, boolean]>([
    ['casa', 'cosa', true],
    ['casa', 'caso', true],
    ['casa', 'casas', true],
    ['casa', 'asa', true],
    ['casa', 'acsa', true],
    ['casa', 'cass', true],
    ['casa', 'casa', false],
    ['casa', 'saca', false],
    ['casa', 'cosas', false],
    ['', 'a', true],
  ])('%s / %s: %s', (a, b, expected) => {
    expect(isOneSlip(a, b)).toBe(expected)
    expect(isOneSlip(b, a)).toBe(expected)
  })
})
