import { nextTick, onDeactivated, onScopeDispose, ref, watch, type Ref } from 'vue'

const GAP = 4
const EDGE = 8
const MAX_HEIGHT = 304

/** Under the anchor, else over it, else where it is whole in the window. */
function placeWhole(element: HTMLElement, box: DOMRect): void {
  const { offsetWidth, offsetHeight, style } = element
  const below = box.bottom + GAP
  const above = box.top - GAP - offsetHeight
  const lowest = window.innerHeight - EDGE - offsetHeight
  const top = below <= lowest ? below : above >= EDGE ? above : Math.max(EDGE, lowest)
  style.top = `${top}px`
  style.left = `${Math.max(EDGE, Math.min(box.left, window.innerWidth - EDGE - offsetWidth))}px`
}

/**
 * Opens a list under (or, without room, over) its control, in the browser's top layer, so that no dialog or scroll
 * area cuts it off. The list stays where it is in the document: focus traps of dialogs keep holding it. What is no list
 * may have a size of its own, which is kept.
 */
export function useListPopup(
  anchor: Readonly<Ref<HTMLElement | null>>,
  list: Readonly<Ref<HTMLElement | null>>,
  { hasOwnSize = false } = {},
) {
  const isOpen = ref(false)

  function place() {
    const element = list.value
    if (!anchor.value || !element) return
    const box = anchor.value.getBoundingClientRect()
    if (hasOwnSize) return placeWhole(element, box)
    const below = window.innerHeight - box.bottom - GAP - EDGE
    const above = box.top - GAP - EDGE
    const isBelow = below >= Math.min(MAX_HEIGHT, element.scrollHeight) || below >= above
    const { style } = element
    style.minWidth = `${box.width}px`
    style.maxWidth = `${Math.max(box.width, Math.min(480, window.innerWidth - box.left - EDGE))}px`
    style.maxHeight = `${Math.max(96, Math.min(MAX_HEIGHT, isBelow ? below : above))}px`
    style.left = `${Math.max(EDGE, box.left)}px`
    style.top = isBelow ? `${box.bottom + GAP}px` : 'auto'
    style.bottom = isBelow ? 'auto' : `${window.innerHeight - box.top + GAP}px`
  }

  function onOutside(event: Event) {
    const target = event.target
    if (!(target instanceof Node)) return
    if (!anchor.value?.contains(target) && !list.value?.contains(target)) isOpen.value = false
  }

  function listen(on: boolean) {
    const change = on ? 'addEventListener' : 'removeEventListener'
    window[change]('scroll', place, true)
    window[change]('resize', place)
    document[change]('pointerdown', onOutside, true)
  }

  watch(isOpen, async (open) => {
    listen(open)
    if (!open) return
    await nextTick()
    // A browser without the popover API draws the list in place, which scroll areas may cut off.
    if (list.value && 'showPopover' in list.value) list.value.showPopover()
    place()
  })
  onDeactivated(() => (isOpen.value = false))
  onScopeDispose(() => listen(false))

  return { isOpen, place }
}
