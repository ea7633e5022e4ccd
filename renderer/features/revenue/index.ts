import { ChartColumn } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { CustomerPanel, NavigationItem, PaletteCommand } from '#renderer/ui/index.ts'

/** What comes in: recurring revenue, churn, revenue per user, overdue money and margins. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/revenue/:report(recurring|arpu|ageing|margin)?',
    name: 'revenue',
    component: () => import('./RevenueScreen.vue'),
    meta: { title: 'revenue.title' },
  },
]

export const navigation: NavigationItem[] = [
  { id: 'revenue', labelKey: 'revenue.title', icon: ChartColumn, to: '/revenue', order: 30 },
]

export const paletteCommands: PaletteCommand[] = [
  { id: 'revenue.recurring', labelKey: 'revenue.recurring.title', icon: ChartColumn, to: '/revenue' },
  { id: 'revenue.arpu', labelKey: 'revenue.arpu.title', icon: ChartColumn, to: '/revenue/arpu' },
  { id: 'revenue.ageing', labelKey: 'revenue.ageing.title', icon: ChartColumn, to: '/revenue/ageing' },
  {
    id: 'revenue.margin',
    labelKey: 'revenue.margin.title',
    icon: ChartColumn,
    to: '/revenue/margin',
    needs: 'see services/charges/wholesalePrice',
  },
]

export const customerPanels: CustomerPanel[] = [
  {
    id: 'arpu',
    component: defineAsyncComponent(() => import('./ArpuChart.vue')),
    side: 'left',
    order: 30,
  },
]
