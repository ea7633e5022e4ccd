import { onScopeDispose } from 'vue'

interface Actions {
  undo: () => unknown
  redo: () => unknown
  find: () => unknown
  shortcuts: () => unknown
}

const TYPING = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(TYPING) !== null

const hasDialog = (): boolean => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null

/** What a key press asks of the whole window; undefined when it belongs to what has the focus. */
export function actionOf(event: KeyboardEvent): keyof Actions | undefined {
  const hasCommand = event.ctrlKey || event.metaKey
  const key = event.key.toLowerCase()
  if (event.defaultPrevented || event.altKey) return undefined
  // A question waits for its answer; anything else would open behind it.
  if (document.querySelector('[role="alertdialog"]')) return undefined
  if (hasCommand && key === 'k' && !event.shiftKey) return 'find'
  if (isTyping(event.target) || hasDialog()) return undefined
  if (hasCommand && key === 'z') return event.shiftKey ? 'redo' : 'undo'
  if (hasCommand && key === 'y' && !event.shiftKey) return 'redo'
  return key === '?' && !hasCommand ? 'shortcuts' : undefined
}

/** Keys of the whole window: Ctrl+K, undo and redo outside text fields, `?`. */
export function useAppKeys(actions: Actions): void {
  const onKey = (event: KeyboardEvent) => {
    const action = actionOf(event)
    if (!action) return
    event.preventDefault()
    actions[action]()
  }
  window.addEventListener('keydown', onKey)
  onScopeDispose(() => window.removeEventListener('keydown', onKey))
}
