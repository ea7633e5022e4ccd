import {
  createRouter,
  createWebHashHistory,
  type RouteRecordRaw,
  type Router,
  type RouterHistory,
} from 'vue-router'
import type { WhyNot } from '#renderer/ui/index.ts'
import NotAllowedScreen from './NotAllowedScreen.vue'
import NotFoundScreen from './NotFoundScreen.vue'

/** Where a person lands. */
const HOME = '/customers'
const SETUP = '/setup'

export interface RouterOptions {
  routes: readonly RouteRecordRaw[]
  /** Without a set-up every way leads to the first run, and with one none does. */
  isSetUp: () => boolean
  /** Why a page that needs something is not for the person here. */
  whyNot?: WhyNot
  /** By default the address after `#`, which works over `app://` and over the loopback server alike. */
  history?: RouterHistory
}

export function createAppRouter({ routes, isSetUp, whyNot, history }: RouterOptions): Router {
  const router = createRouter({
    history: history ?? createWebHashHistory(),
    routes: [
      { path: '/', redirect: HOME },
      ...routes,
      {
        path: '/not-allowed',
        name: 'not-allowed',
        component: NotAllowedScreen,
        meta: { title: 'app.notAllowed.title' },
      },
      {
        path: '/:rest(.*)*',
        name: 'not-found',
        component: NotFoundScreen,
        meta: { title: 'app.notFound.title' },
      },
    ],
  })
  router.beforeEach((to) => {
    if (!isSetUp()) return to.path === SETUP ? true : { path: SETUP, replace: true }
    if (to.path === SETUP) return { path: HOME, replace: true }
    const { needs } = to.meta
    return needs === undefined || whyNot?.(needs) === undefined
      ? true
      : { name: 'not-allowed', query: { needs }, replace: true }
  })
  return router
}
