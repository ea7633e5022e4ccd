import { inject, type App, type InjectionKey } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'

const hostKey: InjectionKey<HostClient> = Symbol('host')

export const provideHost = (app: App, host: HostClient): void => {
  app.provide(hostKey, host)
}

/**
 * The typed client of the host.
 * @throws Error outside a component of an app that `provideHost` was called for.
 */
export function useHost(): HostClient {
  const host = inject(hostKey)
  if (!host) throw new Error('provideHost has not been called for this app')
  return host
}
