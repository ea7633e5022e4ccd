import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { LocationQuery } from 'vue-router'
import type { RowQuery } from './useCustomerRows.ts'

/** The list as it was last seen, so that a customer's page can go to the next one in the same order. */
export const useCustomerListStore = defineStore('customer-list', () => {
  const query = shallowRef<RowQuery>({ filter: {}, sort: { field: 'sortName', direction: 'asc' } })
  /** Where that list is. */
  const address = shallowRef<LocationQuery>({})
  /** Position of the customer that was opened; undefined when a page was reached another way. */
  const index = shallowRef<number>()
  const isPreviewOpen = shallowRef(false)
  return { query, address, index, isPreviewOpen }
})
