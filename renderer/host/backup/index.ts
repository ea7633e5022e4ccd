export { default as RestoreBackup } from './RestoreBackup.vue'
