import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emailKey, parseEmail, suggestEmail } from '#core/domain/values/email.ts'

const read = (text: string) => {
  const parsed = parseEmail(text)
  return parsed.ok ? parsed.value : parsed.error
}

describe('parseEmail', () => {
  it.each([
    ['ana@example.com', 'ana@example.com'],
    ['  Ana.Perez@EXAMPLE.com ', 'Ana.Perez@example.com'],
    ['mailto:ana@example.com', 'ana@example.com'],
    ['<ana@example.com>', 'ana@example.com'],
    ["o'brien+facturas@example.co.uk", "o'brien+facturas@example.co.uk"],
    ['peña@example.es', 'peña@example.es'],
    ['info@EXAMPLE-niño.ES', 'info@example-niño.es'],
    ['a@xn--p1ai.xn--p1ai', 'a@xn--p1ai.xn--p1ai'],
    ['info@пример.рф', 'info@пример.рф'],
    ['a@1.2.example.com', 'a@1.2.example.com'],
  ])('reads %s', (typed, stored) => {
    expect(read(typed)).toBe(stored)
  })

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['ana.example.com', 'noAt'],
    ['@example.com', 'localPart'],
    ['.ana@example.com', 'localPart'],
    ['ana..perez@example.com', 'localPart'],
    ['ana perez@example.com', 'localPart'],
    ['ana@b@example.com', 'localPart'],
    [`${'a'.repeat(65)}@example.com`, 'localPart'],
    ['ana@', 'domain'],
    ['ana@example', 'domain'],
    ['ana@-example.com', 'domain'],
    ['ana@example-.com', 'domain'],
    ['ana@example..com', 'domain'],
    ['ana@exa mple.com', 'domain'],
    ['ana@10.0.0.1', 'domain'],
    [`ana@${'a'.repeat(64)}.com`, 'domain'],
    [`ana@${'a.'.repeat(130)}com`, 'tooLong'],
  ])('refuses %s as %s', (typed, reason) => {
    expect(read(typed)).toBe(reason)
  })

  it('keeps decomposed accents as one letter', () => {
    expect(read('pen\u0303a@example.es')).toBe('peña@example.es')
  })

  it('is stable: what was read reads the same again', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const once = parseEmail(address)
        fc.pre(once.ok)
        expect(read(once.value)).toBe(once.value)
      }),
    )
  })

  it('answers hostile text at once', () => {
    const started = performance.now()
    for (const part of ['a.', '-', 'a-', '@', 'é', '.']) read(part.repeat(120_000) + '!')
    for (const part of ['a.', '-', 'a-']) read(`x@${part.repeat(120)}`)
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('suggestEmail', () => {
  it.each([
    ['ana@gmial.com', 'ana@gmail.com'],
    ['ana@gmail.co', 'ana@gmail.com'],
    ['ana@hotmal.com', 'ana@hotmail.com'],
    ['ana@outloook.es', 'ana@outlook.es'],
  ])('offers %s → %s', (typed, meant) => {
    expect(suggestEmail(typed)).toBe(meant)
  })

  it.each(['ana@gmail.com', 'ana@mail.com', 'ana@example.com', 'ana@yahoo.de', 'gmail.com'])(
    'leaves %s alone',
    (typed) => {
      expect(suggestEmail(typed)).toBeUndefined()
    },
  )
})

it('tells mailboxes apart without letter case', () => {
  expect(emailKey(' Ana@Example.com')).toBe(emailKey('ana@example.COM'))
})
