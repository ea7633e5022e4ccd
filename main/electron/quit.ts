import type { App } from 'electron'
import { CLOSE_PATIENCE, closeAll } from '../host/close-all.ts'
import type { Log } from '../host/log.ts'

type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

export interface QuitOptions {
  app: Pick<App, 'on' | 'quit' | 'exit'>
  platform: NodeJS.Platform
  /** Hears when the system wants the program to end. */
  onSignal: (signal: Signal, listener: () => void) => void
  /** In this order. */
  close: readonly (() => Promise<void>)[]
  /** Says that the host is still at work; true ends the process at once. */
  askEnd: () => Promise<boolean>
  wait: (milliseconds: number) => Promise<void>
  log: Log
}

/**
 * Ends the host after the last window, so that windows can still save their drafts, and before the process: the store
 * waits for running commands and writes its log back. A host that does not come back is said to the person, who may
 * wait on; ending then loses only what no window was told to be saved. Nobody is asked when the system ends the
 * program: it would not wait for an answer either.
 */
export function endWithHost(options: QuitOptions): void {
  const { app, platform, onSignal, log } = options
  let isClosing = false
  let isSystemEnding = false

  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit()
  })
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (isClosing) return
    isClosing = true
    void end()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    onSignal(signal, () => {
      isSystemEnding = true
      app.quit()
    })
  }

  async function end(): Promise<void> {
    const closing = closeAll(options.close, log)
    void endAnyway()
    app.exit((await closing) ? 0 : 1)
  }

  async function endAnyway(): Promise<void> {
    for (;;) {
      await options.wait(CLOSE_PATIENCE)
      log.warn('host does not end')
      if (isSystemEnding || (await options.askEnd())) return app.exit(1)
    }
  }
}
