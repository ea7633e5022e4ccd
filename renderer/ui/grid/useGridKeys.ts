import type { Ref } from 'vue'
import { useTableKeys } from '../useTableKeys.ts'

type Target = Parameters<typeof useTableKeys>[0] & {
  active: Ref<number>
  remove: (index: number) => void
  edit: (index: number) => void
  /** A letter or digit that a person types at the list. */
  type: (character: string) => void
  scrollSideways: (step: -1 | 1) => void
}

/** The keys of `useTableKeys`, and Delete, F2, left and right, and typing. */
export function useGridKeys(target: Target) {
  const tableKeys = useTableKeys(target)

  return function onKey(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || event.defaultPrevented) return
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey
    const { key } = event
    if (hasModifier || target.count() === 0) tableKeys(event)
    else if (key === 'Delete') act(event, () => target.remove(target.active.value))
    else if (key === 'F2') act(event, () => target.edit(target.active.value))
    else if (key === 'ArrowLeft' || key === 'ArrowRight')
      act(event, () => target.scrollSideways(key === 'ArrowLeft' ? -1 : 1))
    else if (/^[\p{L}\p{N}]$/u.test(key)) act(event, () => target.type(key))
    else tableKeys(event)
  }
}

function act(event: KeyboardEvent, work: () => void) {
  event.preventDefault()
  work()
}
