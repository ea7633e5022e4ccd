import { UserRoundKey } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import type { NavigationItem, Shortcut } from '#renderer/ui/index.ts'

export { default as LockScreen } from './LockScreen.vue'
export { useIdleLock } from './useIdleLock.ts'

/** Signing in, people with their roles, and desktops. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/access/:view?',
    name: 'access',
    component: () => import('./AccessScreen.vue'),
    meta: { title: 'access.title' },
  },
]

export const navigation: NavigationItem[] = [
  { id: 'access', labelKey: 'access.title', icon: UserRoundKey, to: '/access', order: 85 },
]

export const shortcuts: Shortcut[] = [
  { keys: 'Ctrl+Shift+L', labelKey: 'access.lockNow', groupKey: 'access.title' },
]
