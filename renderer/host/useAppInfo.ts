import { inject, shallowRef, type App, type InjectionKey, type ShallowRef } from 'vue'
import type { MethodOutput } from '#core/contract/host-contract.ts'

export type AppInfo = MethodOutput<'app', 'info'>

const infoKey: InjectionKey<Readonly<ShallowRef<AppInfo>>> = Symbol('app info')

/** Makes what the host said at the start known to all screens. It changes only with a new start of the window. */
export const provideAppInfo = (app: App, info: AppInfo): void => {
  app.provide(infoKey, shallowRef(info))
}

/**
 * What runs here, where the data is, and who sits at this desktop.
 * @throws Error outside a component of an app that `provideAppInfo` was called for.
 */
export function useAppInfo(): Readonly<ShallowRef<AppInfo>> {
  const info = inject(infoKey)
  if (!info) throw new Error('provideAppInfo has not been called for this app')
  return info
}
