import type { Component, InjectionKey } from 'vue'
import type { RouteLocationRaw, RouteRecordRaw } from 'vue-router'

/** A way into a feature in the navigation at the left. */
export interface NavigationItem {
  id: string
  /** A key of the texts. */
  labelKey: string
  icon: Component
  to: RouteLocationRaw
  /** Smaller comes first: customers 10, sites 20, activity 30, settings 90. */
  order: number
  /** What the person must be allowed to do (permission.ts); left out where they are not. */
  needs?: string
  /** Stands beside the label: how much waits there. */
  badge?: Component
}

/** A line in the list of shortcuts (`?`). The feature itself listens for the keys. */
export interface Shortcut {
  /** Keys joined by `+`. */
  keys: string
  labelKey: string
  /** A key of the texts: the heading it stands under. */
  groupKey: string
}

/** Something to do from the palette (Ctrl+K). Either `to` or `run`. */
export interface PaletteCommand {
  /** `customer.new`; unique. */
  id: string
  labelKey: string
  /** A key of the texts: what it is part of, shown beside it and found by too. */
  partOfKey?: string
  /** A key of the texts: other words by which it is found. */
  wordsKey?: string
  icon?: Component
  /** Keys joined by `+`, shown at the right. */
  shortcut?: string
  to?: RouteLocationRaw
  run?: () => unknown
  /** What the person must be allowed to do (permission.ts); left out where they are not. */
  needs?: string
}

/** A tab that a feature adds to the page of a customer. Its component takes `customerId` and `isLocked` (archived). */
export interface CustomerTab {
  /** The last part of the page's address. */
  id: string
  labelKey: string
  component: Component
  /** Smaller comes first: sites 10, services 20, invoices 30; at the end when absent. */
  order?: number
}

/**
 * Something that a feature adds to a customer at a glance. Its component takes `customerId`, `officeId`, `currency` and
 * `isLocked` (archived).
 */
export interface CustomerPanel {
  id: string
  component: Component
  /** Money stands at the left, what is delivered at the right. */
  side: 'left' | 'right'
  /** Smaller comes first. */
  order: number
}

/** Something that a feature adds to the page of a site. Its component takes `siteId`, `customerId` and `isLocked`. */
export interface SitePanel {
  id: string
  component: Component
}

/** A page that a feature adds to the settings. */
export interface SettingsPage {
  /** The last part of the page's address. */
  id: string
  labelKey: string
  icon: Component
  component: Component
}

/** Opens find-anything (Ctrl+K) with a text in it. */
export const findAnythingKey: InjectionKey<(text: string) => void> = Symbol('find anything')

/** What features add to each other's pages: the app collects it and hands it on. */
export const settingsPagesKey: InjectionKey<readonly SettingsPage[]> = Symbol('pages of the settings')
export const customerTabsKey: InjectionKey<readonly CustomerTab[]> = Symbol('tabs of a customer')
export const customerPanelsKey: InjectionKey<readonly CustomerPanel[]> = Symbol('panels of a customer')
export const sitePanelsKey: InjectionKey<readonly SitePanel[]> = Symbol('panels of a site')

/** What `renderer/features/<feature>/index.ts` may export; the app collects it. */
export interface FeatureFace {
  routes?: readonly RouteRecordRaw[]
  navigation?: readonly NavigationItem[]
  shortcuts?: readonly Shortcut[]
  paletteCommands?: readonly PaletteCommand[]
  customerTabs?: readonly CustomerTab[]
  customerPanels?: readonly CustomerPanel[]
  sitePanels?: readonly SitePanel[]
  settingsPages?: readonly SettingsPage[]
  /** Always in view at the foot of the navigation; takes `isCollapsed`. */
  frameStatus?: Component
}

declare module 'vue-router' {
  interface RouteMeta {
    /** A key of the texts: the page's title. */
    title?: string
    /** What the person must be allowed to do (permission.ts). */
    needs?: string
    /** No navigation round it: the first run. */
    bare?: boolean
    /** The parameter that names the page's record: with another one the page begins anew, with nothing of the former. */
    record?: string
  }
}
