import { FileText } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import type { NavigationItem, Shortcut } from '#renderer/ui/index.ts'

/** All invoices, credit notes and proformas, and one of them as it looks. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/invoices',
    name: 'invoices',
    component: () => import('./list/InvoicesScreen.vue'),
    meta: { title: 'invoices.title' },
  },
  {
    path: '/invoices/:id',
    name: 'invoice',
    component: () => import('./page/InvoiceScreen.vue'),
    meta: { record: 'id', title: 'invoices.title' },
  },
]

export const navigation: NavigationItem[] = [
  { id: 'invoices', labelKey: 'invoices.title', icon: FileText, to: '/invoices', order: 28 },
]

const here = (keys: string, name: string): Shortcut => ({
  keys,
  labelKey: `invoices.shortcut.${name}`,
  groupKey: 'invoices.title',
})

export const shortcuts: Shortcut[] = [here('/', 'search'), here('D', 'pdf'), here('Ctrl+P', 'print')]
