import { describe, expect, it } from 'vitest'
import { highlight } from '#renderer/features/palette/highlight.ts'

/** The text with its matches in brackets. */
const marked = (text: string, typed: string): string =>
  highlight(text, typed)
    .map((part) => (part.isMatch ? `[${part.text}]` : part.text))
    .join('')

describe('highlighting', () => {
  it.each([
    ['José García', 'garcia', 'José [García]'],
    ['José García', 'jose gar', '[José] [Gar]cía'],
    ['Niño', 'nin', '[Niñ]o'],
    ['+34 612 34 56 78', '61234', '+34 [612 34] 56 78'],
    ['MAD-7Q-000123', '000123', 'MAD-7Q-[000123]'],
    ['9C3XGV4C+XV', '9c3xgv4c+xv', '[9C3XGV4C+XV]'],
    ['10.2.3.4', '2.3', '10.[2.3].4'],
    ['aa:bb:cc:dd:ee:0f', 'ccddee', 'aa:bb:[cc:dd:ee]:0f'],
    ['ZTEGC0FFEE01', 'c0ffee', 'ZTEG[C0FFEE]01'],
    ['Logroño Sur', 'logrpño', '[Logroño] Sur'],
    ['Ana', 'anq', 'Ana'],
    ['Ana', 'zzz', 'Ana'],
    ['Ana', '', 'Ana'],
    ['ana ana', 'ana a', '[ana] ana'],
    ['😀 Pérez', 'perez', '😀 [Pérez]'],
  ])('"%s" for "%s"', (text, typed, expected) => {
    expect(marked(text, typed)).toBe(expected)
  })

  it('keeps every letter of a short text', () => {
    const text = 'Calle Mayor, 3, 28013 Madrid'
    expect(
      highlight(text, '28013 mayor')
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
  })

  it('shows the surroundings of a match in a long note', () => {
    const shown = marked(`${'a '.repeat(500)}portón verde${' b'.repeat(500)}`, 'porton')
    expect(shown).toContain('[portón] verde')
    expect(shown.length).toBeLessThan(110)
    expect(shown.startsWith('…') && shown.endsWith('…')).toBe(true)
  })
})
