import { describe, expect, it } from 'vitest'
import type { CustomerAttribute } from '#core/domain/customer/index.ts'
import { attributeLink, attributeText } from '#renderer/data/index.ts'

const words = { locale: 'es', yes: 'Sí', no: 'No' }
const attribute = (kind: CustomerAttribute['kind'], value: string): CustomerAttribute => ({
  id: 'a',
  name: 'n',
  kind,
  value,
})

describe('attributeText', () => {
  it.each([
    ['boolean', 'true', 'Sí'],
    ['boolean', 'maybe', 'maybe'],
    ['number', '1234567.5', '1.234.567,5'],
    ['number', '12345678901234567890', '12345678901234567890'],
    ['date', '2026-03-01', '1 mar 2026'],
    ['date', '2026-99-99', '2026-99-99'],
    ['text', ' a ', ' a '],
  ] as const)('%s %s reads %s', (kind, value, text) => {
    expect(attributeText(attribute(kind, value), words)).toBe(text)
  })
})

describe('attributeLink', () => {
  it('opens web and mail addresses only', () => {
    expect(attributeLink(attribute('url', 'https://a.es/x'))).toBe('https://a.es/x')
    expect(attributeLink(attribute('url', 'javascript:alert(1)'))).toBeUndefined()
    expect(attributeLink(attribute('text', 'https://a.es'))).toBeUndefined()
  })
})
