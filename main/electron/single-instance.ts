import type { App, BrowserWindow } from 'electron'

/** The parts of a window that bringing it to the front needs. */
export type Focusable = Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus'>

export interface WindowsOptions {
  /** Windows that are open now. */
  all: () => Focusable[]
  open: () => void
}

/** Brings the program to the front: its window, or a new one when all are closed (macOS). */
export function showProgram({ all, open }: WindowsOptions): void {
  const [window] = all()
  if (!window) return open()
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/**
 * Makes this process the only one with its profile folder. False when another has it: that one is told and shows
 * itself, and this one ends.
 */
export function becomeOnlyInstance(
  app: Pick<App, 'requestSingleInstanceLock' | 'quit' | 'on'>,
  show: () => void,
): boolean {
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return false
  }
  app.on('second-instance', show)
  app.on('activate', show)
  return true
}
