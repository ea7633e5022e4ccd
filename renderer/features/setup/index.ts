import type { RouteRecordRaw } from 'vue-router'

/** The first run. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/setup',
    name: 'setup',
    component: () => import('./SetupScreen.vue'),
    meta: { title: 'setup.title', bare: true },
  },
]
