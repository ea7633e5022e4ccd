import { defineAsyncComponent } from 'vue'

/** Loaded when the first chart is shown: the library is larger than most screens. */
export const UiChart = defineAsyncComponent(() => import('./UiChart.vue'))
