import { Settings } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import type { NavigationItem } from '../../ui/index.ts'

/** How the program looks and works at this desktop, where its data is, whose data and libraries are in it. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/settings/:section?',
    name: 'settings',
    component: () => import('./SettingsScreen.vue'),
    meta: { title: 'settings.title' },
  },
]

export const navigation: NavigationItem[] = [
  { id: 'settings', labelKey: 'settings.title', icon: Settings, to: '/settings', order: 90 },
]
