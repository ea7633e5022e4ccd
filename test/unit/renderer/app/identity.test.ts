import { describe, expect, it } from 'vitest'
import { initialsOf } from '#renderer/app/useIdentity.ts'

describe('initials', () => {
  it.each([
    ['Ana Ruiz', 'AR'],
    ['  maría del carmen lópez ', 'ML'],
    ['Ñandú', 'Ñ'],
    ['', ''],
    ['😀 Pérez', '😀P'],
  ])('of "%s" are "%s"', (name, initials) => {
    expect(initialsOf(name)).toBe(initials)
  })
})
