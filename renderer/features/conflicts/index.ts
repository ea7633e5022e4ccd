import { GitMerge } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { NavigationItem, Shortcut } from '#renderer/ui/index.ts'

/** What desktops disagreed about, to be decided by a person. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/conflicts/:id?',
    name: 'conflicts',
    component: () => import('./ConflictsScreen.vue'),
    meta: { title: 'conflicts.title' },
  },
]

export const navigation: NavigationItem[] = [
  {
    id: 'conflicts',
    labelKey: 'conflicts.title',
    icon: GitMerge,
    to: '/conflicts',
    order: 35,
    badge: defineAsyncComponent(() => import('./OpenCount.vue')),
  },
]

const inTray = (keys: string, name: string): Shortcut => ({
  keys,
  labelKey: `conflicts.shortcut.${name}`,
  groupKey: 'conflicts.title',
})

export const shortcuts: Shortcut[] = [
  inTray('1', 'mine'),
  inTray('2', 'theirs'),
  inTray('3', 'before'),
  inTray('0', 'current'),
  inTray('J', 'next'),
  inTray('K', 'previous'),
  inTray('Enter', 'open'),
  inTray('Space', 'select'),
  inTray('Escape', 'close'),
]
