import type { App } from 'electron'

/**
 * Ends the host after the last window, so that windows can still save their drafts, and before the process: the store
 * waits for running commands and writes its log back.
 */
export function endWithHost(app: Pick<App, 'on' | 'quit' | 'exit'>, close: () => Promise<void>): void {
  let isClosing = false
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (isClosing) return
    isClosing = true
    void close().finally(() => app.exit())
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
}
