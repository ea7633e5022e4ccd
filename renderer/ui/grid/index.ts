export type { UiGridAnchor, UiGridColumn, UiGridSelectionState } from './grid-column.ts'
export { default as UiGrid } from './UiGrid.vue'
