import type { RouteRecordRaw } from 'vue-router'

/** The log of everything that was done. */
export const activityRoutes: RouteRecordRaw[] = [
  {
    path: '/activity',
    name: 'activity',
    component: () => import('./ActivityScreen.vue'),
    meta: { title: 'activity.title' },
  },
]
