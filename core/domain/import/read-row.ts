import type { ImportCatalog } from './catalog.ts'
import { cellText } from './cell-text.ts'
import { createCellWords } from './cell-words.ts'
import { isImportField, type ImportFieldKey } from './fields.ts'
import type { ImportedRow } from './imported-table.ts'
import { joinNames, placeSite } from './join-cells.ts'
import type { ImportMapping } from './mapping.ts'
import { readAttribute } from './read-attribute.ts'
import { readCell, type RowCells } from './read-cell.ts'
import { addIssue, emptyDraft, type RowDraft } from './row-draft.ts'

/** Longer cells than a spreadsheet can hold are a broken file. UTF-16 code units. */
const LONGEST_CELL = 32_767

/** Reads rows by a mapping: every cell as its field's type, or an issue that names it. */
export function createRowReader(
  mapping: ImportMapping,
  headers: readonly string[],
  catalog: ImportCatalog,
): (row: ImportedRow) => RowDraft {
  const words = createCellWords(mapping.meanings, catalog)
  return (row) => {
    const draft = emptyDraft(row.line)
    if (row.cells.length > headers.length && row.cells.slice(headers.length).some((cell) => cell.trim()))
      addIssue(draft, undefined, 'import.tooManyCells', { count: row.cells.length })
    const cells: RowCells = { names: {}, place: {} }
    for (const column of mapping.columns) {
      const cell = cellText(row.cells[column.index])
      const { field } = column
      if (cell.length > LONGEST_CELL) addIssue(draft, column, 'import.cellTooLong', { max: LONGEST_CELL })
      else if (!isImportField(field))
        readAttribute(draft, cell, column, headers[column.index] ?? '', catalog, mapping.whenBlank)
      else if (cell !== '') readCell(draft, cells, cell, column, field, words, mapping.whenTagUnknown)
      else if (mapping.whenBlank === 'clear') clear(draft, field)
    }
    joinNames(draft, cells.names)
    placeSite(draft, cells.place)
    return draft
  }
}

/** Blank cells empty what may be empty. */
function clear(draft: RowDraft, field: ImportFieldKey): void {
  if (!CLEARABLE.has(field)) return
  const [entity = '', name = ''] = field.split('.')
  // Fields of `CLEARABLE` take null.
  const part = draft[entity as 'customer' | 'contact' | 'site'] as Record<string, unknown>
  part[name] ??= null
}

const CLEARABLE: ReadonlySet<string> = new Set([
  'customer.taxId',
  'customer.notes',
  'contact.role',
  'contact.notes',
  'site.addressLine1',
  'site.addressLine2',
  'site.city',
  'site.state',
  'site.postcode',
  'site.addressNote',
])
