import { Database, Info, Map as MapIcon, SlidersHorizontal } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'

/** The pages of the settings, in order. */
export const SECTIONS = [
  {
    id: 'general',
    icon: SlidersHorizontal,
    component: defineAsyncComponent(() => import('./GeneralSection.vue')),
  },
  { id: 'map', icon: MapIcon, component: defineAsyncComponent(() => import('./MapSection.vue')) },
  { id: 'data', icon: Database, component: defineAsyncComponent(() => import('./DataSection.vue')) },
  { id: 'about', icon: Info, component: defineAsyncComponent(() => import('./AboutSection.vue')) },
] as const
