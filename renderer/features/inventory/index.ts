import { Boxes, PackagePlus, ScanBarcode } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { CustomerTab, NavigationItem, PaletteCommand, Shortcut, SitePanel } from '#renderer/ui/index.ts'

/** Items, address blocks and telephone numbers; one item is a panel beside the list. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/inventory/blocks/:block?',
    name: 'inventory-blocks',
    component: () => import('./blocks/BlocksScreen.vue'),
    meta: { title: 'inventory.title' },
  },
  {
    path: '/inventory/numbers',
    name: 'inventory-numbers',
    component: () => import('./numbers/NumbersScreen.vue'),
    meta: { title: 'inventory.title' },
  },
  {
    path: '/inventory/:id?',
    name: 'inventory',
    component: () => import('./items/ItemsScreen.vue'),
    meta: { title: 'inventory.title' },
  },
]

export const navigation: NavigationItem[] = [
  { id: 'inventory', labelKey: 'inventory.title', icon: Boxes, to: '/inventory', order: 25 },
]

export const paletteCommands: PaletteCommand[] = [
  {
    id: 'inventory.new',
    labelKey: 'inventory.new',
    icon: PackagePlus,
    to: '/inventory?new',
    needs: 'inventory.create',
  },
  {
    id: 'inventory.many',
    labelKey: 'inventory.many.title',
    icon: ScanBarcode,
    to: '/inventory?many',
    needs: 'inventory.create',
  },
]

const inList = (keys: string, name: string): Shortcut => ({
  keys,
  labelKey: `inventory.shortcut.${name}`,
  groupKey: 'inventory.title',
})

export const shortcuts: Shortcut[] = [
  inList('/', 'search'),
  inList('N', 'new'),
  inList('Space', 'select'),
  inList('F2', 'edit'),
  inList('Escape', 'close'),
]

export const customerTabs: CustomerTab[] = [
  {
    id: 'inventory',
    labelKey: 'inventory.title',
    component: defineAsyncComponent(() => import('./owned/CustomerItems.vue')),
  },
]

export const sitePanels: SitePanel[] = [
  { id: 'inventory', component: defineAsyncComponent(() => import('./owned/SiteItems.vue')) },
]
