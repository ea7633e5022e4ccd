import { describe, expect, it } from 'vitest'
import { exportCell } from '#core/domain/export-columns.ts'
import { EXPORT_PRESETS } from '#core/domain/export-presets.ts'
import { suggestMapping } from '#core/domain/import/suggest.ts'
import { customerTypeOf, paymentTypeOf, statusKeyOf } from '#core/domain/import/words.ts'

describe.each(EXPORT_PRESETS)('a file for $name', ({ id, columns, words }) => {
  it('has columns that the export knows, and is known again when it is imported', () => {
    expect(columns.filter(({ key }) => exportCell('customers', key) === undefined)).toEqual([])
    const suggestion = suggestMapping(
      columns.map(({ label }) => ({ header: label, isDate: false })),
      { remembered: [], attributes: [] },
    )
    expect(suggestion.from).toBe(id)
    const fields = suggestion.mapping.columns.map(({ field }) => field)
    expect(fields).toEqual(expect.arrayContaining(['customer.type', 'customer.taxId', 'contact.emails']))
    expect(columns).toHaveLength(suggestion.mapping.columns.length)
  })

  it('writes words that the import reads back', () => {
    for (const [key, word] of Object.entries(words)) {
      const [list, value] = key.split('.')
      const read = { type: customerTypeOf, paymentType: paymentTypeOf, status: statusKeyOf }[list ?? '']
      expect(read?.(word), word).toBe(value)
    }
  })
})
