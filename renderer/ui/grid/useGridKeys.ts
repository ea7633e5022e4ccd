import type { Ref } from 'vue'

interface Target {
  count: () => number
  active: Ref<number>
  /** Rows that fit on the screen. */
  pageSize: () => number
  scrollTo: (index: number) => void
  scrollSideways: (step: -1 | 1) => void
  open: (index: number) => void
  isSelectable: () => boolean
  toggle: (index: number) => void
  extendTo: (index: number) => void
  selectAll: () => void
  menu: (index: number) => void
  remove: (index: number) => void
  edit: (index: number) => void
  /** A letter or digit that a person types at the rows. */
  type: (character: string) => void
}

/**
 * Keys of a list with one active row (WAI-ARIA grid pattern, row focus): arrows, PageUp, PageDown, Home, End, Enter
 * (open), Space (select), Shift with any of them (select a range), Ctrl+A, menu key, Delete, F2, and typing.
 */
export function useGridKeys(target: Target) {
  const { active } = target
  const steps: Record<string, () => number> = {
    ArrowDown: () => active.value + 1,
    ArrowUp: () => active.value - 1,
    PageDown: () => active.value + target.pageSize(),
    PageUp: () => active.value - target.pageSize(),
    Home: () => 0,
    End: () => target.count() - 1,
  }
  const acts: Record<string, (index: number) => void> = {
    Enter: target.open,
    Delete: target.remove,
    F2: target.edit,
    ContextMenu: target.menu,
    ArrowLeft: () => target.scrollSideways(-1),
    ArrowRight: () => target.scrollSideways(1),
  }

  function go(to: number, extend: boolean) {
    const next = Math.min(target.count() - 1, Math.max(0, to))
    active.value = next
    target.scrollTo(next)
    if (extend && target.isSelectable()) target.extendTo(next)
  }

  function select(extend: boolean) {
    if (extend) target.extendTo(active.value)
    else target.toggle(active.value)
  }

  return function onKey(event: KeyboardEvent) {
    // Keys inside a cell or in the header belong to what has the focus there.
    if (event.target !== event.currentTarget || event.defaultPrevented || target.count() === 0) return
    const { key, shiftKey, altKey } = event
    const hasCtrl = event.ctrlKey || event.metaKey
    const step = steps[key]
    if (step && !altKey && (!hasCtrl || key === 'Home' || key === 'End')) go(step(), shiftKey)
    else if (key === 'F10' && shiftKey) target.menu(active.value)
    else if (key === 'a' && hasCtrl && target.isSelectable()) target.selectAll()
    else if (hasCtrl || altKey) return
    else if (key === ' ' && target.isSelectable()) select(shiftKey)
    else if (acts[key]) acts[key](active.value)
    else if (/^[\p{L}\p{N}]$/u.test(key)) target.type(key)
    else return
    event.preventDefault()
  }
}
