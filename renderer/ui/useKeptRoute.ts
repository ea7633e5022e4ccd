import { computed, shallowReactive, watch, type Ref } from 'vue'
import { useRouter, type RouteLocationNormalizedLoaded } from 'vue-router'

interface KeptRoute {
  /** The address of this screen: stands still while another screen is shown. */
  route: Readonly<RouteLocationNormalizedLoaded>
  /** Whether this screen is the one that is shown. */
  isHere: Readonly<Ref<boolean>>
}

/** The address for a screen that lives on while others are shown (`KeepAlive`): what belongs to others is none of its. */
export function useKeptRoute(): KeptRoute {
  const { currentRoute } = useRouter()
  const route = shallowReactive({ ...currentRoute.value })
  const { name } = route
  const isHere = computed(() => currentRoute.value.name === name)
  // At once: whoever shows the screen again draws what the new address says.
  watch(currentRoute, (now) => now.name === name && Object.assign(route, now), { flush: 'sync' })
  return { route, isHere }
}
