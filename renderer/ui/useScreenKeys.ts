import { whileShown } from './while-shown.ts'

/** Whether a key press belongs to what has the focus: typing, an open list, a dialog. */
function isTaken(event: KeyboardEvent): boolean {
  const { target } = event
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return true
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role="listbox"]') !== null
  )
}

/** Single keys of a screen, while nobody types and nothing lies over it. */
export function useScreenKeys(keys: Readonly<Record<string, () => unknown>>) {
  const onKey = (event: KeyboardEvent) => {
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!act || isTaken(event)) return
    event.preventDefault()
    act()
  }
  useWindowKeys(onKey)
}

/** Takes every key press of the window while the screen is shown. */
export function useWindowKeys(onKey: (event: KeyboardEvent) => void) {
  whileShown(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
}
