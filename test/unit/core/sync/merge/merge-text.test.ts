import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeText } from '#core/sync/merge/merge-text.ts'

const seed = Number(process.env.SEED ?? 20_260_302)

describe('notes that two desktops changed', () => {
  it.each([
    ['one side changed nothing', 'a\nb', 'a\nb', 'a\nc', 'a\nc', false],
    ['both made the same change', 'a', 'b', 'b', 'b', false],
    ['lines of their own at both ends', 'a\nb\nc', 'x\na\nb\nc', 'a\nb\nc\ny', 'x\na\nb\nc\ny', false],
    ['different lines', 'a\nb\nc', 'A\nb\nc', 'a\nb\nC', 'A\nb\nC', false],
    ['a line taken out and another added', 'a\nb\nc', 'a\nc', 'a\nb\nc\nd', 'a\nc\nd', false],
    ['the same line in two ways: both stay', 'a\nb\nc', 'a\nx\nc', 'a\ny\nc', 'a\nx\ny\nc', true],
    ['two first notes', '', 'x', 'y', 'x\ny', true],
  ])('%s', (_name, before, theirs, mine, text, overlaps) => {
    expect(mergeText(before, theirs, mine)).toEqual({ text, overlaps })
  })

  const texts = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 8 })
    .map((lines) => lines.join('\n'))

  it(`never lose a line that one side wrote (seed ${seed})`, () => {
    fc.assert(
      fc.property(texts, texts, texts, (before, theirs, mine) => {
        const merged = mergeText(before, theirs, mine).text.split('\n')
        const old = before.split('\n')
        for (const side of [theirs, mine])
          for (const line of side.split('\n'))
            if (!old.includes(line) && line !== '') expect(merged).toContain(line)
      }),
      { seed, numRuns: 500 },
    )
  })

  it(`take the other side where one left the text alone (seed ${seed})`, () => {
    fc.assert(
      fc.property(texts, texts, (before, side) => {
        expect(mergeText(before, side, before)).toEqual({ text: side, overlaps: false })
        expect(mergeText(before, before, side)).toEqual({ text: side, overlaps: false })
      }),
      { seed, numRuns: 300 },
    )
  })

  it('of more lines than can be compared are kept side by side', () => {
    const long = Array.from({ length: 3000 }, (_, line) => `line ${line}`).join('\n')
    expect(mergeText('a', `${long}\nx`, 'b')).toEqual({ text: `${long}\nx\nb`, overlaps: true })
  })
})
