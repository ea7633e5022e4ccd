export { default as BillLines } from './BillLines.vue'
export { useLineWords, type ExplainedLine } from './useLineWords.ts'
