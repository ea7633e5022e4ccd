import type { Ref } from 'vue'

interface Target {
  count: () => number
  active: Ref<number>
  /** Rows that fit on the screen. */
  pageSize: () => number
  scrollTo: (index: number) => void
  open: (index: number) => void
  isSelectable: () => boolean
  toggle: (index: number) => void
  extendTo: (index: number) => void
  selectAll: () => void
  menu: (index: number) => void
}

/** Keys of a list with one active row (WAI-ARIA grid pattern, row focus). */
export function useTableKeys(target: Target) {
  const steps: Record<string, () => number> = {
    ArrowDown: () => target.active.value + 1,
    ArrowUp: () => target.active.value - 1,
    PageDown: () => target.active.value + target.pageSize(),
    PageUp: () => target.active.value - target.pageSize(),
    Home: () => 0,
    End: () => target.count() - 1,
  }

  function go(to: number, extend: boolean) {
    const next = Math.min(target.count() - 1, Math.max(0, to))
    target.active.value = next
    target.scrollTo(next)
    if (extend && target.isSelectable()) target.extendTo(next)
  }

  return function onKey(event: KeyboardEvent) {
    // Keys inside a cell or in the header belong to what has the focus there.
    if (event.target !== event.currentTarget || target.count() === 0) return
    const { key, shiftKey } = event
    const hasModifier = event.ctrlKey || event.metaKey
    const { active } = target
    const step = steps[key]
    if (step && (!hasModifier || key === 'Home' || key === 'End')) go(step(), shiftKey)
    else if (key === 'Enter' && !hasModifier) target.open(active.value)
    else if (key === ' ' && target.isSelectable() && !hasModifier) {
      if (shiftKey) target.extendTo(active.value)
      else target.toggle(active.value)
    } else if (key === 'a' && hasModifier && target.isSelectable()) target.selectAll()
    else if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) target.menu(active.value)
    else return
    event.preventDefault()
  }
}
