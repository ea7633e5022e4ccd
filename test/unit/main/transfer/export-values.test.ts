import { describe, expect, it } from 'vitest'
import type { ExportKind } from '#core/domain/export-columns.ts'
import type { Exported } from '#main/services/transfer/export-records.ts'
import { valueOf } from '#main/services/transfer/export-rows.ts'
import { createExportWords } from '#main/services/transfer/export-words.ts'
import { contactOf, customerOf, siteOf } from '#test/support/builders.ts'

const valueIn = (kind: ExportKind, key: string, timeZone = 'Europe/Madrid') =>
  valueOf(
    kind,
    key,
    createExportWords((id) => `«${id}»`, {
      words: { 'type.business': 'Empresa', yes: 'Sí', no: 'No' },
      timeZone,
    }),
  )
const exported = (more: Partial<Exported> = {}): Exported => ({
  customer: customerOf(),
  contacts: [],
  sites: [],
  figures: undefined,
  ...more,
})
const cell = (key: string, one: Exported, timeZone?: string) =>
  valueIn('customers', key, timeZone)(one, undefined)

describe('a day in an export', () => {
  // 00:30 on 1 March in Madrid, 17:30 on 28 February in Mexico City.
  const late = exported({ customer: customerOf({ createdAt: '2026-02-28T23:30:00.000Z' }) })

  it('is never the day before the one that the list shows', () => {
    expect(cell('createdAt', late)).toBe('2026-03-01')
    expect(cell('createdAt', late, 'America/Mexico_City')).toBe('2026-02-28')
  })

  it('is the office’s for contacts and sites too', () => {
    const createdAt = '2026-02-28T23:30:00.000Z'
    const contact = valueIn('contacts', 'createdAt')
    const site = valueIn('sites', 'createdAt')
    expect(contact(exported(), contactOf({ createdAt }))).toBe('2026-03-01')
    expect(site(exported(), siteOf({ createdAt }))).toBe('2026-03-01')
  })

  it('is blank where nothing has happened', () => {
    expect(cell('archivedAt', exported())).toBeUndefined()
    expect(cell('changedAt', exported())).toBeUndefined()
  })
})

describe('other cells of an export', () => {
  it('say what the list says', () => {
    const one = exported({
      customer: customerOf({ tags: ['vip', 'late'] }),
      contacts: [
        contactOf({ archived: { at: '2026-01-20T00:00:00.000Z', by: 'p' }, name: 'Nadie' }),
        contactOf({ name: 'Ana' }),
      ],
    })
    expect(cell('type', one)).toBe('Empresa')
    expect(cell('tags', one)).toBe('«vip»; «late»')
    expect(cell('contact', one)).toBe('Ana')
  })

  it('of attributes are found by their definition', () => {
    const attributes = [{ id: 'a', name: 'Zona', kind: 'text' as const, value: 'Norte', definitionId: 'd1' }]
    const one = exported({ customer: customerOf({ attributes }) })
    expect(cell('attribute/d1', one)).toBe('Norte')
    expect(cell('attribute/d2', one)).toBeUndefined()
  })

  it('are blank for a column that the list does not have', () => {
    expect(cell('sortName', exported())).toBeUndefined()
  })
})
