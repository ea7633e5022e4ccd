import type { Component } from 'vue'

/** One tab of `UiTabs`. */
export interface UiTab {
  id: string
  label: string
  count?: number
  icon?: Component
}
