import { beforeEach, describe, expect, it } from 'vitest'
import { HOST_ERROR_CODES } from '#core/contract/error-codes.ts'
import { errorKey, errorText, fieldIssues, issueText } from '#renderer/host/index.ts'
import { setLocale } from '#renderer/locales/index.ts'

beforeEach(() => setLocale('es'))

const plain = { message: 'for developers', retryable: false }

describe('error texts', () => {
  it.each(HOST_ERROR_CODES)('%s reads as a sentence, without the code', (code) => {
    const text = errorText({ ...plain, code })
    expect(text).toMatch(/[.!?]$/)
    expect(text).not.toContain('/')
    expect(text).not.toContain('developers')
  })

  it('turn a code into a key', () => {
    expect(errorKey('store/disk-full')).toBe('error.store.diskFull')
    expect(errorKey('host/invalid-input')).toBe('error.host.invalidInput')
  })

  it('follow the language', () => {
    const error = { ...plain, code: 'host/cancelled' as const }
    expect(errorText(error)).toBe('Cancelado: no se cambió nada.')
    setLocale('en')
    expect(errorText(error)).toBe('Cancelled: nothing was changed.')
  })

  it('name countries, not their codes', () => {
    const issue = {
      path: 'postcode',
      code: 'site.postcodeForm',
      severity: 'warning' as const,
      params: { country: 'ES' },
    }
    expect(issueText(issue)).toContain('de España')
  })

  it('write figures as the language does, and one day as one', () => {
    const high = (days: number) => ({
      ...{ path: 'value', code: 'service.readingHigh', severity: 'warning' as const },
      params: { used: 1250.5, usual: 50, days },
    })
    expect(issueText(high(31))).toContain('Son 1.250,5 en 31 días')
    expect(issueText(high(1))).toContain('en 1 día,')
    const above = { path: 'value', code: 'service.readingAbove', severity: 'error' as const }
    expect(issueText({ ...above, params: { day: '2026-01-31' } })).toContain('del 31 ene 2026')
    setLocale('en')
    expect(issueText(high(1))).toContain('That is 1,250.5 in 1 day,')
  })

  it('give the reason of a refusal with its figures', () => {
    const details = { refusal: { code: 'customer.tooManyTags', details: { max: 100 } } }
    expect(errorText({ ...plain, code: 'command/refused', details })).toContain('100')
  })

  it('fall back to the plain refusal for a reason of a newer host', () => {
    const details = { refusal: { code: 'customer.somethingNew' } }
    const text = errorText({ ...plain, code: 'command/refused', details })
    expect(text).toBe(errorText({ ...plain, code: 'command/refused' }))
  })

  it('word the issues of fields', () => {
    const issue = {
      path: 'name',
      code: 'catalog.nameTaken',
      severity: 'error',
      params: { name: 'VIP' },
    } as const
    expect(issueText(issue)).toContain('«VIP»')
    const details = { refusal: { code: 'catalog.invalid', fields: [issue] } }
    expect(fieldIssues({ ...plain, code: 'command/refused', details })).toEqual([issue])
    expect(fieldIssues({ ...plain, code: 'host/internal' })).toEqual([])
  })
})
