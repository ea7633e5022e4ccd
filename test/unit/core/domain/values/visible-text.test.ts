import { describe, expect, it } from 'vitest'
import { hasInvisible, visibleLine, visibleText } from '#core/domain/values/visible-text.ts'

describe('a line of text as people see it', () => {
  it.each([
    ['Ana\u202E ziuR', 'Ana ziuR'],
    ['\u200BAna\uFEFF', 'Ana'],
    ['Ana\u2066 Ruiz\u2069', 'Ana Ruiz'],
    ['Fi\u00ADbra', 'Fibra'],
    ['A\u0000B\u009FC', 'ABC'],
    ['\u3164', ''],
    ['uno\r\ndos\ttres\u2028cuatro', 'uno dos tres cuatro'],
    ['Jo\u200Dsé\u200C', 'José'],
    ['a\u{E0041}b', 'ab'],
    ['Calle\u00A0Mayor,\u202F1\u3000B', 'Calle Mayor, 1 B'],
  ])('%j is %j', (text, seen) => {
    expect(visibleLine(text)).toBe(seen)
  })

  it.each(['Panadería Núñez', 'مرحبا', 'می‌خواهم', '👩‍🔧 ❤️‍🔥 🏴‍☠️', 'क्‍ष', "O'Brien – «Sur»"])(
    'leaves %j',
    (text) => {
      expect(visibleLine(text)).toBe(text)
      expect(hasInvisible(text)).toBe(false)
    },
  )

  it('keeps the lines of a text of several, however they end', () => {
    expect(visibleText('uno\u200B\r\ndos\rtres\u2028\u00A0cuatro\tcinco')).toBe(
      'uno\ndos\ntres\n cuatro\tcinco',
    )
  })

  it('takes a long text in one pass', () => {
    const text = '\u200D\u{E0041}é'.repeat(30_000)
    const start = performance.now()
    expect(visibleLine(text)).toHaveLength(30_000)
    expect(performance.now() - start).toBeLessThan(500)
  })
})
