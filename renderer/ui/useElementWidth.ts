import { onScopeDispose, ref, watch, type Ref } from 'vue'

/** Width of an element in CSS pixels, followed as it changes; 0 until it is on screen. */
export function useElementWidth(element: Readonly<Ref<HTMLElement | null>>) {
  const width = ref(0)
  const observer = new ResizeObserver(([entry]) => {
    if (entry) width.value = entry.contentRect.width
  })
  watch(
    element,
    (now, before) => {
      if (before) observer.unobserve(before)
      if (now) observer.observe(now)
    },
    { immediate: true },
  )
  onScopeDispose(() => observer.disconnect())
  return width
}
