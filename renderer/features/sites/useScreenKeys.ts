import { onScopeDispose } from 'vue'

/** Single keys of a screen, while nobody types and nothing lies over it. */
export function useScreenKeys(keys: Readonly<Record<string, () => unknown>>): void {
  const onKey = (event: KeyboardEvent) => {
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    const { target } = event
    const isTyping =
      target instanceof Element &&
      target.closest('input, textarea, select, [contenteditable], [role="listbox"]')
    const isCovered = document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')
    if (!act || isTyping || isCovered || event.defaultPrevented) return
    if (event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    act()
  }
  window.addEventListener('keydown', onKey)
  onScopeDispose(() => window.removeEventListener('keydown', onKey))
}
