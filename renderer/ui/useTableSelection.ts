import { computed, ref } from 'vue'
import type { UiTableRange, UiTableSelection } from './table-column.ts'

interface Source {
  count: () => number
  selected: () => UiTableSelection
  /** The key of a row, `undefined` while it has not been fetched. */
  keyAt: (index: number) => string | undefined
  select: (keys: UiTableSelection) => void
  /** Asked instead of `select` when some rows of a range are not there yet: the owner knows their ids. */
  selectRange: (range: UiTableRange) => void
}

/** Which rows are chosen, and how presses and keys change that. The selection itself belongs to the owner. */
export function useTableSelection({ count, selected, keyAt, select, selectRange }: Source) {
  const anchor = ref(0)

  const state = computed<'none' | 'some' | 'all'>(() => {
    const { size } = selected()
    return size === 0 ? 'none' : size >= count() ? 'all' : 'some'
  })

  function toggle(index: number) {
    const key = keyAt(index)
    if (key === undefined) return
    anchor.value = index
    const next = new Set(selected())
    if (!next.delete(key)) next.add(key)
    select(next)
  }

  /** Adds every row from the last toggled one to `index`. */
  function extendTo(index: number) {
    const start = Math.min(anchor.value, index)
    const end = Math.max(anchor.value, index) + 1
    const next = new Set(selected())
    for (let at = start; at < end; at++) {
      const key = keyAt(at)
      if (key === undefined) {
        selectRange({ start, end })
        return
      }
      next.add(key)
    }
    select(next)
  }

  return { state, toggle, extendTo, setAnchor: (index: number) => (anchor.value = index) }
}
