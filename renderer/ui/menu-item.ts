import type { Component } from 'vue'

/** One line of `UiMenu`. */
export interface UiMenuItem {
  id: string
  label: string
  icon?: Component
  danger?: boolean
  disabled?: boolean
  /** What the person must be allowed to do (permission.ts); says why where they are not. */
  needs?: string
  /** Keys joined by `+`, shown at the right. */
  shortcut?: string
  /** A line above this item. */
  separated?: boolean
}
