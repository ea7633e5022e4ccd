import { onScopeDispose, ref, watch, type Ref } from 'vue'

type Element = Readonly<Ref<HTMLElement | null>>

/**
 * Whether something lies hidden at the left or right of a scrolled element. `start` and `end` are marks at the two ends
 * of its contents. Asking for the scroll position instead would lay everything out once more for every step.
 */
export function useSideways(scroller: Element, start: Element, end: Element) {
  const left = ref(false)
  const right = ref(false)
  let observer: IntersectionObserver | undefined

  watch([scroller, start, end], ([root, first, last]) => {
    observer?.disconnect()
    if (!root || !first || !last) return
    observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries)
          if (target.isConnected) (target === first ? left : right).value = !isIntersecting
      },
      { root },
    )
    observer.observe(first)
    observer.observe(last)
  })
  onScopeDispose(() => observer?.disconnect())
  return { left, right }
}
