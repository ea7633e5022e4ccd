import { MapPin, MapPinPlus } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import type { NavigationItem, PaletteCommand, Shortcut } from '#renderer/ui/index.ts'

/** All sites on a map, one site's page, and the form that makes or changes one. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/sites',
    name: 'sites',
    component: () => import('./SitesScreen.vue'),
    meta: { title: 'sites.title' },
  },
  {
    path: '/sites/new',
    name: 'site-new',
    component: () => import('./SiteEditScreen.vue'),
    meta: { title: 'sites.new', needs: 'site.create' },
  },
  {
    path: '/sites/:id',
    name: 'site',
    component: () => import('./SiteScreen.vue'),
    meta: { record: 'id', title: 'sites.one' },
  },
  {
    path: '/sites/:id/edit',
    name: 'site-edit',
    component: () => import('./SiteEditScreen.vue'),
    meta: { record: 'id', title: 'sites.edit', needs: 'site.update' },
  },
]

export const navigation: NavigationItem[] = [
  { id: 'sites', labelKey: 'sites.title', icon: MapPin, to: '/sites', order: 20 },
]

export const paletteCommands: PaletteCommand[] = [
  { id: 'site.new', labelKey: 'sites.new', icon: MapPinPlus, to: '/sites/new', needs: 'site.create' },
]

export const shortcuts: Shortcut[] = [
  { keys: '/', labelKey: 'sites.shortcut.search', groupKey: 'sites.title' },
  { keys: 'N', labelKey: 'sites.shortcut.new', groupKey: 'sites.title' },
  { keys: 'E', labelKey: 'sites.shortcut.edit', groupKey: 'sites.title' },
  { keys: 'Ctrl+Enter', labelKey: 'sites.shortcut.save', groupKey: 'sites.title' },
  { keys: 'ArrowUp', labelKey: 'sites.shortcut.pin', groupKey: 'sites.title' },
  { keys: 'Shift+ArrowUp', labelKey: 'sites.shortcut.pinFar', groupKey: 'sites.title' },
]
