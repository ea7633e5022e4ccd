import { mount, type ComponentMountingOptions } from '@vue/test-utils'
import { createPinia } from 'pinia'
import type { App, Component } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import type { HostError, HostReply } from '#core/contract/envelope.ts'
import type { HostErrorCode } from '#core/contract/error-codes.ts'
import { createHostClient } from '#core/contract/host-client.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { HostTransport } from '#core/contract/transport.ts'
import { provideDatabase, type Database } from '#renderer/data/index.ts'
import { provideAppInfo, provideHost, type AppInfo } from '#renderer/host/index.ts'
import { texts } from '#renderer/locales/index.ts'

export const succeed = (value: unknown): HostReply => ({ ok: true, value })
export const fail = (code: HostErrorCode, details?: HostError['details']): HostReply => ({
  ok: false,
  error: { code, message: 'for developers', retryable: false, ...(details ? { details } : {}) },
})

type Answer = HostReply | ((input: unknown) => HostReply | Promise<HostReply>)

/** The far end of the channel: answers each method as told, keeps what was asked, sends events. */
export function createChannel(answers: Record<string, Answer>) {
  const calls: { method: string; input: unknown }[] = []
  const listeners = new Set<(event: HostEvent) => void>()
  const transport: HostTransport = {
    async call(method, input) {
      calls.push({ method, input })
      const answer = answers[method]
      if (!answer) throw new Error(`no answer for ${method}`)
      return typeof answer === 'function' ? await answer(input) : answer
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return {
    transport,
    calls,
    inputOf: (method: string) => calls.find((call) => call.method === method)?.input,
    send: (event: HostEvent) => listeners.forEach((listener) => listener(event)),
  }
}

export const appInfo: AppInfo = {
  version: '0.1.0',
  contractVersion: 1,
  host: 'browser',
  capabilities: [],
  dataFolder: '/home/ana/enlace',
  setup: 'done',
  isDemo: false,
  isMadeUp: false,
  suggestedLocale: 'es',
  suggestedTimeZone: 'Europe/Madrid',
  suggestedCountry: 'ES',
  secretStorage: 'file',
  setAsideFiles: [],
  beforeJoining: [],
}

interface ScreenOptions {
  transport: HostTransport
  info?: AppInfo
  /** For screens with live documents. */
  database?: Database
  router?: Router
}

/** Mounts a screen the way the window does: stores, texts, router, host and what the host said at the start. */
export function mountScreen<C extends Component>(
  screen: C,
  { transport, info = appInfo, router, database }: ScreenOptions,
  options: ComponentMountingOptions<C> = {},
) {
  const way =
    router ??
    createRouter({
      history: createMemoryHistory(),
      routes: [{ path: '/:rest(.*)*', component: { render: () => null } }],
    })
  const providers = {
    install(app: App) {
      provideHost(app, createHostClient(transport))
      provideAppInfo(app, info)
      if (database) provideDatabase(app, database)
    },
  }
  return mount(screen, {
    attachTo: document.body,
    ...options,
    global: { plugins: [createPinia(), texts, way, providers] },
  })
}
