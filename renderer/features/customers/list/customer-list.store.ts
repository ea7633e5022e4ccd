import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { emptyListQuery, type ListQuery } from './list-query.ts'

/** The list as it was last seen, so that a customer's page can go to the next one in the same order. */
export const useCustomerListStore = defineStore('customer-list', () => {
  const query = shallowRef<ListQuery>(emptyListQuery())
  /** Position of the customer that was opened; undefined when a page was reached another way. */
  const index = shallowRef<number>()
  const isPreviewOpen = shallowRef(false)
  return { query, index, isPreviewOpen }
})
