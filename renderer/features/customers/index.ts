import { CopyCheck, UserPlus, Users } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import type { NavigationItem, PaletteCommand, Shortcut } from '#renderer/ui/index.ts'

/** The customer list, making a customer (a form over the list), duplicates and merging them, one customer's page. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/customers/:mode(new)?',
    name: 'customers',
    component: () => import('./CustomersScreen.vue'),
    meta: { title: 'customers.title' },
  },
  {
    path: '/customers/duplicates',
    name: 'duplicates',
    component: () => import('./duplicates/DuplicatesScreen.vue'),
    meta: { title: 'duplicates.title', needs: 'customer.merge' },
  },
  {
    path: '/customers/merge',
    name: 'merge',
    component: () => import('./duplicates/MergeScreen.vue'),
    meta: { title: 'duplicates.merge.title', needs: 'customer.merge' },
  },
  {
    path: '/customers/:id/:tab([a-z]+)?',
    name: 'customer',
    component: () => import('./CustomerScreen.vue'),
    meta: { record: 'id', title: 'customers.one' },
  },
]

export const navigation: NavigationItem[] = [
  { id: 'customers', labelKey: 'customers.title', icon: Users, to: '/customers', order: 10 },
]

export const paletteCommands: PaletteCommand[] = [
  {
    id: 'customer.new',
    labelKey: 'customers.new',
    icon: UserPlus,
    shortcut: 'Alt+N',
    to: '/customers/new',
    needs: 'customer.create',
  },
  {
    id: 'customer.duplicates',
    labelKey: 'duplicates.open',
    icon: CopyCheck,
    to: '/customers/duplicates',
    needs: 'customer.merge',
  },
]

const inList = (keys: string, name: string): Shortcut => ({
  keys,
  labelKey: `customers.shortcut.${name}`,
  groupKey: 'customers.shortcut.list',
})
const inPage = (keys: string, name: string): Shortcut => ({
  keys,
  labelKey: `customers.shortcut.${name}`,
  groupKey: 'customers.shortcut.page',
})

export const shortcuts: Shortcut[] = [
  inList('/', 'search'),
  inList('Alt+F', 'filter'),
  inList('Alt+N', 'new'),
  inList('Alt+P', 'preview'),
  inList('Alt+G', 'jump'),
  inList('Space', 'select'),
  inList('Ctrl+A', 'selectAll'),
  inList('F2', 'edit'),
  inList('Delete', 'archive'),
  inList('A–Z', 'find'),
  inList('Shift+ArrowRight', 'columnWidth'),
  inList('Ctrl+Shift+ArrowRight', 'columnPlace'),
  inPage('J', 'next'),
  inPage('K', 'previous'),
  inPage('E', 'edit'),
  inPage('1–9', 'tabs'),
  inPage('Ctrl+Enter', 'save'),
]
