export { default as LeaseList } from './LeaseList.vue'
