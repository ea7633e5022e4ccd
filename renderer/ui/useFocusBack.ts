import { onBeforeUnmount, watch, type Ref } from 'vue'

/**
 * Gives the focus back when a panel beside a list goes with the focus in it: to the list, or to whatever had it before
 * it came into the panel.
 */
export function useFocusBack(panel: Readonly<Ref<HTMLElement | null>>): void {
  let from: Element | undefined

  function onFocusIn({ relatedTarget }: FocusEvent) {
    if (relatedTarget instanceof Element && !panel.value?.contains(relatedTarget))
      from = relatedTarget.closest('[role="grid"]') ?? relatedTarget
  }
  watch(panel, (now) => now?.addEventListener('focusin', onFocusIn))

  onBeforeUnmount(() => {
    if (!panel.value?.contains(document.activeElement)) return
    const back = from
    setTimeout(() => {
      if (document.activeElement && document.activeElement !== document.body) return
      const next = back?.isConnected ? back : document.querySelector('#main')
      if (next instanceof HTMLElement) next.focus({ preventScroll: true })
    }, 0)
  })
}
