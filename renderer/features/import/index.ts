import { FileUp } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import type { NavigationItem, PaletteCommand } from '#renderer/ui/index.ts'

/** Customers out of a file: columns, rehearsal, import, and taking it back. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/import',
    name: 'import',
    component: () => import('./ImportScreen.vue'),
    meta: { title: 'import.title', needs: 'import.run' },
  },
]

export const navigation: NavigationItem[] = [
  { id: 'import', labelKey: 'import.nav', icon: FileUp, to: '/import', order: 70 },
]

export const paletteCommands: PaletteCommand[] = [
  { id: 'customer.import', labelKey: 'import.open', icon: FileUp, to: '/import', needs: 'import.run' },
]
