import { computed, nextTick, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter, type RouteLocationNormalized } from 'vue-router'
import { ownPageTitle } from '#renderer/ui/index.ts'

/** Title, scroll position and focus of the page as a person goes from one to the next. */
export function usePageChrome(main: Readonly<Ref<HTMLElement | null>>) {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()

  const title = computed(() => ownPageTitle.value ?? (route.meta.title ? t(route.meta.title) : 'Enlace'))
  watch(title, (now) => (document.title = now === 'Enlace' ? now : `${now} · Enlace`), { immediate: true })

  /** Scroll positions by the place in the history, for going back. */
  const positions = new Map<unknown, number>()
  const placeNow = (): unknown => (history.state as { position?: unknown } | null)?.position
  let place = placeNow()
  let isBack = false

  const onPop = () => (isBack = true)
  window.addEventListener('popstate', onPop)

  // Read only when the page is left: the question alone lays out whatever has changed, as with each letter of a search.
  router.beforeEach((to, from) => {
    if (!isSamePage(to, from)) positions.set(place, main.value?.scrollTop ?? 0)
  })
  router.afterEach(async (to, from) => {
    place = placeNow()
    const top = isBack ? (positions.get(place) ?? 0) : 0
    isBack = false
    if (isSamePage(to, from)) return
    await nextTick()
    if (main.value) main.value.scrollTop = top
    // The screen may have put the focus where it wants it; otherwise it starts at the page, not at the old link.
    if (!main.value?.contains(document.activeElement)) main.value?.focus({ preventScroll: true })
  })

  return { title, dispose: () => window.removeEventListener('popstate', onPop) }
}

/** A change of tab or filter is the same page still. */
const isSamePage = (one: RouteLocationNormalized, other: RouteLocationNormalized): boolean =>
  one.name === other.name && one.params.id === other.params.id
