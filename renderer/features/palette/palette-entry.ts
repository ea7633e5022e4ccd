import type { Component } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { PaletteCommand } from '../../ui/index.ts'

/** One line of the palette. */
export interface PaletteEntry {
  key: string
  icon: Component | undefined
  title: string
  /** Why it was found, unless by its title. */
  reason?: { kind: string; text: string }
  /** The customer it belongs to. */
  owner?: string
  /** What tells it from its namesakes: number or city. */
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

/** Kinds of records that have a page. */
export const FOUND = ['customers', 'contacts', 'sites'] as const
export type FoundCollection = (typeof FOUND)[number]

export const isFoundCollection = (name: string): name is FoundCollection => FOUND.some((one) => one === name)

/** The page of a record; a contact is shown with its customer. */
export function pageOf(
  collection: FoundCollection,
  id: string,
  customerId: string | undefined,
): RouteLocationRaw {
  if (collection === 'customers') return `/customers/${id}`
  if (collection === 'sites') return `/sites/${id}`
  return `/customers/${customerId ?? id}/contacts`
}
