import { createPinia } from 'pinia'
import { createApp, type App as VueApp } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'
import type { HostError } from '#core/contract/envelope.ts'
import type { Opening } from '#core/contract/host-events.ts'
import { useConnectionStore } from '#renderer/host/index.ts'
import { setLocale, texts } from '#renderer/locales/index.ts'
import { isTheme, useTheme } from '#renderer/ui/index.ts'
import OpeningWindow from './OpeningWindow.vue'

/**
 * Shows what a slow opening of the data is at, in the language and colours of this desktop. Answers once it is open, with
 * the reason where it cannot be opened.
 */
export async function waitUntilOpen(host: HostClient, target: string): Promise<HostError | undefined> {
  let app: VueApp | undefined
  const pinia = createPinia()
  const connection = useConnectionStore(pinia)
  const show = (): void => {
    if (app) return
    app = createApp(OpeningWindow).use(pinia).use(texts)
    app.mount(target)
  }
  let settle: (error?: HostError) => void = () => undefined
  const settled = new Promise<HostError | undefined>((done) => (settle = done))
  const take = (opening: Opening, error?: HostError): void => {
    if (opening.locale) setLocale(opening.locale)
    if (isTheme(opening.theme)) useTheme().theme.value = opening.theme
    if (opening.state !== 'opening') return settle(error)
    connection.hear({ type: 'opening', opening })
    show()
  }
  const ask = async (): Promise<void> => {
    const now = await host.app.opening({})
    if (now.ok) take(now.value)
    // While it tries again to reach the host, the window says so; before, the next call does.
    else if (!app) settle()
  }
  const stop = host.subscribe((event) => {
    if (event.type === 'opening') return take(event.opening, event.error)
    connection.hear(event)
    // What was said meanwhile did not arrive.
    if (event.type === 'reconnected') void ask()
  })
  await ask()
  const problem = await settled
  stop()
  app?.unmount()
  return problem
}
