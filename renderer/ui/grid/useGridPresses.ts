import { ref, type Ref } from 'vue'
import type { UiGridRange } from './grid-column.ts'

interface Target {
  active: Ref<number>
  isSelectable: () => boolean
  /** False where a press only makes a row the active one; two presses open it. */
  opensOnPress: () => boolean
  open: (index: number) => void
  toggle: (index: number) => void
  selectRange: (range: UiGridRange) => void
  menu: (index: number, event: MouseEvent) => void
  /** Gives the keys to the rows. */
  focus: () => void
}

/** The row that an event belongs to. */
const indexOf = ({ target }: Event): number | undefined => {
  const row = target instanceof Element && target.closest<HTMLElement>('[role="row"]')
  return row ? Number(row.dataset.index) : undefined
}
const isOn = ({ target }: Event, selector: string) =>
  target instanceof Element && target.closest(selector) !== null

/** What presses on rows do: open, with Ctrl select, with Shift select a range from the last one. */
export function useGridPresses(target: Target) {
  const anchor = ref(0)

  function toggle(index: number) {
    anchor.value = index
    target.toggle(index)
  }
  const extendTo = (index: number) =>
    target.selectRange({
      start: Math.min(anchor.value, index),
      end: Math.max(anchor.value, index) + 1,
    })

  function onClick(event: MouseEvent) {
    const index = indexOf(event)
    if (index === undefined || isOn(event, 'a, button, input, label, select')) return
    const { shiftKey } = event
    target.active.value = index
    if (target.isSelectable() && shiftKey) extendTo(index)
    else if (isOn(event, '.box') || (target.isSelectable() && (event.ctrlKey || event.metaKey))) toggle(index)
    else {
      anchor.value = index
      // Marking a text to copy it is no wish to leave the list.
      if (target.opensOnPress() && (getSelection()?.isCollapsed ?? true)) target.open(index)
    }
  }

  function onDoubleClick(event: MouseEvent) {
    const index = indexOf(event)
    if (index === undefined || target.opensOnPress() || isOn(event, 'a, button, input, .box')) return
    target.open(index)
  }

  /** The row under the pointer; -1 without one. */
  const hovered = ref(-1)

  /** With Shift the browser would mark the texts in between. */
  function onDown(event: MouseEvent) {
    if (!event.shiftKey || !target.isSelectable() || isOn(event, 'input, select')) return
    event.preventDefault()
    target.focus()
  }

  function onMenu(event: MouseEvent) {
    const index = indexOf(event)
    if (index === undefined) return
    event.preventDefault()
    target.menu(index, event)
  }

  return {
    toggle,
    extendTo,
    /** Ranges begin at the top again. */
    forget: () => (anchor.value = 0),
    hovered,
    on: {
      mousedown: onDown,
      click: onClick,
      dblclick: onDoubleClick,
      contextmenu: onMenu,
      pointerover: (event: PointerEvent) => (hovered.value = indexOf(event) ?? -1),
      pointerleave: () => (hovered.value = -1),
    },
  }
}
