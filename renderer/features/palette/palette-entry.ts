import type { Component } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { PaletteCommand } from '../../ui/index.ts'

/** One line of the palette. */
export interface PaletteEntry {
  key: string
  icon: Component | undefined
  title: string
  /** Why it was found, unless by its name; without text when that is the title. */
  reason?: { kind: string; text?: string }
  /** The customer it belongs to. */
  owner?: string
  /** What tells it from its namesakes: number, city or state. */
  detail?: string
  isArchived?: boolean
  shortcut?: string
  command: PaletteCommand
}

export interface PaletteGroup {
  id: string
  label: string
  entries: PaletteEntry[]
}

/** Kinds of records that are found, in the order of their groups. */
export const FOUND = ['customers', 'contacts', 'sites', 'services', 'invoices', 'inventory'] as const
export type FoundCollection = (typeof FOUND)[number]

/** Where a record is shown: on its own page, or in its place on its customer's. */
export function pageOf(
  collection: FoundCollection,
  id: string,
  customerId: string | undefined,
): RouteLocationRaw {
  switch (collection) {
    case 'customers':
    case 'sites':
    case 'inventory':
      return `/${collection}/${id}`
    case 'contacts':
      return `/customers/${customerId ?? id}/contacts`
    case 'services':
      return { path: `/customers/${customerId ?? id}/services`, query: { service: id } }
    case 'invoices':
      return { path: `/customers/${customerId ?? id}/invoices`, query: { invoice: id } }
  }
}
