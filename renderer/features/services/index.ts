import { Cable, Gauge, Plus } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type {
  CustomerPanel,
  CustomerTab,
  NavigationItem,
  PaletteCommand,
  Shortcut,
  SitePanel,
} from '#renderer/ui/index.ts'

/** Services of all customers with one beside the list, and the readings of meters. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/services/meters',
    name: 'meters',
    component: () => import('./meters/MetersScreen.vue'),
    meta: { title: 'services.meters.title' },
  },
  {
    path: '/services/:id?',
    name: 'services',
    component: () => import('./list/ServicesScreen.vue'),
    meta: { title: 'services.title' },
  },
]

export const navigation: NavigationItem[] = [
  { id: 'services', labelKey: 'services.title', icon: Cable, to: '/services', order: 22 },
]

export const paletteCommands: PaletteCommand[] = [
  { id: 'service.new', labelKey: 'services.new', icon: Plus, to: '/services?new', needs: 'service.create' },
  {
    id: 'service.meters',
    labelKey: 'services.meters.title',
    icon: Gauge,
    to: '/services/meters',
    needs: 'service.readMeters',
  },
]

const inList = (keys: string, name: string): Shortcut => ({
  keys,
  labelKey: `services.shortcut.${name}`,
  groupKey: 'services.title',
})

export const shortcuts: Shortcut[] = [
  inList('/', 'search'),
  inList('N', 'new'),
  inList('F2', 'edit'),
  inList('Ctrl+Enter', 'save'),
  inList('Escape', 'close'),
]

export const customerTabs: CustomerTab[] = [
  {
    id: 'services',
    labelKey: 'services.title',
    component: defineAsyncComponent(() => import('./owned/CustomerServices.vue')),
    order: 20,
  },
]

export const sitePanels: SitePanel[] = [
  { id: 'services', component: defineAsyncComponent(() => import('./owned/SiteServices.vue')) },
]

export const customerPanels: CustomerPanel[] = [
  {
    id: 'services',
    component: defineAsyncComponent(() => import('./overview/ServicesBySite.vue')),
    side: 'right',
    order: 10,
  },
  {
    id: 'next-run',
    component: defineAsyncComponent(() => import('./overview/NextRun.vue')),
    side: 'left',
    order: 20,
  },
]
