import { UserPlus, Users } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import type { NavigationItem, PaletteCommand, Shortcut } from '#renderer/ui/index.ts'

/** The customer list, making a customer (a form over the list), and one customer's page. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/customers/:mode(new)?',
    name: 'customers',
    component: () => import('./CustomersScreen.vue'),
    meta: { title: 'customers.title' },
  },
  {
    path: '/customers/:id/:tab(overview|contacts|sites|activity)?',
    name: 'customer',
    component: () => import('./CustomerScreen.vue'),
    meta: { title: 'customers.one' },
  },
]

export const navigation: NavigationItem[] = [
  { id: 'customers', labelKey: 'customers.title', icon: Users, to: '/customers', order: 10 },
]

export const paletteCommands: PaletteCommand[] = [
  { id: 'customer.new', labelKey: 'customers.new', icon: UserPlus, shortcut: 'N', to: '/customers/new' },
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
  inList('N', 'new'),
  inList('P', 'preview'),
  inList('X', 'select'),
  inPage('J', 'next'),
  inPage('K', 'previous'),
  inPage('E', 'edit'),
  inPage('1', 'tabs'),
  inPage('Ctrl+Enter', 'save'),
]
