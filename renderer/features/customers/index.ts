import type { RouteRecordRaw } from 'vue-router'

/** The customer list, making a customer (a form over the list), and one customer's page. */
export const customersRoutes: RouteRecordRaw[] = [
  {
    path: '/customers/:mode(new)?',
    name: 'customers',
    component: () => import('./CustomersScreen.vue'),
    meta: { title: 'customers.title' },
  },
  {
    path: '/customers/:id/:tab(overview|contacts|sites|activity)?',
    name: 'customer',
    component: () => import('./CustomerScreen.vue'),
    meta: { title: 'customers.one' },
  },
]
