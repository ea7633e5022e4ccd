import { computed, ref, watch } from 'vue'

const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const isTheme = (value: unknown): value is Theme => THEMES.some((theme) => theme === value)

const systemDark = window.matchMedia('(prefers-color-scheme: dark)')
const isSystemDark = ref(systemDark.matches)
systemDark.addEventListener('change', (event) => (isSystemDark.value = event.matches))

const theme = ref<Theme>('system')
const isDark = computed(() => (theme.value === 'system' ? isSystemDark.value : theme.value === 'dark'))

watch(isDark, (dark) => document.documentElement.classList.toggle('dark', dark), { immediate: true })

/** Light or dark, following the system unless a person chose. One for the window. */
export const useTheme = () => ({ theme, isDark })
