export { default as ActivityLog } from './ActivityLog.vue'
export { default as ChainCheck } from './ChainCheck.vue'
export { useMoments } from './useMoments.ts'
export { wordsOf } from './words.ts'
