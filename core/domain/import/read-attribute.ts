import { tidyName } from '../changes.ts'
import type { CustomerAttribute } from '../customer/schema.ts'
import type { ImportCatalog } from './catalog.ts'
import { readDate } from './dates.ts'
import { ATTRIBUTE_PREFIX } from './fields.ts'
import type { ImportMapping, MappedColumn } from './mapping.ts'
import { readDecimal } from './numbers.ts'
import type { ImportIssueCode } from './report.ts'
import { addIssue, type RowDraft } from './row-draft.ts'
import { booleanOf } from './words.ts'

/** Longest name of an attribute; limit of its schema. */
const LONGEST_NAME = 80

/** Adds what a cell says of an attribute: one of the catalogue, or a free one that the header names. */
export function readAttribute(
  draft: RowDraft,
  cell: string,
  column: MappedColumn,
  header: string,
  { attributes }: ImportCatalog,
  whenBlank: ImportMapping['whenBlank'],
): void {
  const definitionId = column.field.slice(ATTRIBUTE_PREFIX.length)
  const definition = attributes.find(({ id }) => id === definitionId)
  if (definitionId !== '' && !definition)
    return addIssue(draft, column, 'import.attributeUnknown', { value: header })
  const name = definition?.data.name ?? (tidyName(header) ?? '').slice(0, LONGEST_NAME)
  const kind = definition?.data.valueKind ?? column.attributeKind ?? 'text'
  const base = { ...(definition && { definitionId }), name, kind }
  if (cell === '') {
    if (whenBlank === 'clear') draft.attributes.push({ ...base, value: null })
    return
  }
  const value = attributeValue(cell, kind, column)
  if (value.ok) draft.attributes.push({ ...base, value: value.value })
  else addIssue(draft, column, value.error, { value: cell.slice(0, 80) })
}

type AttributeReading = { ok: true; value: string } | { ok: false; error: ImportIssueCode }

function attributeValue(
  cell: string,
  kind: CustomerAttribute['kind'],
  { dateOrder, decimalMark }: MappedColumn,
): AttributeReading {
  switch (kind) {
    case 'date':
      return readDate(cell, dateOrder)
    case 'number':
      return readDecimal(cell, decimalMark)
    case 'boolean': {
      const value = booleanOf(cell)
      return value === undefined
        ? { ok: false, error: 'import.booleanUnknown' }
        : { ok: true, value: String(value) }
    }
    case 'text':
    case 'url':
      return { ok: true, value: cell }
  }
}
