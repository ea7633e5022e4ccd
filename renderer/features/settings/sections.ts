import { Database, Info, Landmark, Map as MapIcon, SlidersHorizontal } from '@lucide/vue'
import { defineAsyncComponent, type Component } from 'vue'
import type { SettingsPage } from '../../ui/index.ts'
import { LIST_KINDS, RECORD_KINDS, type ListKindName } from './catalog/catalog-kinds.ts'

interface Section {
  id: string
  /** A key of the texts; `settings.section.<id>` without it. */
  labelKey?: string
  icon: Component
  component: Component
  /** Shows one configured list. */
  kind?: ListKindName
}

const CatalogSection = defineAsyncComponent(() => import('./catalog/CatalogSection.vue'))

const general: Section = {
  id: 'general',
  icon: SlidersHorizontal,
  component: defineAsyncComponent(() => import('./GeneralSection.vue')),
}

/** The pages of the settings, in order and in groups. */
export const SECTION_GROUPS: readonly { id: string; sections: readonly Section[] }[] = [
  {
    id: 'desktop',
    sections: [
      general,
      {
        id: 'letterhead',
        icon: Landmark,
        component: defineAsyncComponent(() => import('./LetterheadSection.vue')),
      },
      { id: 'map', icon: MapIcon, component: defineAsyncComponent(() => import('./MapSection.vue')) },
    ],
  },
  {
    id: 'lists',
    sections: LIST_KINDS.map((kind) => ({
      id: kind,
      icon: RECORD_KINDS[kind].icon,
      component: CatalogSection,
      kind,
    })),
  },
  {
    id: 'program',
    sections: [
      { id: 'data', icon: Database, component: defineAsyncComponent(() => import('./DataSection.vue')) },
      { id: 'about', icon: Info, component: defineAsyncComponent(() => import('./AboutSection.vue')) },
    ],
  },
]

/** With the pages that other features add, after this desktop's own. */
export const groupsWith = (pages: readonly SettingsPage[]): typeof SECTION_GROUPS =>
  pages.length === 0
    ? SECTION_GROUPS
    : [...SECTION_GROUPS.slice(0, 1), { id: 'offices', sections: pages }, ...SECTION_GROUPS.slice(1)]

export const findSection = (groups: typeof SECTION_GROUPS, id: unknown): Section =>
  groups.flatMap(({ sections }) => sections).find((section) => section.id === id) ?? general
