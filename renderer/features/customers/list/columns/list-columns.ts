import type { CustomerSort } from '#core/domain/customer/list-columns.ts'

/** What a column shows, which decides how its cells are drawn. */
export type ColumnKind =
  'number' | 'name' | 'status' | 'tags' | 'text' | 'count' | 'amount' | 'due' | 'day' | 'attribute'

export interface ListColumn {
  /** Also its name in saved views, for ever. Attributes are `attribute:` and the id of the definition. */
  id: string
  kind: ColumnKind
  /** Pixels that show the usual value whole. */
  width: number
  /** Takes its part of the room that is left over. */
  grow?: true
  sort?: CustomerSort
  /** Comes from the customer's document, which the rows of the list do not carry. */
  fromDocument?: true
}

const amount = (id: CustomerSort, width = 116): ListColumn => ({ id, kind: 'amount', width, sort: id })
const count = (id: CustomerSort, width = 88): ListColumn => ({ id, kind: 'count', width, sort: id })

/** Always there and always first: who it is. */
export const FIXED_COLUMNS: readonly ListColumn[] = [
  { id: 'number', kind: 'number', width: 128, sort: 'number' },
  { id: 'sortName', kind: 'name', width: 200, grow: true, sort: 'sortName' },
]

/** Every other column, in the order in which the menu lists them. */
export const MORE_COLUMNS: readonly ListColumn[] = [
  { id: 'status', kind: 'status', width: 108, sort: 'status' },
  amount('balance', 104),
  amount('monthly', 112),
  count('services', 82),
  count('servicesActive'),
  count('sites', 62),
  count('contacts', 92),
  { id: 'oldestDue', kind: 'due', width: 104, sort: 'oldestDue' },
  count('openInvoices', 104),
  amount('openAmount'),
  amount('uninvoiced'),
  { id: 'tags', kind: 'tags', width: 126, grow: true },
  { id: 'city', kind: 'text', width: 108, grow: true, sort: 'city' },
  { id: 'type', kind: 'text', width: 96, sort: 'type' },
  { id: 'office', kind: 'text', width: 112, sort: 'office' },
  { id: 'taxId', kind: 'text', width: 108, fromDocument: true },
  { id: 'paymentType', kind: 'text', width: 116, fromDocument: true },
  { id: 'billDay', kind: 'text', width: 108, fromDocument: true },
  { id: 'language', kind: 'text', width: 88, fromDocument: true },
  { id: 'currency', kind: 'text', width: 84 },
  count('products'),
  { id: 'createdAt', kind: 'day', width: 108, sort: 'createdAt' },
  { id: 'changedAt', kind: 'day', width: 116, sort: 'changedAt' },
]

/** What a person who has changed nothing sees; together no wider than the frame at 1440 pixels. */
export const DEFAULT_COLUMNS: readonly string[] = [
  'status',
  'balance',
  'monthly',
  'services',
  'sites',
  'oldestDue',
  'tags',
  'city',
]

const ATTRIBUTE = 'attribute:'

export const attributeColumn = (definitionId: string): ListColumn => ({
  id: ATTRIBUTE + definitionId,
  kind: 'attribute',
  width: 128,
  fromDocument: true,
})

/** The definition that an attribute's column shows. */
export const definitionOf = (columnId: string): string | undefined =>
  columnId.startsWith(ATTRIBUTE) ? columnId.slice(ATTRIBUTE.length) : undefined

/** The column of an id from a view or an address; undefined for one that this version does not know. */
export const columnOf = (id: string): ListColumn | undefined =>
  FIXED_COLUMNS.find((column) => column.id === id) ??
  MORE_COLUMNS.find((column) => column.id === id) ??
  (/^attribute:[\w-]{1,60}$/.test(id) ? attributeColumn(id.slice(ATTRIBUTE.length)) : undefined)

/** Columns that say less than the others. */
export const isQuiet = ({ kind }: ListColumn): boolean => kind === 'number' || kind === 'day'

export const isAtEnd = ({ kind }: ListColumn): boolean => kind === 'count' || kind === 'amount'
