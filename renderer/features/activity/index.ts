import { History } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import type { NavigationItem } from '#renderer/ui/index.ts'

/** The log of everything that was done. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/activity',
    name: 'activity',
    component: () => import('./ActivityScreen.vue'),
    meta: { title: 'activity.title' },
  },
]

export const navigation: NavigationItem[] = [
  { id: 'activity', labelKey: 'activity.title', icon: History, to: '/activity', order: 33 },
]
