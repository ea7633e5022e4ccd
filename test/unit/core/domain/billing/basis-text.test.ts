import { describe, expect, it } from 'vitest'
import { BASIS_WORDS, explainLine } from '#core/domain/billing/basis-text.ts'
import { BILLING_PROBLEMS } from '#core/domain/billing/line.ts'
import { ISSUE_PROBLEMS } from '#core/domain/billing/run-plan.ts'
import { BASIS_RULES, type Basis } from '#core/domain/ledger/basis.ts'
import { billedAfter, runOf } from '#test/support/billing-table.ts'
import billingEn from '#renderer/locales/en/billing.ts'
import billingEs from '#renderer/locales/es/billing.ts'

const basis = (fields: Partial<Basis>): Basis => ({
  rule: 'whole',
  unitPrice: '20',
  quantity: '1',
  ...fields,
})
const said = (run: Parameters<typeof runOf>[0], language: 'es' | 'en' = 'es') =>
  runOf(run).lines.map((line) => explainLine(line, 'EUR', language))

describe('how an amount came about', () => {
  it('is said with its figures, in both languages', () => {
    const run = { terms: 'EUR 1 post', charges: '20/1 from 2026-03-13', through: '2026-04-01' }
    expect(said(run)).toEqual(['19 de 31 días × 20,00 = 12,26'])
    expect(said(run, 'en')).toEqual(['19 of 31 days × 20.00 = 12.26'])
  })

  it('says of a whole period that it is whole, and how many', () => {
    const run = { terms: 'EUR 1 post', charges: '20/1 from 2026-03-01', through: '2026-04-01' }
    expect(said(run)).toEqual(['Periodo completo'])
    expect(explainLine({ basis: basis({ quantity: '3' }), net: 6000 }, 'EUR', 'en')).toBe(
      'Full period: 3 × 20.00',
    )
  })

  it('says by how much a part was rounded, so that the parts add up', () => {
    const charges = '20/1 from 2026-03-10 to 2026-03-11'
    expect(said({ terms: 'EUR 1 post', charges, through: '2026-04-01' }, 'en')).toEqual([
      '1 of 31 days × 20.00 = 0.64; rounding -0.01, so that the parts add up to the price of the period',
    ])
  })

  it('says what was billed and what it is worth now', () => {
    const run = { terms: 'EUR 1 pre', charges: '20/1 from 2026-03-01', through: '2026-03-01' }
    const billed = billedAfter(runOf(run).lines)
    const later = { ...run, service: 'end 2026-03-20', through: '2026-03-20', billed }
    expect(said(later)).toEqual(['Corresponden 12,26 (19 de 31 días × 20,00 = 12,26) y se facturaron 20,00'])
    expect(said({ ...later, charges: '20/1 from 2026-03-01 to 2026-03-01', service: '' }, 'en')).toEqual([
      'No longer due, billed with 20.00',
    ])
  })

  it('says what a meter counted, step by step, and that it was guessed', () => {
    const metered = basis({
      rule: 'metered',
      quantity: '1500',
      unitPrice: '0.12',
      meterFrom: '1000',
      meterTo: '2500',
      estimated: true,
      steps: [
        { quantity: '500', unitPrice: '0.1', upTo: '500' },
        { quantity: '1000', unitPrice: '0.12' },
      ],
    })
    expect(explainLine({ basis: metered, net: 17_000, unit: 'kWh' }, 'EUR', 'en')).toBe(
      '500 × 0.10 + 1,000 × 0.12 = 170.00; meter from 1,000 to 2,500; estimated reading, the next one corrects it',
    )
    const { steps: _none, estimated: _read, ...flat } = metered
    expect(explainLine({ basis: flat, net: 18_000, unit: 'kWh' }, 'EUR', 'en')).toBe(
      '1,500 kWh × 0.12 = 180.00; meter from 1,000 to 2,500',
    )
    expect(explainLine({ basis: basis({ rule: 'metered', quantity: '0' }), net: 0 }, 'EUR', 'es')).toBe(
      'Sin consumo',
    )
  })

  it('writes amounts with the decimals of their currency', () => {
    const part = basis({ rule: 'part', days: 1, wholeDays: 3, unitPrice: '1000' })
    expect(explainLine({ basis: part, net: 333 }, 'JPY', 'en')).toBe('1 of 3 days × 1,000 = 333')
    expect(explainLine({ basis: { ...part, unitPrice: '1' }, net: 333 }, 'TND', 'en')).toBe(
      '1 of 3 days × 1.000 = 0.333',
    )
  })

  it('keeps what a person wrote where there are no figures', () => {
    expect(explainLine({ net: 100, explanation: 'Acordado' }, 'EUR', 'es')).toBe('Acordado')
    expect(explainLine({ net: 100 }, 'EUR', 'es')).toBeUndefined()
  })

  it.each(BASIS_RULES)('leaves no gap in a sentence about %s', (rule) => {
    for (const language of ['es', 'en'] as const)
      for (const days of [0, 3])
        for (const now of [0, 250])
          for (const wholeFrom of [undefined, '2026-03-01']) {
            const of = basis({ rule, days, wholeDays: 31, was: 2000, now, ...(wholeFrom && { wholeFrom }) })
            const text = explainLine({ basis: of, net: 250 }, 'EUR', language) ?? ''
            expect(text).not.toBe('')
            expect(text).not.toMatch(/[{}]|undefined|NaN/)
          }
  })
})

describe('the texts of billing', () => {
  it('have the same words in both languages', () => {
    expect(Object.keys(BASIS_WORDS.es)).toEqual(Object.keys(BASIS_WORDS.en))
    for (const [name, text] of Object.entries<string>({ ...BASIS_WORDS.es })) {
      const holes = (one: string): string[] => [...(one.match(/\{\w+\}/g) ?? [])].sort()
      expect(holes(BASIS_WORDS.en[name as keyof typeof BASIS_WORDS.en])).toEqual(holes(text))
    }
  })

  it.each([
    ['es', billingEs.problem],
    ['en', billingEn.problem],
  ])('name every problem that a run can have (%s)', (_language, texts) => {
    expect(Object.keys(texts).sort()).toEqual([...BILLING_PROBLEMS, ...ISSUE_PROBLEMS].sort())
  })
})
