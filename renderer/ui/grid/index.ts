export { fitColumns } from './fit-columns.ts'
export type {
  UiGridAnchor,
  UiGridColumn,
  UiGridRange,
  UiGridSelectionState,
  UiGridSort,
} from './grid-column.ts'
export { default as UiGrid } from './UiGrid.vue'
export { forgetGrid } from './useGridMemory.ts'
