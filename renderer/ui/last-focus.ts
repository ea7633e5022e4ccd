/** What lies over a page for a while and takes the focus with it when it goes. */
const PASSING = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]'

let last: HTMLElement | undefined

document.addEventListener('focusin', ({ target }) => {
  if (target instanceof HTMLElement && !target.closest(PASSING)) last = target
})

/** Whatever holds the focus of the page itself, or held it before menus and dialogs took it. */
export const lastFocusOfPage = (): HTMLElement | undefined => last

/**
 * Where the focus goes when a dialog leaves: where its owner sent it, back to what opened it, or, when that is gone
 * (the entry of a menu), to `fallback`, and to the page itself when that is gone too. For `close-auto-focus`, which
 * comes while the dialog still holds the focus.
 */
export function returnFocus(
  event: Event,
  opener: Element | undefined,
  fallback: HTMLElement | undefined,
): void {
  event.preventDefault()
  setTimeout(() => {
    const held = document.activeElement
    if (held && held !== document.body) return
    const back = [opener, fallback].find((one) => one?.isConnected && one !== document.body)
    const next = back instanceof HTMLElement ? back : document.querySelector<HTMLElement>('#main')
    next?.focus({ preventScroll: true })
  }, 0)
}
