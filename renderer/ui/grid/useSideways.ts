import { onScopeDispose, ref, watch, type Ref } from 'vue'

/** Whether something lies hidden at the left or right of a scrolled element. */
export function useSideways(scroller: Readonly<Ref<HTMLElement | null>>) {
  const left = ref(false)
  const right = ref(false)

  function look() {
    const element = scroller.value
    if (!element) return
    left.value = element.scrollLeft > 1
    right.value = element.scrollLeft + element.clientWidth < element.scrollWidth - 1
  }
  const observer = new ResizeObserver(look)
  watch(
    scroller,
    (now, before) => {
      before?.removeEventListener('scroll', look)
      observer.disconnect()
      if (!now) return
      now.addEventListener('scroll', look, { passive: true })
      observer.observe(now)
      // Its contents grow and shrink with the columns.
      for (const child of now.children) observer.observe(child)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    observer.disconnect()
    scroller.value?.removeEventListener('scroll', look)
  })
  return { left, right }
}
