export { default as ActivityLog } from './ActivityLog.vue'
export { default as RecordHistory } from './RecordHistory.vue'
export { default as ChainCheck } from './ChainCheck.vue'
export { wordsOf } from './words.ts'
