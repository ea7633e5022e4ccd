import type { Ref } from 'vue'
import type { useTableSelection } from './useTableSelection.ts'

interface Target {
  active: Ref<number>
  isSelectable: () => boolean
  /** False where a press only makes a row the active one. */
  opensOnPress: () => boolean
  open: (index: number) => void
  selection: Pick<ReturnType<typeof useTableSelection>, 'toggle' | 'extendTo' | 'setAnchor'>
}

/** What presses on rows do: open, with Ctrl select, with Shift select a range. */
export function useTablePresses({ active, isSelectable, opensOnPress, open, selection }: Target) {
  function onPress(index: number, event: MouseEvent) {
    const { target } = event
    if (target instanceof Element && target.closest('a, button, input, label, select')) return
    active.value = index
    if (isSelectable() && event.shiftKey) selection.extendTo(index)
    else if (isSelectable() && (event.ctrlKey || event.metaKey)) selection.toggle(index)
    else {
      selection.setAnchor(index)
      // Marking a text to copy it is no wish to leave the list.
      if (opensOnPress() && (getSelection()?.isCollapsed ?? true)) open(index)
    }
  }

  function onBox(index: number, event: MouseEvent) {
    active.value = index
    if (event.shiftKey) selection.extendTo(index)
    else selection.toggle(index)
  }

  return { onPress, onBox }
}
