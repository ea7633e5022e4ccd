import { onScopeDispose, shallowRef, watchEffect } from 'vue'

/** The title that a screen gives itself, e.g. a customer's name; undefined leaves the route's. */
export const ownPageTitle = shallowRef<string>()

/** Names the page while the screen is there. */
export function usePageTitle(title: () => string | undefined): void {
  watchEffect(() => (ownPageTitle.value = title()))
  onScopeDispose(() => (ownPageTitle.value = undefined))
}
