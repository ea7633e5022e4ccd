import type {
  UiGridAnchor,
  UiGridColumn,
  UiGridRange,
  UiGridSelectionState,
  UiGridSort,
} from './grid-column.ts'

/** What `UiGrid` takes. */
export interface UiGridProps<Row extends object> {
  columns: readonly UiGridColumn[]
  count: number
  rowAt: (index: number) => Row | undefined
  rowKey: (row: Row) => string
  /** Name of the grid for screen readers. */
  label: string
  /** The rows answer an older question than the one asked; screen readers wait. */
  busy?: boolean
  sort?: UiGridSort
  /** A person moves columns and opens their menu, and the owner keeps their widths. */
  arrangeable?: boolean
  /** Whether a row is chosen; shows the column of boxes. */
  isSelected?: (row: Row) => boolean
  selection?: UiGridSelectionState
  /** The key of a row to show as current, e.g. the one open beside the list. */
  current?: string | undefined
  /** A press makes a row the active one and no more, e.g. for a preview beside the list; Enter and links open it. */
  pressActivates?: boolean
  /** Remembers scroll position and active row under this name while the window lives. */
  stateKey?: string
  /** More classes for a row, e.g. quiet text for archived ones. */
  rowClass?: (row: Row) => string
  /** Width of the slot `actions` at the right, pixels; 0 without it. */
  actionsWidth?: number
  actionsLabel?: string
  /** Shows the row of the slots `foot-<id>`. */
  hasFoot?: boolean
}

/** What `UiGrid` tells. */
export interface UiGridEvents<Row extends object> {
  sort: [sort: UiGridSort]
  open: [row: Row, index: number]
  toggle: [index: number]
  /** Also every row of this range. */
  selectRange: [range: UiGridRange]
  /** The box in the header, or Ctrl+A. */
  selectAll: [on: boolean]
  rangeNeeded: [range: UiGridRange]
  /** The row that keys act on has changed; -1 without one. */
  active: [index: number]
  /** Right press or menu key on a row. */
  menu: [row: Row, index: number, anchor: UiGridAnchor]
  remove: [row: Row]
  edit: [row: Row]
  /** A letter or digit typed at the rows. */
  type: [character: string]
  move: [id: string, before: string | undefined]
  /** A width to keep, pixels. */
  resize: [id: string, width: number]
  columnMenu: [id: string, anchor: UiGridAnchor]
}
