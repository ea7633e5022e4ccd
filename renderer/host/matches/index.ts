export { default as MatchHint } from './MatchHint.vue'
export { useMatches, type CustomerMatch } from './useMatches.ts'
export { useRestoreMatch } from './useRestoreMatch.ts'
