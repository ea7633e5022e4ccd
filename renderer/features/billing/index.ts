import { FilePlus2, Hash, ReceiptEuro } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { NavigationItem, PaletteCommand, SettingsPage, Shortcut } from '#renderer/ui/index.ts'

/** Billing runs: a draft to look through, issuing it, and what earlier runs came to. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/billing',
    name: 'billing',
    component: () => import('./runs/BillingScreen.vue'),
    meta: { title: 'billing.title' },
  },
  {
    path: '/billing/draft/:draftId',
    name: 'billing-draft',
    component: () => import('./draft/DraftScreen.vue'),
    meta: { record: 'draftId', title: 'billing.draft.title' },
  },
  {
    path: '/billing/runs/:runId',
    name: 'billing-run',
    component: () => import('./runs/RunScreen.vue'),
    meta: { record: 'runId', title: 'billing.run.title' },
  },
]

export const navigation: NavigationItem[] = [
  { id: 'billing', labelKey: 'billing.title', icon: ReceiptEuro, to: '/billing', order: 27 },
]

export const paletteCommands: PaletteCommand[] = [
  {
    id: 'billing.new',
    labelKey: 'billing.new.title',
    icon: FilePlus2,
    to: '/billing?new',
    needs: 'billing.issue',
  },
  { id: 'billing.series', labelKey: 'billing.series.title', icon: Hash, to: '/settings/series' },
]

export const settingsPages: SettingsPage[] = [
  {
    id: 'series',
    labelKey: 'billing.series.title',
    icon: Hash,
    component: defineAsyncComponent(() => import('./series/SeriesSection.vue')),
  },
]

const inDraft = (keys: string, name: string): Shortcut => ({
  keys,
  labelKey: `billing.shortcut.${name}`,
  groupKey: 'billing.title',
})

export const shortcuts: Shortcut[] = [
  inDraft('N', 'new'),
  inDraft('/', 'search'),
  inDraft('X', 'exclude'),
  inDraft('Escape', 'close'),
]
