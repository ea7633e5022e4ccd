import { Settings } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import type { NavigationItem, PaletteCommand } from '../../ui/index.ts'
import { SECTION_GROUPS } from './sections.ts'

/** How the program looks and works at this desktop, where its data is, whose data and libraries are in it. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/settings/:section?',
    name: 'settings',
    component: () => import('./SettingsScreen.vue'),
    meta: { title: 'settings.title' },
  },
]

export const navigation: NavigationItem[] = [
  { id: 'settings', labelKey: 'settings.title', icon: Settings, to: '/settings', order: 90 },
]

/** Every page of the settings by its name. */
export const paletteCommands: readonly PaletteCommand[] = SECTION_GROUPS.flatMap(({ sections }) =>
  sections.map(({ id, icon }) => ({
    id: `settings.${id}`,
    labelKey: `settings.section.${id}`,
    partOfKey: 'settings.title',
    icon,
    to: `/settings/${id}`,
  })),
)
