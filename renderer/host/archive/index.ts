export { default as ArchiveHost } from './ArchiveHost.vue'
export { default as TakenList } from './TakenList.vue'
export { useArchive } from './useArchive.ts'
