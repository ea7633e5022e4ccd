import type { MethodInput } from '#core/contract/host-contract.ts'
import { exportCell } from '#core/domain/export-columns.ts'
import { matchingItems } from '../../store/query/inventory/item-list.ts'
import { readItems, type NamedItem } from '../../store/query/inventory/item-rows.ts'
import type { Statements } from '../../store/query/statements.ts'
import type { OutCell } from './cells.ts'
import { catalogNames } from './export-names.ts'
import { createExportWords, type ExportWords } from './export-words.ts'

type ExportInput = MethodInput<'exports', 'make'>

/** Items read at a time. */
const BATCH = 500

/** The rows of an export of the inventory in order, and how many there are. Reads within the caller's snapshot. */
export function exportItems(
  statements: Statements,
  { ids, items, columns, ...wording }: ExportInput,
): { records: number; batches: Iterable<OutCell[][]> } {
  const { filter, sort } = items ?? { filter: {}, sort: { field: 'serial', direction: 'asc' } as const }
  const numbers = matchingItems(statements, filter, sort, ids)
  const words = createExportWords(catalogNames(statements, wording.language), wording)
  const keys = columns.map(({ key }) => key)
  function* batches(): Iterable<OutCell[][]> {
    for (let start = 0; start < numbers.length; start += BATCH)
      yield readItems(statements, numbers.slice(start, start + BATCH)).map((one) =>
        keys.map((key) => (exportCell('inventory', key) === undefined ? undefined : cellOf(key, one, words))),
      )
  }
  return { records: numbers.length, batches: batches() }
}

function cellOf(
  key: string,
  { item, changedAt, customerName, siteName, serviceName }: NamedItem,
  { name, word, day }: ExportWords,
): OutCell {
  switch (key) {
    case 'kind':
      return word(`kind.${item.kind}`)
    case 'state':
      return word(`state.${item.state}`)
    case 'place':
      return item.placeId === undefined ? undefined : name(item.placeId)
    case 'customerName':
      return customerName
    case 'site':
      return siteName
    case 'service':
      return serviceName
    case 'attributes':
      return item.attributes.map((attribute) => `${attribute.name}: ${attribute.value}`).join('; ')
    case 'createdAt':
      return day(item.createdAt)
    case 'changedAt':
      return day(changedAt)
    case 'archivedAt':
      return day(item.archived?.at)
    case 'serial':
    case 'model':
    case 'mac':
    case 'notes':
      return item[key]
    default:
      return undefined
  }
}
