import {
  createRouter,
  createWebHashHistory,
  type RouteRecordRaw,
  type Router,
  type RouterHistory,
} from 'vue-router'
import NotFoundScreen from './NotFoundScreen.vue'

/** Where a person lands. */
const HOME = '/customers'
const SETUP = '/setup'

export interface RouterOptions {
  routes: readonly RouteRecordRaw[]
  /** Without a set-up every way leads to the first run, and with one none does. */
  isSetUp: () => boolean
  /** By default the address after `#`, which works over `app://` and over the loopback server alike. */
  history?: RouterHistory
}

export function createAppRouter({ routes, isSetUp, history }: RouterOptions): Router {
  const router = createRouter({
    history: history ?? createWebHashHistory(),
    routes: [
      { path: '/', redirect: HOME },
      ...routes,
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
    return to.path === SETUP ? { path: HOME, replace: true } : true
  })
  return router
}
