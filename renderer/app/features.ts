import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type {
  CustomerPanel,
  CustomerTab,
  FeatureFace,
  NavigationItem,
  PaletteCommand,
  SettingsPage,
  Shortcut,
  SitePanel,
} from '#renderer/ui/index.ts'

/** Every feature tells its own routes, ways in, shortcuts and palette commands; nobody edits a list. */
const faces = Object.values(import.meta.glob<FeatureFace>('../features/*/index.ts', { eager: true }))

export const featureRoutes: RouteRecordRaw[] = faces.flatMap((face) => face.routes ?? [])

export const navigation: NavigationItem[] = faces
  .flatMap((face) => face.navigation ?? [])
  .sort((a, b) => a.order - b.order)

export const featureShortcuts: Shortcut[] = faces.flatMap((face) => face.shortcuts ?? [])

export const customerTabs: CustomerTab[] = faces.flatMap((face) => face.customerTabs ?? [])

export const customerPanels: CustomerPanel[] = faces
  .flatMap((face) => face.customerPanels ?? [])
  .sort((a, b) => a.order - b.order)

export const sitePanels: SitePanel[] = faces.flatMap((face) => face.sitePanels ?? [])

export const settingsPages: SettingsPage[] = faces.flatMap((face) => face.settingsPages ?? [])

export const frameStatuses: Component[] = faces.flatMap((face) => face.frameStatus ?? [])

export const featureCommands: PaletteCommand[] = faces.flatMap((face) => face.paletteCommands ?? [])
