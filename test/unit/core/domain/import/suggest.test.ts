import { describe, expect, it } from 'vitest'
import type { CatalogRecordOf } from '#core/domain/catalog/schema.ts'
import { DEFAULT_CHOICES, type ImportMapping } from '#core/domain/import/mapping.ts'
import { rememberedData, suggestMapping } from '#core/domain/import/suggest.ts'

const HEADERS = ['Nombre', 'Alta', 'Límite']
const MAPPING: ImportMapping = {
  ...DEFAULT_CHOICES,
  columns: [
    { index: 0, field: 'customer.name' },
    { index: 1, field: 'attribute/', attributeKind: 'date', dateOrder: 'dmy' },
    { index: 2, field: 'attribute/', attributeKind: 'number', decimalMark: 'comma' },
  ],
  mode: 'update',
  matchBy: ['number'],
  whenBlank: 'clear',
  whenArchived: 'restore',
  whenUnplaced: 'leaveOut',
  whenTagUnknown: 'create',
}

const remembered: CatalogRecordOf<'importMapping'>[] = [
  {
    id: 'mapping-1',
    kind: 'importMapping',
    rank: 'a',
    createdAt: '2026-11-26T10:00:00.000Z',
    data: rememberedData('altas', HEADERS, MAPPING),
  },
]

const suggest = (headers: readonly string[]) =>
  suggestMapping(
    headers.map((header) => ({ header, isDate: false })),
    { remembered, attributes: [] },
  )

describe('the mapping of a known source', () => {
  it('comes back with every choice that was made for it', () => {
    expect(suggest(HEADERS)).toEqual({ mapping: MAPPING, from: 'remembered', rememberedId: 'mapping-1' })
  })

  it('is that of the file of its failed rows too, which has the reason and the row besides', () => {
    const { from, mapping } = suggest([...HEADERS, 'Motivo', 'Fila del archivo'])
    expect(from).toBe('remembered')
    expect(mapping).toEqual(MAPPING)
  })

  it('is not that of another file with one column more', () => {
    expect(suggest([...HEADERS, 'NIF']).from).toBe('names')
    expect(suggest(['Motivo', 'Fila']).from).toBe('names')
  })
})
