import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import { currentLocale, isLocale, setLocale, type Locale } from '../locales/index.ts'
import { isTheme, useTheme, type Theme } from '../ui/index.ts'

/** Names of the device settings that windows share. */
const NAMES = { locale: 'ui.locale', theme: 'ui.theme', isNavCollapsed: 'ui.navCollapsed' } as const

/** How this desktop's windows look: kept by the host, the same in every window. */
export const usePreferencesStore = defineStore('preferences', () => {
  const { theme } = useTheme()
  const isNavCollapsed = ref(false)
  let host: HostClient | undefined

  function apply(name: string, value: unknown) {
    if (name === NAMES.locale && isLocale(value)) setLocale(value)
    else if (name === NAMES.theme && isTheme(value)) theme.value = value
    else if (name === NAMES.isNavCollapsed && typeof value === 'boolean') isNavCollapsed.value = value
  }

  /** Asks the host for what was kept; `locale` is used while none is. Before the first run nothing is kept yet. */
  async function load(from: HostClient, locale: Locale): Promise<void> {
    host = from
    setLocale(locale)
    const names = Object.values(NAMES)
    const replies = await Promise.all(names.map((name) => from.settings.get({ name })))
    for (const [index, name] of names.entries()) {
      const reply = replies[index]
      if (reply?.ok) apply(name, reply.value.value)
    }
  }

  // What the host cannot keep now still holds in this window; the connection notice tells about a lost host.
  async function keep(name: string, value: unknown): Promise<void> {
    apply(name, value)
    await host?.settings.set({ name, value })
  }

  return {
    theme,
    isNavCollapsed,
    load,
    hear: (event: HostEvent) => {
      if (event.type === 'settings') apply(event.name, event.value)
    },
    setLocale: (locale: Locale) => keep(NAMES.locale, locale),
    switchLocale: () => keep(NAMES.locale, currentLocale() === 'es' ? 'en' : 'es'),
    setTheme: (next: Theme) => keep(NAMES.theme, next),
    setNavCollapsed: (collapsed: boolean) => keep(NAMES.isNavCollapsed, collapsed),
  }
})
