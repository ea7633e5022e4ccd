import { RefreshCw } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import type { PaletteCommand, SettingsPage } from '#renderer/ui/index.ts'
import SyncFrame from './SyncFrame.vue'

/** Offices in sync: connecting this desktop with a server, and how it stands. */
export const settingsPages: SettingsPage[] = [
  {
    id: 'sync',
    labelKey: 'sync.title',
    icon: RefreshCw,
    component: defineAsyncComponent(() => import('./SyncSection.vue')),
  },
]

export const paletteCommands: PaletteCommand[] = [
  { id: 'sync.open', labelKey: 'sync.open', icon: RefreshCw, to: '/settings/sync' },
]

export const frameStatus = SyncFrame
