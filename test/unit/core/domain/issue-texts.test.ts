import { createI18n } from 'vue-i18n'
import { describe, expect, it } from 'vitest'
import { CATALOG_ISSUE_CODES } from '#core/domain/catalog/rules.ts'
import { CONTACT_ISSUE_CODES } from '#core/domain/contact/rules.ts'
import { CUSTOMER_ISSUE_CODES } from '#core/domain/customer/rules.ts'
import { IMPORT_ISSUE_CODES } from '#core/domain/import/report.ts'
import { INVENTORY_ISSUE_CODES } from '#core/domain/inventory/rules.ts'
import { PAYMENT_ISSUE_CODES } from '#core/domain/payment/input.ts'
import { REFUSAL_CODES } from '#core/domain/refusal-codes.ts'
import { SERVICE_ISSUE_CODES } from '#core/domain/service/rules.ts'
import { SITE_ISSUE_CODES } from '#core/domain/site/rules.ts'
import enIssue from '#renderer/locales/en/issue.ts'
import enRefusal from '#renderer/locales/en/refusal.ts'
import esIssue from '#renderer/locales/es/issue.ts'
import esRefusal from '#renderer/locales/es/refusal.ts'

const messages = {
  es: { issue: esIssue, refusal: esRefusal },
  en: { issue: enIssue, refusal: enRefusal },
}
const issueCodes = [
  ...CUSTOMER_ISSUE_CODES,
  ...CONTACT_ISSUE_CODES,
  ...SITE_ISSUE_CODES,
  ...SERVICE_ISSUE_CODES,
  ...PAYMENT_ISSUE_CODES,
  ...INVENTORY_ISSUE_CODES,
  ...CATALOG_ISSUE_CODES,
  ...IMPORT_ISSUE_CODES,
]

/** `area.reason` of every text in a tree. */
const keysOf = (tree: Record<string, Record<string, string>>) =>
  Object.entries(tree).flatMap(([area, texts]) => Object.keys(texts).map((reason) => `${area}.${reason}`))

describe.each(['es', 'en'] as const)('texts in %s', (locale) => {
  const i18n = createI18n({ legacy: false, locale, messages, missingWarn: false, fallbackWarn: false })
  const { t } = i18n.global

  it('cover every issue and refusal, and no other', () => {
    expect(keysOf(messages[locale].issue).sort()).toEqual([...issueCodes].sort())
    expect(keysOf(messages[locale].refusal).sort()).toEqual([...REFUSAL_CODES].sort())
  })

  it.each([...issueCodes.map((code) => `issue.${code}`), ...REFUSAL_CODES.map((code) => `refusal.${code}`)])(
    '%s reads as a whole sentence',
    (key) => {
      const text = t(key, {
        max: 7,
        name: 'N',
        number: '1',
        country: 'ES',
        lastFour: '4242',
        prefix: 'MAD',
        value: 'V',
        place: 'P',
        numbers: '1',
        count: 2,
        most: 9,
      })
      expect(text).not.toBe(key)
      expect(text).toMatch(/[.?]$/)
      expect(text).not.toMatch(/\{(?!')|\}|undefined/)
    },
  )
})

it('shows the sign that vue-i18n would take for a link', () => {
  expect(esIssue.contact.emailNoAt).toContain("{'@'}")
  const { t } = createI18n({ legacy: false, locale: 'es', messages }).global
  expect(t('issue.contact.emailNoAt')).toContain('«@»')
})
