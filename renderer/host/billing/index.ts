export { default as BillLines } from './BillLines.vue'
export { standingOf } from './invoice-state.ts'
export { useLineWords, type ExplainedLine } from './useLineWords.ts'
